import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { ingest, madeOffers, moved } from './crawls.ts';
import { absolute, type Figure, ratio, spreadOf, timed } from './figures.ts';

const OFFERS = 100_000;
const RUNS = 3;
const AT = Date.UTC(2026, 0, 1, 2);

/** Crawls of 100,000 offers into a file: the first one, a quiet night, and nights of bursts. */
export async function ingesting(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  try {
    return await measured(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measured(dir: string): Promise<readonly Figure[]> {
  const path = join(dir, 'ours.db');
  const db = openDatabase(path);
  const raw = rawStore(join(dir, 'raw.db'));
  const offers = madeOffers(OFFERS);
  const ours = spreadOf([await timed(() => ingest(db, offers, AT))]);
  const theirs = spreadOf([await timed(() => raw.fill(offers))]);
  const first = ratio('P4', `first commit of ${OFFERS} offers`, { ours, theirs }, INSERTS);
  const market: Market = { path, db, raw, offers, at: AT };
  const [quiet, burst, storm] = [
    await nights(market, 'P5', 0.01),
    await nights(market, 'P6', 0.25),
    await nights(market, 'P6', 0.5),
  ];
  db.close();
  raw.close();
  const value = quiet.log / 2 ** 20;
  const log = absolute('P8', 'log of a crawl, 1 % changed', { value, unit: 'MiB', target: 5 });
  return [first, quiet.figure, burst.figure, storm.figure, log, memory()];
}

interface Market {
  readonly path: string;
  readonly db: Database;
  readonly raw: ReturnType<typeof rawStore>;
  offers: readonly Offer[];
  at: number;
}

/** Some nights of that many changes, each taken in by us and by the yardstick, and our log of one. */
async function nights(market: Market, id: string, share: number) {
  const { db, raw, path } = market;
  const [ours, theirs, log]: [number[], number[], number[]] = [[], [], []];
  for (let run = 0; run < RUNS; run += 1) {
    const offers = moved(market.offers, share);
    const at = market.at + DAY;
    Object.assign(market, { offers, at });
    db.sqlite.pragma('wal_checkpoint(truncate)');
    ours.push(await timed(() => ingest(db, offers, at)));
    log.push(statSync(`${path}-wal`).size);
    theirs.push(await timed(() => raw.compare(offers)));
  }
  const spread = { ours: spreadOf(ours), theirs: spreadOf(theirs) };
  const what = `a crawl of ${OFFERS} offers, ${share * 100} % changed`;
  return { figure: ratio(id, what, spread, COMPARED), log: spreadOf(log).median };
}

const DAY = 86_400_000;
const INSERTS = { name: 'raw inserts of the offers alone', target: 2 };
const COMPARED = { name: 'select and compare row by row', target: 0.45 };

function memory(): Figure {
  const value = process.resourceUsage().maxRSS / 1024;
  return absolute('P7', `peak of this process, ${OFFERS} offers twice`, {
    ...{ value, unit: 'MiB', target: 512 },
  });
}

/** The least anybody could do: the same facts in one table, with one index and no checks. */
function rawStore(path: string) {
  const sqlite = new Sqlite(path);
  sqlite.pragma('journal_mode = WAL');
  sqlite.exec(`create table offers (id integer primary key, key text unique, market_key text,
    sku text, accelerator text, count integer, region text, price integer, currency text,
    availability text); create index offers_find on offers (accelerator, count, price)`);
  const insert = sqlite.prepare(`insert into offers (key, market_key, sku, accelerator, count,
    region, price, currency, availability) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const find = sqlite.prepare<[string], { price: number | null; availability: string }>(
    'select price, availability from offers where key = ?',
  );
  const change = sqlite.prepare('update offers set price = ? where key = ?');
  return {
    fill: sqlite.transaction((offers: readonly Offer[]) => {
      for (const { key, marketKey, sku, accelerator, count, region, state } of offers) {
        const { price, availability } = state;
        const facts = [key, marketKey, sku, accelerator, count, region];
        insert.run(...facts, price?.micros, price?.currency, availability);
      }
    }),
    compare: sqlite.transaction((offers: readonly Offer[]) => {
      for (const { key, state } of offers) {
        const micros = state.price?.micros ?? null;
        if (find.get(key)?.price !== micros) change.run(micros, key);
      }
    }),
    close: () => sqlite.close(),
  };
}
