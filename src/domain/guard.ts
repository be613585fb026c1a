import type { Normalised } from './normalise.ts';
import type { Offer } from './offer.ts';
import type { KnownOffer } from './source-state.ts';

/** Limits of what is believed without a person looking. Ratios are shares of one. */
export interface Limits {
  /** Rows we failed to read, of all rows. */
  readonly rejected: number;
  /** Offers seen, of the median of the last good crawls; only where absence means withdrawn. */
  readonly coverage: number;
  /** Known keys seen again. */
  readonly identity: number;
  /** From how many known offers on the shares above mean anything. */
  readonly from: number;
  /** Rows that share one price ratio, and their share of all comparable rows. */
  readonly sharedRows: number;
  readonly sharedShare: number;
}

export const LIMITS: Limits = {
  rejected: 0.1,
  coverage: 0.6,
  identity: 0.6,
  from: 10,
  sharedRows: 5,
  sharedShare: 0.2,
};

export interface GuardInput {
  readonly absentMeans: 'sold-out' | 'withdrawn';
  /** Accepted offers of the scopes that this crawl read. */
  readonly before: ReadonlyMap<string, KnownOffer>;
  /** Offer counts of the last good crawls that read the same scopes, newest first. */
  readonly recentCounts: readonly number[];
  readonly seen: Normalised;
}

export interface Verdict {
  /** Why the crawl is not believed; empty when it is. */
  readonly reasons: readonly string[];
  /** Keys whose price moved together: told only when a second crawl says the same. */
  readonly held: ReadonlySet<string>;
}

/** Is this crawl plausible beside the last good ones? Pure; says why where it is not. */
export function guard(input: GuardInput, limits: Limits = LIMITS): Verdict {
  const ratios = sharedRatios(input.before, input.seen.offers, limits);
  const reasons = [
    rejected(input.seen, limits),
    empty(input),
    coverage(input, limits),
    identity(input, limits),
    ...ratios.slips,
  ].filter((reason) => reason !== null);
  return { reasons, held: ratios.held };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function rejected({ read, rejects }: Normalised, limits: Limits): string | null {
  const failed = rejects.filter(
    ({ reason }) => reason !== 'unknown-accelerator' && reason !== 'not-a-chip',
  ).length;
  if (failed <= read * limits.rejected) return null;
  return `could not read ${failed} of ${read} rows (at most ${percent(limits.rejected)} are believed)`;
}

function empty({ before, seen }: GuardInput): string | null {
  const listed = [...before.values()].filter((known) => known.listed).length;
  if (seen.offers.length > 0 || listed === 0) return null;
  return `no offers at all where ${listed} were known`;
}

function coverage({ absentMeans, recentCounts, seen, before }: GuardInput, limits: Limits) {
  if (absentMeans !== 'withdrawn' || before.size < limits.from) return null;
  const usual = median(recentCounts);
  if (usual === null || seen.offers.length >= usual * limits.coverage) return null;
  return `${seen.offers.length} offers where ${usual} are usual (under ${percent(limits.coverage)})`;
}

function identity({ absentMeans, before, seen }: GuardInput, limits: Limits): string | null {
  const known = [...before.values()].filter((each) => each.listed);
  if (absentMeans !== 'withdrawn' || known.length < limits.from) return null;
  const keys = new Set(seen.offers.map((offer) => offer.key));
  const again = known.filter((each) => keys.has(each.offer.key)).length;
  if (again >= known.length * limits.identity) return null;
  return `only ${again} of ${known.length} known offers seen again (under ${percent(limits.identity)})`;
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

/** Factors between units of price, by what they would mean. */
const UNIT_SLIPS: readonly (readonly [number, number, string])[] = [
  [99, 101, 'cents and whole units'],
  [990, 1010, 'thousandths and whole units'],
  [712.8, 737.3, 'a month and an hour'],
  [23.76, 24.24, 'a day and an hour'],
  [59.4, 60.6, 'a minute and an hour'],
  [3564, 3636, 'a second and an hour'],
  [7.0, 7.4, 'two currencies'],
  [0.99e9, 1.01e9, 'billionths and whole units'],
];

function slipOf(ratio: number): string | null {
  const factor = ratio < 1 ? 1 / ratio : ratio;
  return UNIT_SLIPS.find(([low, high]) => factor >= low && factor <= high)?.[2] ?? null;
}

interface Moved {
  readonly offer: Offer;
  readonly ratio: number;
}

function sharedRatios(
  before: ReadonlyMap<string, KnownOffer>,
  offers: readonly Offer[],
  limits: Limits,
): { readonly slips: readonly string[]; readonly held: ReadonlySet<string> } {
  const compared = offers.flatMap((offer) => compare(before.get(offer.key), offer));
  const many = (rows: readonly unknown[]) =>
    rows.length >= limits.sharedRows && rows.length >= compared.length * limits.sharedShare;
  const slips: string[] = [];
  const held = new Set<string>();
  const perChip = compared.filter(({ offer, ratio }) => isChipCount(offer.count, ratio));
  if (many(perChip)) {
    slips.push(
      `${perChip.length} prices moved by their own chip count: a price for the instance was read as one for the chip, or the other way`,
    );
  }
  for (const group of together(compared.filter(({ ratio }) => ratio < 0.8 || ratio > 1.25))) {
    const ratio = group[0]?.ratio;
    if (ratio === undefined || !many(group)) continue;
    const slip = slipOf(ratio);
    if (slip === null) for (const { offer } of group) held.add(offer.key);
    else slips.push(`${group.length} prices moved by ${factorText(ratio)}: ${slip} were mixed up`);
  }
  return { slips, held };
}

function compare(known: KnownOffer | undefined, offer: Offer): readonly Moved[] {
  const was = known?.listed ? known.offer.state.price : null;
  const is = offer.state.price;
  if (!was || !is || was.currency !== is.currency) return [];
  return [{ offer, ratio: is.micros / was.micros }];
}

function isChipCount(count: number, ratio: number): boolean {
  const factor = ratio < 1 ? 1 / ratio : ratio;
  return count > 1 && Math.abs(factor / count - 1) <= 0.01;
}

/** Rows in runs whose ratios stand within 1 % of the run's first. */
function together(moved: readonly Moved[]): readonly (readonly Moved[])[] {
  const runs: Moved[][] = [];
  for (const each of [...moved].sort((a, b) => a.ratio - b.ratio)) {
    const run = runs.at(-1);
    const first = run?.[0];
    if (run && first && each.ratio <= first.ratio * 1.01) run.push(each);
    else runs.push([each]);
  }
  return runs;
}

function factorText(ratio: number): string {
  return ratio >= 1
    ? `${Number(ratio.toPrecision(3))}x`
    : `1/${Number((1 / ratio).toPrecision(3))}`;
}
