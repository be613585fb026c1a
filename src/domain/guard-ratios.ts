import type { GuardLimits } from './guard-limits.ts';
import type { Offer } from './offer.ts';
import type { KnownOffer } from './source-state.ts';

/** What prices did together. */
export interface SharedRatios {
  /** Units that were mixed up, each as a sentence. */
  readonly slips: readonly string[];
  /** Keys of all prices that moved, where many moved together and no unit explains it. */
  readonly held: ReadonlySet<string>;
}

/** A price beside the accepted one, in one currency. */
interface Moved {
  readonly offer: Offer;
  readonly ratio: number;
}

/** Factors between units of price, by what they would mean: either way round. */
const UNIT_SLIPS: readonly (readonly [number, number, string])[] = [
  [7.0, 7.4, 'two currencies'],
  [23.76, 24.24, 'a day and an hour'],
  [59.4, 60.6, 'a minute and an hour'],
  [99, 101, 'cents and whole units'],
  // 720 and 730 hours a month.
  [712.8, 737.3, 'a month and an hour'],
  [990, 1010, 'thousandths and whole units'],
  [3564, 3636, 'a second and an hour'],
  [0.99e9, 1.01e9, 'billionths and whole units'],
];

/** Ratios this near are one ratio: amounts are rounded to cents. */
const NEAR = 1.01;
/** Shared moves within these are everyday ones. */
const EVERYDAY = [0.8, 1.25] as const;

/** Tells a unit slip, which many rows share, from a price list that was changed. */
export function sharedRatios(
  before: ReadonlyMap<string, KnownOffer>,
  offers: readonly Offer[],
  limits: GuardLimits,
): SharedRatios {
  const compared = offers.flatMap((offer) => compare(before.get(offer.key), offer));
  const isMany = (rows: number) =>
    rows >= limits.sharedRows && rows >= compared.length * limits.sharedShare;
  const [low, high] = EVERYDAY;
  const moved = compared.filter(({ ratio }) => ratio < low || ratio > high);
  const slips: string[] = [];
  const perChip = byOwnCount(moved);
  if (isMany(perChip.length)) {
    slips.push(
      `${perChip.length} prices moved by their own chip count: a price for the instance was read as one for the chip, or the other way`,
    );
  }
  const shared = inCompany(moved, isMany);
  for (const [, , unit] of UNIT_SLIPS) {
    const rows = shared.filter(({ ratio }) => unitsOf(ratio) === unit);
    const [first] = rows;
    if (first)
      slips.push(`${rows.length} prices moved by ${factorText(first)}: ${unit} were mixed up`);
  }
  // A price list that changed as a whole is told as a whole.
  const news = shared.length > 0 ? compared.filter(({ ratio }) => ratio !== 1) : [];
  return { slips, held: new Set(news.map(({ offer }) => offer.key)) };
}

function compare(known: KnownOffer | undefined, offer: Offer): readonly Moved[] {
  const was = known?.listed ? known.offer.state.price : null;
  const is = offer.state.price;
  if (!was || !is || was.currency !== is.currency) return [];
  return [{ offer, ratio: is.micros / was.micros }];
}

/** What was mixed up where a price moved by this ratio; null where no unit explains it. */
export function unitsOf(ratio: number): string | null {
  const factor = factorOf(ratio);
  return UNIT_SLIPS.find(([low, high]) => factor >= low && factor <= high)?.[2] ?? null;
}

const factorOf = (ratio: number): number => Math.max(ratio, 1 / ratio);

/** Rows that moved by their own chip count. A ratio that rows with other counts share is another story. */
function byOwnCount(moved: readonly Moved[]): readonly Moved[] {
  const isOwn = ({ offer, ratio }: Moved) => isNear(factorOf(ratio), offer.count);
  const others = moved.filter((row) => !isOwn(row));
  return moved.filter((row) => isOwn(row) && !others.some(({ ratio }) => isNear(ratio, row.ratio)));
}

function isNear(a: number, b: number): boolean {
  return factorOf(a / b) <= NEAR;
}

/** The rows whose ratio enough others share. */
function inCompany(moved: readonly Moved[], isMany: (rows: number) => boolean): readonly Moved[] {
  const sorted = moved.toSorted((a, b) => a.ratio - b.ratio);
  const shared = new Set<Moved>();
  let end = 0;
  let marked = 0;
  for (const [start, first] of sorted.entries()) {
    while (isWithin(sorted[end], first)) end += 1;
    if (!isMany(end - start)) continue;
    for (const row of sorted.slice(Math.max(start, marked), end)) shared.add(row);
    marked = end;
  }
  return [...shared];
}

function isWithin(row: Moved | undefined, first: Moved): boolean {
  return row !== undefined && row.ratio <= first.ratio * NEAR;
}

function factorText({ ratio }: Moved): string {
  const factor = Number(factorOf(ratio).toPrecision(3));
  return factorOf(ratio) === ratio ? `${factor}x` : `1/${factor}`;
}
