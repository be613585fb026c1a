import { type Listing, type Reading, UNSAID } from '../../scrapers/kit/index.ts';
import { Money } from '../../src/domain/money.ts';
import { random } from './random.ts';

/** How an offer truly stands; price in micro-dollars an hour. */
export interface Standing {
  readonly price: number;
  readonly isSoldOut: boolean;
}

/** A night of a made-up seller: what is true, and what it shows of that. */
export interface Night {
  /** Every offer that is for sale, by its number. */
  readonly truth: ReadonlyMap<number, Standing>;
  /** Whether it shows anything that can be believed. */
  readonly isGood: boolean;
  /** The part that cannot be reached. */
  readonly missing: string | null;
  /** What its first crawl reads, and one that confirms it; null where nobody answers. */
  readonly crawls: readonly [readonly Reading[] | null, readonly Reading[] | null];
}

/** What a made-up seller does to whoever reads it, and how often it does. */
type Fault = 'down' | 'half' | 'nothing' | 'cents' | 'part';
type Blip = 'absent' | 'stock' | 'price' | 'unread';

const CHIPS = ['NVIDIA H100 SXM', 'NVIDIA H200 SXM', 'NVIDIA L40S', 'NVIDIA L4', 'NVIDIA A10'];
export const PARTS = ['north', 'east', 'south', 'west'] as const;
/**
 * Nights an offer is seen at rest before anything befalls it again. One that turned in more than four
 * of its last 21 crawls flaps, and is not told any more; a blip turns it twice.
 */
const REST = 6;
const MOVES_A_NIGHT = 0.08;
const FAULTS: readonly (readonly [Fault, number])[] = [
  ['down', 0.05],
  ['half', 0.04],
  ['nothing', 0.03],
  ['cents', 0.03],
  ['part', 0.08],
];

export const skuOf = (number: number): string => `made-up-${number}`;
export const partOf = (number: number): string => PARTS[number % PARTS.length] ?? '';
/** The later an offer comes, the more likely it is the first of its region. */
export const regionOf = (number: number): string => `${partOf(number)}-${Math.floor(number / 8)}`;

/** Nights of a seller with so many offers and half as many to come, the same for the same seed. */
export function* nightsOf(options: {
  readonly seed: number;
  readonly offers: number;
  readonly nights: number;
}): Generator<Night> {
  const next = random(options.seed);
  const numbers = Array.from({ length: Math.ceil(options.offers * 1.5) }, (_, number) => number);
  const begin = numbers.slice(0, options.offers).map((number) => [number, begun(next)] as const);
  const stock: Stock = { numbers, truth: new Map(begin), rested: new Map() };
  yield nightOf(next, stock, { fault: null, blips: new Map() });
  const faults = faultsBy(next);
  for (let night = 1; night < options.nights; night += 1) {
    yield nightOf(next, stock, { blips: move(next, stock), fault: faults() });
  }
}

interface Stock {
  readonly numbers: readonly number[];
  readonly truth: Map<number, Standing>;
  readonly rested: Map<number, number>;
}

interface Seeming {
  readonly fault: Fault | null;
  readonly blips: ReadonlyMap<number, Blip>;
}

function nightOf(
  next: () => number,
  { numbers, truth, rested }: Stock,
  { fault, blips }: Seeming,
): Night {
  const isGood = fault === null || fault === 'part';
  const missing = fault === 'part' ? pick(next, PARTS) : null;
  for (const number of numbers) {
    const isSeen = isGood && partOf(number) !== missing;
    if (isSeen) rested.set(number, restOf(rested, number) + 1);
  }
  const rows = [...truth].filter(([number]) => partOf(number) !== missing);
  // What cannot be read cannot be read again; all else is over when it is looked at a second time.
  const still = new Map([...blips].filter(([, blip]) => blip === 'unread'));
  const crawls = [
    show(next, rows, { fault, blips }),
    show(next, rows, { fault, blips: still }),
  ] as const;
  return { truth: new Map(truth), isGood, missing, crawls };
}

const restOf = (rested: Stock['rested'], number: number) => rested.get(number) ?? REST;

/** Nobody answers for up to three nights at a time; all else is a matter of one. */
function faultsBy(next: () => number): () => Fault | null {
  let nightsDown = 0;
  return () => {
    nightsDown -= 1;
    if (nightsDown > 0) return 'down';
    const fault = faultAt(next());
    if (fault === 'down') nightsDown = 1 + Math.floor(next() * 3);
    return fault;
  };
}

function faultAt(chance: number): Fault | null {
  let end = 0;
  for (const [fault, share] of FAULTS) {
    end += share;
    if (chance < end) return fault;
  }
  return null;
}

/** What truly happens before a night, and what merely seems to: gives the latter. */
function move(next: () => number, { numbers, truth, rested }: Stock): ReadonlyMap<number, Blip> {
  const blips = new Map<number, Blip>();
  for (const number of numbers) {
    if (restOf(rested, number) < REST || next() >= MOVES_A_NIGHT) continue;
    rested.set(number, 0);
    const was = truth.get(number);
    const is = was === undefined ? begun(next) : moved(next, was);
    if (is === undefined) truth.delete(number);
    else if (is === was) blips.set(number, pick(next, ['absent', 'stock', 'price', 'unread']));
    else truth.set(number, is);
  }
  return blips;
}

/** How it stands then: undefined where it is withdrawn, as before where it only seems to move. */
function moved(next: () => number, was: Standing): Standing | undefined {
  const chance = next();
  if (chance < 0.45) return { ...was, price: priced(next, was, 1.5) };
  if (chance < 0.55) return { ...was, price: priced(next, was, 4) };
  if (chance < 0.75) return { ...was, isSoldOut: !was.isSoldOut };
  return chance < 0.8 ? undefined : was;
}

const begun = (next: () => number): Standing => ({
  ...{ price: 2_000_000 + Math.floor(next() * 8_000_000), isSoldOut: next() < 0.2 },
});

/** Up or down by at most that factor, and never out of what a chip may cost. */
function priced(next: () => number, { price }: Standing, most: number): number {
  const factor = 1.01 + next() * (most - 1.01);
  const isUp = price < 1_000_000 || (price < 30_000_000 && next() < 0.5);
  return Math.round(isUp ? price * factor : price / factor);
}

function pick<T>(next: () => number, list: readonly T[]): T {
  return list[Math.floor(next() * list.length)] as T;
}

/** The rows in any order, one of them twice, with words that are other words each time. */
function show(
  next: () => number,
  truth: readonly (readonly [number, Standing])[],
  { fault, blips }: Seeming,
): readonly Reading[] | null {
  if (fault === 'down') return null;
  if (fault === 'nothing') return [];
  const rows = truth.flatMap(([number, standing]) => {
    const blip = blips.get(number);
    if (blip === 'absent') return [];
    return blip === 'unread'
      ? [unread(number)]
      : [listing(next, number, seemingly(standing, blip))];
  });
  const order = rows.map((row) => ({ row, at: next() })).sort((one, other) => one.at - other.at);
  const shown = order.map(({ row }) => row);
  if (fault === 'half') return shown.slice(0, shown.length / 2);
  if (fault === 'cents') return shown.map(inCents);
  return [...shown, ...shown.slice(0, 1)];
}

function seemingly({ price, isSoldOut }: Standing, blip: Blip | undefined): Standing {
  return {
    price: blip === 'price' ? price * 3 : price,
    isSoldOut: blip === 'stock' ? !isSoldOut : isSoldOut,
  };
}

function inCents(row: Reading): Reading {
  if (row.kind !== 'listing' || row.price === null) return row;
  return { ...row, price: Money.parse({ ...row.price, micros: row.price.micros * 100 }) };
}

function unread(number: number): Reading {
  const row = JSON.stringify({ sku: skuOf(number) });
  return { kind: 'unread', reason: 'expected a price', row, scope: partOf(number) };
}

function listing(next: () => number, number: number, { price, isSoldOut }: Standing): Listing {
  return {
    ...UNSAID,
    sku: skuOf(number),
    accelerator: CHIPS[number % CHIPS.length] ?? '',
    count: 1,
    ...{ region: regionOf(number), scope: partOf(number), billing: 'on-demand', tax: 'excluded' },
    price: Money.parse({ micros: price, currency: 'USD' }),
    availability: isSoldOut ? 'sold-out' : 'available',
    words: `told in other words ${Math.floor(next() * 1e6)}`,
  };
}
