import type { Database } from '../../db/open.ts';
import { ACCELERATORS } from '../../src/domain/catalogue/recognise.ts';
import { type MadeOffer, marketWriter, withoutIndexes } from './market-writer.ts';
import { random } from './random.ts';

/** A made-up market: so many offers, and a history of so many days in which one in a hundred changes a day. */
export interface Market {
  readonly offers: number;
  readonly days: number;
  readonly seed: number;
  /** The end of the last day, milliseconds UTC. */
  readonly now: number;
}

/** Two years of as many offers as a world has, three times over. */
export const WORLD: Market = {
  ...{ offers: 100_000, days: 730, seed: 1 },
  now: Date.UTC(2026, 0, 1, 2),
};

const DAY = 86_400_000;
const SHARE = 0.01;
const COUNTS = [1, 2, 4, 8];
const BILLINGS = ['on-demand', 'on-demand', 'spot', 'reserved'] as const;
const COUNTRIES = ['FI', 'DE', 'US', 'SG', 'CN'];
const CURRENCIES = [...Array<string>(17).fill('USD'), 'EUR', 'EUR', 'CNY'];
const PROVIDERS = 25;
/** Each provider is a source, and one more tells of offers of all of them. */
const SOURCES = PROVIDERS + 1;
const REGIONS = 40;
/** One offer in so many is another's, told of a second time. */
const WITNESSED = 20;

/** Fills an empty database, one crawl a provider and day, as change-only history would have it. */
export function fillMarket(db: Database, market: Market): void {
  const { sqlite } = db;
  // Nobody needs this file after a power cut, and the generator minds its own references.
  sqlite.pragma('synchronous = OFF');
  sqlite.pragma('foreign_keys = OFF');
  withoutIndexes(sqlite, () => sqlite.transaction(() => fill(db, market))());
  sqlite.pragma('foreign_keys = ON');
  sqlite.pragma('synchronous = FULL');
}

/** What the run has at hand: chance, the clock of days, and the statements. */
interface Run {
  readonly market: Market;
  readonly next: () => number;
  readonly write: ReturnType<typeof marketWriter>;
  readonly chips: () => (typeof ACCELERATORS)[number];
}

function fill(db: Database, market: Market): void {
  const next = random(market.seed);
  const run: Run = { market, next, write: marketWriter(db.sqlite), chips: chipsBy(next) };
  for (let day = 0; day <= market.days; day += 1) {
    for (let source = 0; source < SOURCES; source += 1) {
      const crawl = { id: crawlOf(day, source), source: nameOf(source) };
      run.write.crawl({ ...crawl, at: timeOf(run, day, source) });
    }
  }
  const made: MadeOffer[] = [];
  while (made.length < market.offers) made.push(begin(run, made));
  for (let day = 1; day <= market.days; day += 1) passDay(run, day, made);
  for (const offer of made) run.write.offer(offer);
  run.write.rates(new Date(market.now).toISOString().slice(0, 10), { USD: 1.25, CNY: 8 });
}

/** The chip most sold is an H100; the next one sells half as often, the third a third. */
function chipsBy(next: () => number): Run['chips'] {
  const ranked = ACCELERATORS.toSorted((one, other) => rankOf(one.id) - rankOf(other.id));
  const ends: number[] = [];
  for (const [rank] of ranked.entries()) ends.push((ends.at(-1) ?? 0) + 1 / (rank + 1));
  const [first] = ranked;
  const total = ends.at(-1);
  if (first === undefined || total === undefined) throw new Error('expected chips, found none');
  return () => {
    const at = next() * total;
    return ranked[ends.findIndex((end) => at < end)] ?? first;
  };
}

const rankOf = (id: string): number => (id === 'h100-sxm' ? 0 : 1);
const timeOf = ({ market }: Run, day: number, source: number): number =>
  market.now - (market.days - day) * DAY - source;
const crawlOf = (day: number, source: number): number => day * SOURCES + source + 1;
const nameOf = (source: number): string => `made-up-${source}`;
const pick = <T>({ next }: Run, list: readonly T[]): T =>
  list[Math.floor(next() * list.length)] as T;

function begin(run: Run, made: readonly MadeOffer[]): MadeOffer {
  const id = made.length + 1;
  const other = run.next() < 1 / WITNESSED ? made.at(-1) : undefined;
  const number = other === undefined ? id % PROVIDERS : PROVIDERS;
  const at = timeOf(run, 0, number);
  const offer: MadeOffer = {
    ...(other ?? factsOf(run, number)),
    ...{ id, number, source: nameOf(number), isWitness: other !== undefined, at },
    ...{ sold: false, priceSince: at, changedAt: at },
  };
  run.write.listed(offer, crawlOf(0, number));
  return offer;
}

function factsOf(run: Run, number: number) {
  const count = pick(run, COUNTS);
  const region = Math.floor(run.next() * REGIONS);
  // A region lies in one country.
  const country = COUNTRIES[region % COUNTRIES.length] as string;
  return {
    ...{ provider: nameOf(number), count, chip: run.chips(), country, region: `region-${region}` },
    ...{ billing: pick(run, BILLINGS), currency: pick(run, CURRENCIES) },
    price: (1 + Math.floor(run.next() * 9_000_000)) * count,
  };
}

function passDay(run: Run, day: number, made: readonly MadeOffer[]): void {
  const touched = new Set<number>();
  while (touched.size < made.length * SHARE) touched.add(Math.floor(run.next() * made.length));
  for (const index of touched) {
    const offer = made[index];
    if (offer !== undefined) move(run, day, offer);
  }
}

/** Half of the changes are of prices, up to a tenth up or down; the others of stock. */
function move(run: Run, day: number, offer: MadeOffer): void {
  const before = { ...offer };
  if (run.next() < 0.5) {
    offer.price = Math.max(1, Math.round(offer.price * (0.9 + run.next() * 0.2)));
    if (offer.price === before.price) return;
  } else {
    offer.sold = !offer.sold;
  }
  offer.changedAt = timeOf(run, day, offer.number);
  if (offer.price !== before.price) offer.priceSince = offer.changedAt;
  run.write.moved(before, offer, crawlOf(day, offer.number));
}
