import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { ingest, madeOffers, moved } from './crawls.ts';
import { counted, type Figure, type Sample, times } from './figures.ts';
import { inFolder } from './processes.ts';
import { type RawStore, rawStore } from './raw-store.ts';
import type { Size } from './sizes.ts';
import { timing } from './timing.ts';

const RUNS = 3;
const DAY = 86_400_000;

interface Market {
  readonly path: string;
  readonly db: Database;
  readonly raw: RawStore;
  offers: readonly Offer[];
  at: number;
}

/** Crawls of one large source into a file: the first one, a quiet night, and nights of bursts. */
export async function ingesting({ offers: count }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const path = join(dir, 'ours.db');
    const [db, raw] = [openDatabase(path), rawStore(join(dir, 'raw.db'))];
    const [offers, at] = [madeOffers(count), Date.UTC(2026, 0, 1, 2)];
    const first = await timing(() => ingest(db, offers, at))();
    const filled = await timing(() => raw.fill(offers))();
    const market: Market = { path, db, raw, offers, at };
    const quiet = await nights(market, 0.01);
    const burst = await nights(market, 0.24);
    const storm = await nights(market, 0.5);
    db.close();
    raw.close();
    return [
      times('P4', `the first crawl of ${count} offers`, [first], {
        ...{ target: { ratio: 2 }, beside: ['raw inserts of the offers alone', [filled]] },
      }),
      crawlOf('P5', `a crawl of ${count} offers, 1 % changed`, quiet, { ratio: 0.45, median: 450 }),
      crawlOf('P6', 'the same, 24 % changed', burst, { median: 600 }),
      crawlOf('P6', 'the same, 50 % changed', storm, {}),
      counted('P8', `log of a crawl of ${count} offers, 1 % changed`, quiet.log, {
        ...{ unit: 'MiB', target: { median: 5 } },
      }),
      counted('P8', 'stored a change', [...quiet.perChange, ...burst.perChange], {
        ...{ unit: 'bytes', target: { median: 100 } },
      }),
    ];
  });
}

interface Nights {
  readonly ours: readonly Sample[];
  readonly theirs: readonly Sample[];
  /** MiB written to the log by each. */
  readonly log: readonly number[];
  /** Bytes by which the file grew for each of its changes. */
  readonly perChange: readonly number[];
}

function crawlOf(id: string, what: string, { ours, theirs }: Nights, target: Figure['target']) {
  return times(id, what, ours, { target, beside: ['select and compare row by row', theirs] });
}

/** Some nights of that many changes, each taken in by us and by the yardstick. */
async function nights(market: Market, share: number): Promise<Nights> {
  const { db, raw, path } = market;
  const [ours, theirs]: [Sample[], Sample[]] = [[], []];
  const [log, perChange]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    const offers = moved(market.offers, share);
    const at = market.at + DAY;
    Object.assign(market, { offers, at });
    const before = sizeOf(db);
    let changes = 0;
    ours.push(
      await timing(async () => {
        changes = await ingest(db, offers, at);
      })(),
    );
    log.push(statSync(`${path}-wal`).size / 2 ** 20);
    perChange.push((sizeOf(db) - before) / changes);
    theirs.push(await timing(() => raw.compare(offers))());
  }
  return { ours, theirs, log, perChange };
}

/** Bytes in use, once all of the log is in the file and the log begins anew. */
function sizeOf({ sqlite }: Database): number {
  sqlite.pragma('wal_checkpoint(truncate)');
  const [pages, free, size] = ['page_count', 'freelist_count', 'page_size'].map((name) =>
    Number(sqlite.pragma(name, { simple: true })),
  );
  return ((pages ?? Number.NaN) - (free ?? Number.NaN)) * (size ?? Number.NaN);
}
