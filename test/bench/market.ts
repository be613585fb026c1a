import type { Database } from '../../db/open.ts';
import { ACCELERATORS } from '../../src/domain/catalogue/recognise.ts';
import type { Flag } from '../../src/domain/change.ts';
import { offerId } from '../../src/domain/hash.ts';
import { marketKey, offerKey } from '../../src/domain/offer.ts';
import type { Availability } from '../../src/domain/words.ts';

/** A made-up market: so many offers, and a history of so many days in which one in a hundred changes a day. */
export interface Market {
  readonly offers: number;
  readonly days: number;
  readonly seed: number;
  /** The end of the last day, milliseconds UTC. */
  readonly now: number;
}

const DAY = 86_400_000;
const SHARE = 0.01;
const COUNTS = [1, 2, 4, 8];
const BILLINGS = ['on-demand', 'on-demand', 'spot', 'reserved'] as const;
const COUNTRIES = ['FI', 'DE', 'US', 'SG', 'CN'];
const PROVIDERS = 25;
const REGIONS = 40;

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Fills an empty database, one crawl a provider and day, as change-only history would have it. */
export function fillMarket(db: Database, market: Market): void {
  db.sqlite.transaction(() => fill(db, market))();
  db.sqlite.exec('analyze');
}

/** What an offer is, and how it stands. */
interface Standing {
  readonly id: number;
  price: number;
  sold: boolean;
}

/** Numbers of the run: chance, and the clock of days. */
interface Run {
  readonly market: Market;
  readonly next: () => number;
  readonly write: ReturnType<typeof writer>;
  changes: number;
}

function fill(db: Database, market: Market): void {
  const run: Run = { market, next: random(market.seed), write: writer(db), changes: 0 };
  for (let day = 0; day <= market.days; day += 1) {
    for (let provider = 0; provider < PROVIDERS; provider += 1) {
      const at = timeOf(run, day, provider);
      run.write.crawl.run(crawlOf(day, provider), nameOf(provider), at - 1, at);
    }
  }
  const standings = Array.from({ length: market.offers }, (_, index) => begin(run, index + 1));
  for (let day = 1; day <= market.days; day += 1) {
    const touched = new Set<number>();
    while (touched.size < market.offers * SHARE) {
      touched.add(Math.floor(run.next() * market.offers));
    }
    for (const index of touched) {
      const standing = standings[index];
      if (standing !== undefined) move(run, day, standing);
    }
  }
}

const timeOf = ({ market }: Run, day: number, provider: number): number =>
  market.now - (market.days - day) * DAY - provider;
const crawlOf = (day: number, provider: number): number => day * PROVIDERS + provider + 1;
const nameOf = (provider: number): string => `made-up-${provider}`;
const pick = <T>({ next }: Run, list: readonly T[]): T =>
  list[Math.floor(next() * list.length)] as T;

function writer({ sqlite }: Database) {
  return {
    crawl: sqlite.prepare(
      `insert into crawls (id, source, started_at, finished_at, outcome, key_version, documents,
        bytes, rows, offers, rejects, changes, pending)
        values (?, ?, ?, ?, 'ok', 1, 1, 1, 1, 1, 0, 1, 0)`,
    ),
    offer: sqlite.prepare(
      `insert into offers (id, hash, key, market_key, source, provider, sku, accelerator,
        accelerator_words, vendor, stack, memory_gb, count, fraction, region, country, jurisdiction,
        billing, tier, tax, evidence, listed, price, currency, availability, first_seen_at,
        price_since, changed_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?,
        'standard', 'excluded', 'stock-api', 1, ?, 'USD', 'available', ?, ?, ?)`,
    ),
    version: sqlite.prepare(
      `insert into versions (offer, at, crawl, listed, price, currency, availability)
        values (?, ?, ?, 1, ?, 'USD', ?)`,
    ),
    change: sqlite.prepare(
      `insert into changes (id, crawl, at, source, kind, flags, baseline, offer, before_price,
        before_currency, before_availability, after_price, after_currency, after_availability,
        change_percent) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'USD', ?, ?)`,
    ),
    flagged: sqlite.prepare('insert into flagged (flag, change) values (?, ?)'),
    settle: sqlite.prepare(
      'update offers set price = ?, availability = ?, price_since = ?, changed_at = ? where id = ?',
    ),
  };
}

function begin(run: Run, id: number): Standing {
  const number = id % PROVIDERS;
  const [provider, at, crawl] = [nameOf(number), timeOf(run, 0, number), crawlOf(0, number)];
  const [chip, country] = [pick(run, ACCELERATORS), pick(run, COUNTRIES)];
  const facts = {
    ...{ provider, sku: `sku-${id}`, accelerator: chip.id, count: pick(run, COUNTS), fraction: 1 },
    ...{ region: `region-${Math.floor(run.next() * REGIONS)}`, zone: null },
    ...{ billing: pick(run, BILLINGS), termMonths: null, tier: 'standard' },
  };
  const key = offerKey(provider, facts);
  const price = (1 + Math.floor(run.next() * 9_000_000)) * facts.count;
  const law = country === 'CN' ? 'mainland-china' : 'outside-china';
  run.write.offer.run(
    ...[id, offerId(key), key, marketKey(facts), provider, provider, facts.sku, chip.id, chip.name],
    ...[chip.vendor, chip.stack, chip.memoryGb, facts.count, facts.region, country, law],
    ...[facts.billing, price, at, at, at],
  );
  run.write.version.run(id, at, crawl, price, 'available');
  run.changes += 1;
  run.write.change.run(
    ...[run.changes, crawl, at, provider, 'listed', '[]', 1, id, null, null, null, price],
    ...['available', null],
  );
  return { id, price, sold: false };
}

/** Half of the changes are of prices, up to a tenth up or down; the others of stock. */
function move(run: Run, day: number, standing: Standing): void {
  const before = { ...standing };
  const isPrice = run.next() < 0.5;
  if (isPrice) standing.price = Math.max(1, Math.round(standing.price * (0.9 + run.next() * 0.2)));
  else standing.sold = !standing.sold;
  if (isPrice && standing.price === before.price) return;
  const provider = standing.id % PROVIDERS;
  const [at, crawl] = [timeOf(run, day, provider), crawlOf(day, provider)];
  const flag = isPrice ? priceFlag(before, standing) : stockFlag(standing);
  run.changes += 1;
  run.write.change.run(
    ...[run.changes, crawl, at, nameOf(provider), isPrice ? 'price' : 'availability'],
    ...[JSON.stringify([flag]), 0, standing.id, before.price, 'USD', stockOf(before)],
    ...[standing.price, stockOf(standing)],
    isPrice ? (standing.price / before.price - 1) * 100 : null,
  );
  run.write.flagged.run(flag, run.changes);
  run.write.version.run(standing.id, at, crawl, standing.price, stockOf(standing));
  run.write.settle.run(standing.price, stockOf(standing), at, at, standing.id);
}

const priceFlag = (before: Standing, after: Standing): Flag =>
  after.price < before.price ? 'price.drop' : 'price.rise';
const stockFlag = ({ sold }: Standing): Flag => (sold ? 'sold-out' : 'back');
const stockOf = ({ sold }: Standing): Availability => (sold ? 'sold-out' : 'available');
