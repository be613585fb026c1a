import { statSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { commitCrawl } from '../../db/commit.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { added, NOTHING_PRUNED, pruneBefore, pruneSteps, wouldPrune } from '../../db/prune.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { anOffer, seen } from '../support/offers.ts';
import { lastVersions, replayed, standing } from '../support/replay.ts';
import { AT, aCommit, aCrawl, aPath, closing, DAY, memory, storeNight } from './stage.ts';

const HOUR = 3_600_000;
/** Everything that is stored below is older than this. */
const LATER = AT + 400 * DAY;

async function pruned(db: Database, before = LATER) {
  let total = NOTHING_PRUNED;
  for await (const step of pruneSteps(db, before)) total = added(total, step);
  return total;
}

/** A machine of a marketplace, of which so many can be had. */
function machine(sku: string, more: Parameters<typeof anOffer>[0] = {}): Offer {
  return anOffer({ sku, evidence: 'marketplace', ...more });
}

/** Crawls of three days, four hours apart, in which each machine's stock moves by its own step. */
async function threeDays(db: Database, machines: readonly string[]): Promise<void> {
  for (let i = 0; i < 18; i += 1) {
    const offers = machines.map((sku, n) => machine(sku, { quantity: 100 + ((i * (n + 1)) % 7) }));
    await storeNight(db, AT + i * 4 * HOUR, { seen: seen(offers), absentMeans: 'sold-out' });
  }
}

/** Where each offer stood at the end of each day, as an answer about that time tells it. */
function endsOfDays({ sqlite }: Database, days: number): readonly unknown[] {
  const at = sqlite.prepare(
    `select offer, listed, price, currency, availability, quantity from versions
     where at = (select max(v.at) from versions v where v.offer = versions.offer and v.at < ?)
     order by offer`,
  );
  const first = Math.floor(AT / DAY) * DAY;
  return Array.from({ length: days }, (_, day) => at.all(first + (day + 1) * DAY));
}

const logOf = ({ sqlite }: Database, where = 'true') =>
  sqlite.prepare(`select * from changes where ${where} order by id`).all();

describe('stock of a marketplace that is old', () => {
  it('is one change a day, and what is asked of the end of a day is answered as before', async () => {
    const db = memory();
    await threeDays(db, ['m-1', 'm-2']);
    const ends = endsOfDays(db, 4);
    const expected = await wouldPrune(db, LATER);

    const went = await pruned(db);

    expect(went).toEqual(expected);
    expect(went.changes).toBeGreaterThan(20);
    expect(endsOfDays(db, 4)).toEqual(ends);
    // The first listing, a move on each of three days, and the last move of all beside that of its day.
    expect(logOf(db, 'offer = 1')).toHaveLength(5);
    expect(replayed(db)).toEqual(standing(db));
    expect(await faultsOf(db)).toEqual([]);
    expect(await pruned(db)).toEqual(NOTHING_PRUNED);
  });

  it('stays as it was where it is not so old, or is of no marketplace', async () => {
    const db = memory();
    await threeDays(db, ['m-1']);
    const log = logOf(db);
    expect(await pruned(db, pruneBefore(AT + 90 * DAY, 90))).toEqual(NOTHING_PRUNED);
    expect(logOf(db)).toEqual(log);
    db.sqlite.exec("update offers set evidence = 'stock-api'");

    expect(await pruned(db)).toEqual(NOTHING_PRUNED);
    expect(logOf(db)).toEqual(log);
  });

  it('goes on where it was left', async () => {
    const [db, other] = [memory(), memory()];
    for (const each of [db, other]) await threeDays(each, ['m-1', 'm-2', 'm-3']);
    for await (const _ of pruneSteps(db, LATER)) break;
    await pruned(db);
    await pruned(other);

    expect(logOf(db)).toEqual(logOf(other));
  });
});

const state = fc.record({
  price: fc.constantFrom(money('11.11', 'XTS'), money('10.10', 'XTS')),
  availability: fc.constantFrom('available', 'limited', 'sold-out', 'unknown'),
  quantity: fc.constantFrom(null, 5, 7),
});
const crawl = fc.record({
  shown: fc.tuple(fc.option(state, { freq: 5 }), fc.option(state, { freq: 5 })),
  hours: fc.constantFrom(1, 1, 5, 30),
});
const STAYS = "flags <> '[]' or kind not in ('availability', 'quantity')";

describe('any crawls of a marketplace', { timeout: 120_000 }, () => {
  it('lead where they led before they were folded, by any day, with all that people were told', async () => {
    const property = fc.asyncProperty(fc.array(crawl, { maxLength: 25 }), async (crawls) => {
      const db = openDatabase(':memory:');
      let at = AT;
      for (const { shown, hours } of crawls) {
        at += hours * HOUR;
        const offers = shown.flatMap((state, n) => (state ? [machine(`m-${n}`, state)] : []));
        await storeNight(db, at, { seen: seen(offers), absentMeans: 'sold-out' });
      }
      const before = { ends: endsOfDays(db, 35), stays: logOf(db, STAYS), stand: standing(db) };

      await pruned(db);

      expect(endsOfDays(db, 35)).toEqual(before.ends);
      expect(logOf(db, STAYS)).toEqual(before.stays);
      expect(standing(db)).toEqual(before.stand);
      expect(replayed(db)).toEqual(before.stand);
      expect(lastVersions(db)).toEqual(before.stand);
      expect(await faultsOf(db)).toEqual([]);
      db.close();
    });
    await fc.assert(property, { numRuns: 40 });
  });
});

describe('a step', () => {
  it('writes at most 5,000 rows, however many there are', async () => {
    const db = memory();
    await threeDays(
      db,
      Array.from({ length: 500 }, (_, n) => `m-${n}`),
    );
    const written: number[] = [];
    const total = () => Number(db.sqlite.prepare('select total_changes()').pluck().get());

    let last = total();
    for await (const _ of pruneSteps(db, LATER)) {
      written.push(total() - last);
      last = total();
    }

    expect(written.length).toBeGreaterThan(6);
    expect(Math.max(...written)).toBeLessThanOrEqual(5_000);
    expect(Math.max(...written)).toBeGreaterThan(1_000);
  }, 60_000);
});

describe('a database that is pruned each time', () => {
  it('grows no more: what came free is written to again', async () => {
    const path = aPath();
    const db = closing(openDatabase(path));
    const skus = Array.from({ length: 100 }, (_, n) => `m-${n}`);
    const sizes: number[] = [];
    for (let week = 0; week < 6; week += 1) {
      for (let i = 0; i < 40; i += 1) {
        const at = AT + week * 7 * DAY + i * HOUR;
        const offers = skus.map((sku, n) => machine(sku, { quantity: 1 + ((i * (n + 1)) % 9) }));
        await storeNight(db, at, { seen: seen(offers), absentMeans: 'sold-out' });
      }
      await pruned(db);
      db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
      sizes.push(statSync(path).size);
    }

    const [first = 0, , , , , last = 0] = sizes;
    // Six times the history: what is left of each week is a tenth of what it was.
    expect(last).toBeLessThan(1.6 * first);
  }, 120_000);
});

describe('what could not be read', () => {
  const reject = { reason: 'unread', detail: 'made up', sku: null, accelerator: null } as const;

  it('goes with its age, but that of the last crawl and of the last good one', async () => {
    const db = memory();
    const outcomes = ['ok', 'ok', 'failed', 'failed'] as const;
    let against: number | null = null;
    for (const [i, outcome] of outcomes.entries()) {
      const record = aCrawl({ finishedAt: AT + i * DAY, rejects: [reject, reject], outcome });
      against = await commitCrawl(db, aCommit({ crawl: record, against, difference: null }));
    }
    expect(await wouldPrune(db, LATER)).toMatchObject({ rejects: 4 });

    expect(await pruned(db)).toMatchObject({ rejects: 4 });

    const left = db.sqlite.prepare('select distinct crawl from rejects order by crawl').pluck();
    expect(left.all()).toEqual([2, 4]);
  });
});
