import type { Visit } from './crawl.ts';

/** The golden file of a recording, as text: what a test holds its source to. */
export function goldenOf({ seen, missing }: Pick<Visit, 'seen' | 'missing'>): string {
  const golden = {
    missing: missing.map(({ scope }) => scope).sort(),
    places: seen?.places,
    ...(seen?.rates.length ? { rates: seen.rates } : {}),
    ...(seen?.tokens.length ? { tokens: seen.tokens } : {}),
    offers: seen?.offers.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  };
  return `${JSON.stringify(golden, null, 2)}\n`;
}
