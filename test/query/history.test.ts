import { describe, expect, it } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import type { Database } from '../../db/open.ts';
import { offers, rates } from '../../db/schema.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { chipHistory } from '../../src/query/chip-history.ts';
import { historyQuestion } from '../../src/query/history-question.ts';
import { offerHistory } from '../../src/query/offer-history.ts';
import { offerCalled, offerNamed } from '../../src/query/offer-name.ts';
import type { Params } from '../../src/query/question-error.ts';
import { AT, aCommit, aCrawl, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const usd = (amount: string) => money(amount, 'USD');
const priced = (sku: string, amount: string, more: Parameters<typeof anOffer>[0] = {}) =>
  anOffer({ sku, count: 1, price: usd(amount), ...more });

/** Nights by their number, so that some can be missing. */
async function nights(byNight: Readonly<Record<number, readonly Offer[]>>): Promise<Database> {
  const db = memory();
  for (const [night, each] of Object.entries(byNight)) {
    await storeNight(db, AT + Number(night) * DAY, { seen: seen(each) });
  }
  return db;
}

async function steps(db: Database, until: number, since = 0) {
  const [offer] = db.orm.select().from(offers).all();
  if (offer === undefined) throw new Error('expected an offer');
  const window = { since: AT + since * DAY, until: AT + until * DAY };
  const { steps, gaps } = await offerHistory(db, offer, window, DAY);
  const day = (at: number) => (at - AT) / DAY;
  return {
    steps: steps.map(({ from, to, price }) => [day(from), day(to), price && price.micros / 1e6]),
    gaps: gaps.map(({ from, to }) => [day(from), day(to)]),
  };
}

describe('the history of hardware since the Middle Ages', () => {
  it('begins with the first crawl', async () => {
    const db = await nights({ 0: [priced('a', '10')], 1: [priced('a', '9')] });
    const question = historyQuestion({ since: '1200-01-01' }, AT + 2 * DAY);

    const days = await chipHistory(db, question, () => DAY);

    expect(days).toHaveLength(3);
    expect(days[0]?.day).toBe('2026-01-01');
  });
});

describe('the history of an offer', () => {
  const a = priced('a', '10');
  const b = priced('a', '9');

  it('is steps from change to change', async () => {
    const db = await nights({ 0: [a], 1: [a], 2: [b], 3: [b] });

    expect(await steps(db, 4)).toEqual({
      steps: [
        [0, 2, 10],
        [2, 4, 9],
      ],
      gaps: [],
    });
    expect((await steps(db, 3, 1)).steps).toEqual([
      [1, 2, 10],
      [2, 3, 9],
    ]);
  });

  it('says nothing of a time in which nobody looked', async () => {
    const db = await nights({ 0: [a], 5: [a], 6: [b] });

    expect(await steps(db, 12)).toEqual({
      steps: [[5, 6, 10]],
      gaps: [
        [0, 5],
        [6, 12],
      ],
    });
  });

  it('takes three missed nights for a gap, and no less', async () => {
    const db = await nights({ 0: [a], 3: [a] });
    expect((await steps(db, 3)).gaps).toEqual([]);
    expect((await steps(db, 6.5)).gaps).toEqual([[3, 6.5]]);
  });

  it('counts no failed crawl, and none that missed its scope', async () => {
    const scoped = priced('a', '10', { scope: 'pole/2' });
    const db = await nights({ 0: [scoped] });
    await storeNight(db, AT + 2 * DAY, { seen: seen([]), missing: ['pole'], scopes: [] });
    await commitCrawl(
      db,
      aCommit({
        crawl: aCrawl({ finishedAt: AT + 3 * DAY, outcome: 'failed', failure: 'unreachable' }),
        against: 2,
        difference: null,
      }),
    );

    expect((await steps(db, 5)).gaps).toEqual([[0, 5]]);
  });

  it('begins with a gap where the window does', async () => {
    const db = await nights({ 0: [a], 9: [a] });

    expect(await steps(db, 10, 2)).toEqual({ steps: [[9, 10, 10]], gaps: [[2, 9]] });
  });

  it('has no price while it was not listed', async () => {
    const others = [1, 2, 3, 4].map((n) => priced(`z-${n}`, '1'));
    const db = await nights({ 0: [a, ...others], 1: others, 2: others, 3: others });

    expect((await steps(db, 4)).steps).toEqual([
      [0, 2, 10],
      [2, 4, null],
    ]);
  });
});

describe('the name of an offer', () => {
  it('is its id, its key, or a beginning that only it has', async () => {
    const db = await nights({ 0: Array.from({ length: 40 }, (_, n) => priced(`sku-${n}`, '1')) });
    const [row] = db.orm.select().from(offers).all();
    if (row === undefined) throw new Error('expected an offer');

    for (const name of [row.hash, row.key, row.hash.slice(0, 8)]) {
      expect(offerCalled(db, name).id).toBe(row.id);
    }
    expect(offerNamed(db, 'H100')).toBeNull();
    expect(() => offerCalled(db, 'H100')).toThrow('expected the id of an offer');
  });

  it('is refused where several begin so', async () => {
    const db = await nights({ 0: [priced('a', '1'), priced('b', '1')] });
    db.sqlite.exec("update offers set hash = 'abcd' || id");

    expect(() => offerNamed(db, 'abcd')).toThrow('which begins several');
  });
});

describe('the history of hardware', () => {
  const ask = (db: Database, params: Params = {}, now = AT + 3 * DAY) =>
    chipHistory(
      db,
      historyQuestion({ since: new Date(AT).toISOString(), ...params }, now),
      () => DAY,
    );

  it('is floor and median of each day, of what somebody could have on demand', async () => {
    const kept = [
      priced('b', '20', { count: 2 }),
      priced('c', '30'),
      priced('spot', '1', { billing: 'spot' }),
    ];
    const more = [
      priced('gone', '2', { availability: 'sold-out' }),
      priced('home', '3', { tier: 'community' }),
      anOffer({ sku: 'unpriced', price: null }),
    ];
    const db = await nights({
      0: [priced('a', '15'), ...kept, ...more],
      1: [priced('a', '12'), ...kept, ...more],
    });

    const days = await ask(db, { spec: 'H100' }, AT + 2 * DAY);

    expect(days.map(({ day, prices }) => [day, prices])).toEqual([
      ['2026-01-01', [{ currency: 'USD', floor: 10, median: 15, offers: 3 }]],
      ['2026-01-02', [{ currency: 'USD', floor: 10, median: 12, offers: 3 }]],
      ['2026-01-03', [{ currency: 'USD', floor: 10, median: 12, offers: 3 }]],
    ]);
    expect((await ask(db, { billing: 'spot' }))[0]?.prices).toMatchObject([{ floor: 1 }]);
    expect((await ask(db, { spec: 'ascend' }))[0]?.prices).toEqual([]);
  });

  it('has no median of fewer than three, and no day of a source that was not read', async () => {
    const db = await nights({ 0: [priced('a', '5'), priced('b', '6')], 9: [priced('a', '5')] });

    const days = await ask(db, {}, AT + 9.5 * DAY);

    expect(days.map(({ prices }) => prices[0]?.floor ?? null)).toEqual([
      5,
      ...Array(8).fill(null),
      5,
    ]);
    expect(days.at(-1)?.prices).toMatchObject([{ median: null, offers: 2 }]);
  });

  it('tells a day that was not read from one on which nothing was to be had', async () => {
    const one = priced('a', '5');
    const gone = priced('a', '5', { availability: 'sold-out' });
    const db = await nights({ 0: [one], 1: [gone], 2: [gone], 8: [gone] });

    const days = await ask(db, {}, AT + 8.5 * DAY);

    const told = days.map(({ prices, isRead }) => (isRead ? prices.length : 'not read'));
    expect(told).toEqual([1, 1, 0, ...Array(5).fill('not read'), 0]);
    expect(await ask(db, { spec: 'ascend' }, AT + DAY / 2)).toMatchObject([{ isRead: false }]);
  });

  it('converts at the rate of each day, and sets apart what has none', async () => {
    const euro = anOffer({ sku: 'e', count: 1, price: money('10', 'EUR') });
    const db = await nights({ 0: [euro, priced('d', '30')], 1: [euro, priced('d', '30')] });
    db.orm.insert(rates).values({ date: '2026-01-02', currency: 'USD', perEuro: 2 }).run();

    const days = await ask(db, {}, AT + 1.5 * DAY);

    expect(days).toMatchObject([
      {
        ratesOf: null,
        prices: [
          { currency: 'USD', floor: 30 },
          { currency: 'EUR', floor: 10 },
        ],
      },
      { ratesOf: '2026-01-02', prices: [{ currency: 'USD', floor: 20, offers: 2 }] },
    ]);
  });

  it('counts no market twice', async () => {
    const db = await nights({ 0: [priced('a', '5'), priced('a', '4')].slice(0, 1) });
    const [row] = db.orm.select().from(offers).all();
    if (row === undefined) throw new Error('expected an offer');
    db.sqlite.exec(`
      insert into offers select 99, 'w', 'w', market_key, 'whisper', provider, sku, accelerator,
        accelerator_words, vendor, stack, memory_gb, count, fraction, unit, region, zone, country,
        jurisdiction, billing, term_months, tier, tax, vcpus, ram_gb, disk_gb, 'report', words, scope,
        listed, 1, currency, availability, quantity, first_seen_at, price_since, changed_at, 1
        from offers where id = ${row.id};
      insert into versions select 99, at, crawl, listed, 1, currency, availability, quantity
        from versions where offer = ${row.id};
      insert into crawls (id, source, started_at, finished_at, outcome, failure, message,
        key_version, documents, bytes, rows, offers, rejects, changes, pending, missing, digest)
        select 99, 'whisper', started_at, finished_at, outcome, failure, message,
        key_version, documents, bytes, rows, offers, rejects, changes, pending, missing, digest
        from crawls where id = 1;`);

    expect((await ask(db, {}, AT + DAY / 2))[0]?.prices).toMatchObject([{ floor: 5, offers: 1 }]);
  });

  it('is of one chip alone where its id is meant, which is a word of another', async () => {
    const of = (accelerator: string, amount: string) =>
      priced(accelerator, amount, { accelerator, memoryGb: null });
    const db = await nights({ 0: [of('h20', '2'), of('h20-141gb', '1')] });
    const question = historyQuestion({ since: '2d' }, AT + DAY / 2);

    const days = await chipHistory(db, { ...question, accelerator: 'h20' }, () => DAY);

    expect(days.at(-1)?.prices).toMatchObject([{ floor: 2, offers: 1 }]);
  });

  it('counts nothing on the first day of a window that begins in a silence', async () => {
    const db = await nights({ 0: [priced('a', '2')], 9: [priced('a', '2')] });

    const days = await chipHistory(db, historyQuestion({ since: '4d' }, AT + 9.5 * DAY), () => DAY);

    expect(days.map(({ prices }) => prices.length)).toEqual([0, 0, 0, 0, 1]);
  });
});
