import { comingIn } from './catalogue/coming.ts';
import { acceleratorById } from './catalogue/recognise.ts';
import type { Normalised } from './normalise.ts';

/**
 * What a crawl brings that is news by its name alone, each with a sentence about it: words for a chip
 * that the catalogue does not have, and, by its canonical id, hardware that was only announced so far.
 */
export function newNames(
  source: string,
  { coming, rejects }: Pick<Normalised, 'coming' | 'rejects'>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { accelerator, row } of coming) {
    const name = acceleratorById(accelerator)?.name ?? accelerator;
    names.set(accelerator, `${source} names the ${name}, known as announced only: ${row}`);
  }
  for (const { reason, accelerator } of rejects) {
    if (reason !== 'unknown-accelerator' || accelerator === null) continue;
    if (comingIn(accelerator).length > 0) continue;
    names.set(accelerator, `${source} lists "${accelerator}", which is not in the catalogue`);
  }
  return names;
}
