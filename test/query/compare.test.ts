import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { rates } from '../../db/schema.ts';
import { offerId } from '../../src/domain/hash.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { compareOffers, compareQuestion, comparisonJson } from '../../src/query/compare.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + DAY + 7000;

const EURO = anOffer({ sku: 'euro', price: money('8', 'EUR'), evidence: 'price-list' });
const DOLLAR = anOffer({ sku: 'dollar', count: 4, price: money('12', 'USD') });
const SHY = anOffer({ sku: 'shy', price: null, availability: 'sold-out' });

async function nights(...offers: readonly (readonly Offer[])[]): Promise<Database> {
  const db = memory();
  for (const [night, each] of offers.entries()) {
    await storeNight(db, AT + night * DAY, { seen: seen(each) });
  }
  return db;
}

function compare(db: Database, ids: string, currency?: string) {
  const question = compareQuestion({ id: ids, ...(currency && { currency }) });
  return compareOffers(db, question, NOW);
}

const idsOf = (...offers: readonly Offer[]) => offers.map(({ key }) => offerId(key)).join(',');

describe('a comparison', () => {
  it('stands in the order it was asked in, by id, key or the beginning of an id', async () => {
    const db = await nights([EURO, DOLLAR, SHY]);
    const beginning = offerId(SHY.key).slice(0, 8);

    const { offers } = await compare(db, `${beginning},${idsOf(EURO)},${DOLLAR.key}`);

    expect(offers.map(({ row }) => row.sku)).toEqual(['shy', 'euro', 'dollar']);
  });

  it('gives the price of the instance and of one chip in one currency, at the rates of the day', async () => {
    const db = await nights([EURO, DOLLAR, SHY]);
    // A rate that makes arithmetic easy; nobody published it.
    const date = new Date(NOW).toISOString().slice(0, 10);
    db.orm.insert(rates).values({ date, currency: 'USD', perEuro: 2 }).run();

    const { fields, rates: used } = await compare(db, idsOf(EURO, DOLLAR, SHY));
    const valuesOf = (wanted: string) => fields.find(({ name }) => name === wanted)?.values;

    expect(valuesOf('hourly')).toEqual([16, 12, null]);
    expect(valuesOf('hourlyPerAccelerator')).toEqual([2, 3, null]);
    expect(valuesOf('nativeAmount')).toEqual(['8.00', '12.00', null]);
    expect(used?.date).toBe(date);
  });

  it('keeps prices apart without a rate', async () => {
    const { fields } = await compare(await nights([EURO, DOLLAR]), idsOf(EURO, DOLLAR));

    expect(fields).toContainEqual({ name: 'hourly', values: [null, 12], differs: true });
    expect(fields).toContainEqual({
      name: 'nativeCurrency',
      values: ['EUR', 'USD'],
      differs: true,
    });
  });

  it('says which facts differ, how old each is, how it is known and whether it is listed still', async () => {
    const db = await nights([EURO, DOLLAR], [EURO], [EURO]);
    const found = await compareOffers(
      db,
      compareQuestion({ id: idsOf(EURO, DOLLAR) }),
      AT + 2 * DAY + 7000,
    );

    const json = comparisonJson(found, AT + 2 * DAY + 7000, () => null);

    expect(json.offers).toMatchObject([
      { listed: true, evidence: 'price-list', ageSeconds: 7 },
      { listed: false, evidence: 'stock-api', ageSeconds: 7 },
    ]);
    expect(json.differing).toEqual(expect.arrayContaining(['sku', 'count', 'evidence', 'listed']));
    expect(json.differing).not.toContain('provider');
  });

  it.each([
    ['', 'expected from 2 to 20 offers, found 0'],
    ['abcd', 'expected from 2 to 20 offers, found 1'],
    [idsOf(EURO, EURO), 'expected from 2 to 20 offers, found 1'],
    [`${offerId(EURO.key)},${EURO.key}`, 'expected from 2 to 20 offers, found 1'],
    [`${offerId(EURO.key)},nothing`, 'found "nothing"'],
  ])('of %j is refused', async (ids, sentence) => {
    const db = await nights([EURO, DOLLAR]);

    await expect(async () => compare(db, ids)).rejects.toThrow(sentence);
  });
});
