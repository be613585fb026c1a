import { expect, it } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase } from '../../db/open.ts';
import { pruneBefore, pruneSteps } from '../../db/prune.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { ingest, madeOffers, moved } from '../bench/crawls.ts';
import { fillMarket } from '../bench/market.ts';
import { aPath } from '../db/stage.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 0, 1, 2);
/** Seen every night of two years: ten million observations. */
const MARKET = { offers: 14_000, days: 730, seed: 1, now: NOW };
/** Machines of a marketplace whose stock moved every hour of a year, long ago. */
const [MACHINES, HOURS] = [200, 365 * 24];
const YEAR_AGO = NOW - 500 * DAY;

/** Another quantity in every hour, which nobody was told of. */
const STOCK = `
  with recursive hours(hour) as (select 1 union all select hour + 1 from hours where hour < ${HOURS})
  insert into changes (crawl, at, source, kind, flags, baseline, offer, before_price, before_currency,
    before_availability, before_quantity, after_price, after_currency, after_availability, after_quantity)
  select hour, ${YEAR_AGO} + hour * 3600000, source, 'quantity', '[]', 0, offers.id, price, currency,
    'available', (hour - 1) % 9 + 1, price, currency, 'available', hour % 9 + 1
  from offers, hours where offers.id <= ${MACHINES}`;
const STATES = `
  insert or ignore into versions (offer, at, crawl, listed, price, currency, availability, quantity)
  select offer, at, crawl, 1, after_price, after_currency, after_availability, after_quantity
  from changes where kind = 'quantity'`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

const say = (what: string, times: readonly number[]) => {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]?.toFixed(0);
  process.stdout.write(`${what}: ${at(0.5)} ms, at most ${at(1)} ms, of ${times.length}\n`);
};

it('two years of ten million observations are asked, written to, and folded in small steps', async () => {
  const db = openDatabase(aPath());
  fillMarket(db, MARKET);
  say('the 10 cheapest H100:8', await questions(db));
  say('a crawl of 5,000 rows, 50 of them changed', await crawls(db));
  db.sqlite.exec(`update offers set evidence = 'marketplace' where id <= ${MACHINES}`);
  db.sqlite.exec(STOCK);
  db.sqlite.exec(STATES);

  const { written, times } = await prune(db);

  say('a step of pruning', times);
  expect(Math.max(...written)).toBeLessThanOrEqual(5_000);
  const left = db.sqlite.prepare("select count(*) from changes where kind = 'quantity'").pluck();
  // One a day and machine, and two where the market itself moved in between.
  expect(left.get()).toBeLessThan(MACHINES * (HOURS / 24 + 1) * 1.01);
  db.close();
});

async function questions(db: Database): Promise<readonly number[]> {
  const times: number[] = [];
  const asked = { spec: 'H100:8', billing: 'on-demand', sort: 'price', limit: '10' };
  for (let i = 0; i < 50; i += 1) {
    times.push(await timed(() => findOffers(db, offerQuestion(asked, NOW), NOW)));
  }
  return times;
}

/** The first, which lists all of them, does not count. */
async function crawls(db: Database): Promise<readonly number[]> {
  let offers = madeOffers(5_000);
  await ingest(db, offers, NOW);
  const times: number[] = [];
  for (let i = 1; i <= 10; i += 1) {
    offers = moved(offers, 0.01);
    const now = offers;
    times.push(await timed(() => ingest(db, now, NOW + i * 1000)));
  }
  return times;
}

/** What each step wrote, in rows, and how long it took. */
async function prune(db: Database) {
  const total = db.sqlite.prepare<[], number>('select total_changes()').pluck();
  const rowsSoFar = () => z.number().parse(total.get());
  const [written, times]: [number[], number[]] = [[], []];
  let [rows, began] = [rowsSoFar(), performance.now()];
  for await (const _ of pruneSteps(db, pruneBefore(NOW, 90))) {
    written.push(rowsSoFar() - rows);
    times.push(performance.now() - began);
    [rows, began] = [rowsSoFar(), performance.now()];
  }
  return { written, times };
}
