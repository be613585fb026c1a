import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import type { Place } from '../../src/domain/listing.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { changesQuestion } from '../../src/query/change-question.ts';
import { findChanges } from '../../src/query/changes.ts';
import type { Params } from '../../src/query/question-error.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + 30 * DAY;

const day = (night: number): string => new Date(AT + night * DAY).toISOString();

function ask(db: Database, params: Params = {}) {
  return findChanges(db, changesQuestion(params, NOW));
}

async function told(db: Database, params: Params = {}): Promise<readonly string[]> {
  const { changes } = await ask(db, params);
  return changes.map(({ kind, offer, flags }) => [offer?.sku, kind, ...flags].join(' '));
}

/** The numbers of so many changes, page by page. */
async function walked(db: Database, params: Params, total: number): Promise<readonly number[]> {
  const paged: number[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await ask(db, { ...params, ...(cursor !== '' && { cursor }) });
    paged.push(...page.changes.map(({ id }) => id));
    expect(page.total).toBe(total);
    cursor = page.next;
  }
  return paged;
}

/** Nights whose crawls are accepted; what needs a second one is told then. */
async function nights(...offers: readonly (readonly Offer[])[]): Promise<Database> {
  const db = memory();
  for (const [night, each] of offers.entries()) {
    await storeNight(db, AT + night * DAY, { seen: seen(each) });
  }
  return db;
}

const priced = (sku: string, amount: string, more: Parameters<typeof anOffer>[0] = {}) =>
  anOffer({ sku, price: money(amount, 'USD'), ...more });

/** `a` falls and rises again, `b` falls twice, `c` stays. */
function ups(): Promise<Database> {
  const c = priced('c', '5');
  return nights(
    [priced('a', '10'), priced('b', '10'), c],
    [priced('a', '9'), priced('b', '9'), c],
    [priced('a', '10'), priced('b', '8'), c],
  );
}

describe('changes', () => {
  it('come newest first, those our knowledge starts with left out and counted', async () => {
    const db = await ups();

    expect(await told(db)).toEqual([
      'b price price.drop',
      'a price price.rise',
      'b price price.drop',
      'a price price.drop',
    ]);
    const { total, baseline, next } = await ask(db);
    expect({ total, baseline, next }).toEqual({ total: 4, baseline: 3, next: null });
    expect((await ask(db, { all: '1' })).total).toBe(7);
  });

  it('are narrowed by time, kind, flag and what the offer is', async () => {
    const db = await ups();

    expect(await told(db, { since: day(2) })).toHaveLength(2);
    expect(await told(db, { until: day(2) })).toHaveLength(2);
    expect(await told(db, { since: day(1), until: day(1) })).toEqual([]);
    expect(await told(db, { since: '29d' })).toHaveLength(4);
    expect(await told(db, { flag: 'price.rise' })).toEqual(['a price price.rise']);
    expect(await told(db, { flag: 'price.rise,price.drop', since: day(2) })).toHaveLength(2);
    expect(await told(db, { kind: 'availability' })).toEqual([]);
    expect(await told(db, { spec: 'H100', provider: 'northlight' })).toHaveLength(4);
    expect(await told(db, { spec: 'ascend' })).toEqual([]);
    expect(await told(db, { source: 'another' })).toEqual([]);
  });

  it('say of an empty answer what each filter hides', async () => {
    const { total, without } = await ask(await ups(), { spec: 'ascend', flag: 'price.rise' });

    expect(total).toBe(0);
    expect(without).toEqual([
      { filter: 'spec', changes: 1 },
      { filter: 'flag', changes: 0 },
    ]);
  });

  it('say how many there were before the asked time', async () => {
    const { without } = await ask(await ups(), { flag: 'price.drop', since: day(10) });

    expect(without).toEqual([
      { filter: 'since', changes: 3 },
      { filter: 'flag', changes: 0 },
    ]);
  });

  it.each([{}, { net: '1' }])('give every row exactly once, page by page: %j', async (how) => {
    const db = await ups();
    const whole = (await ask(db, how)).changes.map(({ id }) => id);
    expect(await walked(db, { ...how, limit: '1' }, whole.length)).toEqual(whole);
  });

  it.each([
    ['as they came', 'id'],
    ['in no order', 'id * 7 % 11'],
  ])('are the last by number, page by page and of several flags, their times %s', async (_, at) => {
    const prices = ['10', '9', '8', '9', '7', '8', '6', '5', '4', '5', '3'];
    const db = await nights(...prices.map((amount) => [priced('a', amount)]));
    db.sqlite.exec(`update changes set at = ${AT} + ${at}`);
    db.sqlite.exec('update flagged set at = (select at from changes where id = change)');
    db.sqlite.exec("insert into flagged select 'back', at, change from flagged where change > 4");

    for (const flag of ['price.drop', 'price.drop,back', 'price.rise,price.drop,back']) {
      const whole = (await ask(db, { flag })).changes.map(({ id }) => id);
      expect(whole).toEqual(whole.toSorted((one, other) => other - one));
      for (const limit of ['1', '2', '3']) {
        expect(await walked(db, { flag, limit }, whole.length)).toEqual(whole);
      }
    }
  });

  it('refuse a cursor of another question', async () => {
    const db = await ups();

    await expect(ask(db, { cursor: 'bm90IG1pbmU' })).rejects.toThrow('expected the "next"');
    await expect(ask(db, { net: '1', cursor: 'bm90IG1pbmU' })).rejects.toThrow('"next"');
  });

  it.each([
    [{ flags: 'price.drop' }, 'no question has the parameter "flags"'],
    [{ flag: 'cheaper' }, 'expected one of region.new'],
    [{ kind: 'prices' }, 'expected one of listed, price'],
    [{ since: 'yesterday' }, 'expected an age such as 24h'],
    [{ limit: '0' }, 'expected a whole number from 1'],
  ])('refuse %j with one sentence', (params, sentence) => {
    expect(() => changesQuestion(params as unknown as Params, NOW)).toThrow(sentence);
  });
});

describe('net changes', () => {
  it('set the first state of each offer against its last, and leave out what is as it was', async () => {
    const { changes, total } = await ask(await ups(), { net: '1' });

    expect(total).toBe(1);
    expect(changes).toMatchObject([
      {
        kind: 'price',
        flags: ['price.drop'],
        offer: { sku: 'b' },
        before: { price: money('10', 'USD') },
        after: { price: money('8', 'USD') },
        changePercent: -20,
        net: { changes: 2, since: AT + DAY },
      },
    ]);
  });

  it('know the window alone', async () => {
    expect(await told(await ups(), { net: '1', since: day(2) })).toEqual([
      'b price price.drop',
      'a price price.rise',
    ]);
  });

  it('are narrowed by what they come to, not by what happened on the way', async () => {
    const db = await ups();

    expect(await told(db, { net: '1', flag: 'price.rise' })).toEqual([]);
    expect(await told(db, { net: '1', kind: 'price' })).toEqual(['b price price.drop']);
  });

  it('have no percent where the currency switched', async () => {
    const db = await nights(
      [priced('a', '10')],
      [anOffer({ sku: 'a', price: money('9', 'EUR') })],
      [anOffer({ sku: 'a', price: money('9', 'EUR') })],
    );

    expect((await ask(db, { net: '1' })).changes).toMatchObject([
      { kind: 'price', flags: [], changePercent: null },
    ]);
  });

  it('leave out what came and went in the window, and name what came or went for good', async () => {
    const stays = [1, 2, 3, 4].map((n) => priced(`stays-${n}`, '1'));
    const guest = priced('guest', '2', { region: 'pole-2' });
    const db = await nights(
      stays,
      [...stays, guest],
      [...stays, guest],
      [...stays, guest],
      stays,
      stays,
      stays,
    );

    expect(await told(db, { net: '1' })).toEqual([]);
    expect(await told(db, { net: '1', until: day(4) })).toEqual(['guest listed region.new']);
    expect(await told(db, { net: '1', since: day(4) })).toEqual(['guest withdrawn withdrawn']);
  });
});

describe('a place without an offer', () => {
  const place: Place = {
    kind: 'place',
    stack: 'cann',
    product: 'ModelArts',
    region: 'pole-9',
    words: null,
    scope: null,
  };

  it.each([
    [{}, 1],
    [{ spec: 'ascend' }, 1],
    [{ spec: 'H100' }, 0],
    [{ provider: 'northlight' }, 1],
    [{ provider: 'aws' }, 0],
    [{ region: 'POLE-*', stack: 'cann' }, 1],
    [{ region: 'sea-*' }, 0],
    [{ billing: 'spot' }, 0],
    [{ 'outside-china': '1' }, 0],
  ])('asked with %j is told %i times', async (params, times) => {
    const db = memory();
    const offers = [anOffer()];
    await storeNight(db, AT, { seen: seen(offers) });
    await storeNight(db, AT + DAY, { seen: seen(offers, { places: [place] }) });
    await storeNight(db, AT + 2 * DAY, { seen: seen(offers, { places: [place] }) });

    const { changes } = await ask(db, params as unknown as Params);

    expect(changes.filter(({ kind }) => kind === 'place')).toHaveLength(times);
  });
});
