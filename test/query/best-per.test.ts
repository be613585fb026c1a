import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { rates } from '../../db/schema.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { findOffers } from '../../src/query/offers.ts';
import { FOLDS, offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + DAY;

async function stored(offers: readonly Offer[], perEuro: number | null = 2): Promise<Database> {
  const db = memory();
  await storeNight(db, AT, { seen: seen(offers) });
  // A rate that makes arithmetic easy; nobody published it.
  const date = new Date(NOW).toISOString().slice(0, 10);
  if (perEuro !== null) db.orm.insert(rates).values({ date, currency: 'USD', perEuro }).run();
  return db;
}

const ask = (db: Database, params: Params) => findOffers(db, offerQuestion(params, NOW), NOW);

const skus = async (db: Database, params: Params) =>
  (await ask(db, params)).offers.map(({ row }) => row.sku);

/** Made-up offers in few groups, some without a price, a region or stock. */
const Offers = fc
  .array(
    fc.record({
      provider: fc.constantFrom('northlight', 'southlight'),
      accelerator: fc.constantFrom('h100-sxm', 'l40s', 'mi300x'),
      region: fc.constantFrom('pole-1', 'pole-2', null),
      jurisdiction: fc.constantFrom('outside-china', 'hong-kong', 'unknown'),
      count: fc.constantFrom(1, 2, 8),
      price: fc.constantFrom(null, '2', '3', '4', '8'),
      currency: fc.constantFrom('USD', 'EUR'),
      availability: fc.constantFrom('available', 'sold-out'),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((rows) =>
    rows.map(({ price, currency, ...facts }, n) =>
      anOffer({ ...facts, sku: `nl-${n}`, price: price === null ? null : money(price, currency) }),
    ),
  );

const keyOf = (offer: Offer, fold: (typeof FOLDS)[number]): string =>
  fold === 'region' ? `${offer.provider} ${offer.region}` : String(offer[fold]);

/** Dollars for one chip at the rate of the test; what has no price costs most. */
function perChip({ state: { price }, count }: Offer): number {
  if (price === null) return Number.POSITIVE_INFINITY;
  return ((price.micros / 1e6) * (price.currency === 'EUR' ? 2 : 1)) / count;
}

describe('the best of each group', () => {
  it('is the cheapest that is not sold out, one of each, whatever the groups', async () => {
    await fc.assert(
      fc.asyncProperty(
        Offers,
        fc.uniqueArray(fc.constantFrom(...FOLDS), { minLength: 1, maxLength: 3 }),
        async (offers, folds) => {
          const db = await stored(offers);
          const answer = await ask(db, { 'best-per': folds.join(',') });
          db.close();
          const bySku = new Map(offers.map((offer) => [offer.sku, offer]));
          const group = (offer: Offer) => folds.map((fold) => keyOf(offer, fold)).join('/');
          const found = answer.offers.flatMap(({ row }) => bySku.get(row.sku) ?? []);

          expect(new Set(found.map(group)).size).toBe(found.length);
          expect(new Set(found.map(group))).toEqual(new Set(offers.map(group)));
          expect(answer).toMatchObject({ total: found.length, matching: offers.length });
          for (const best of found) {
            const others = offers.filter((offer) => group(offer) === group(best));
            const inStock = others.filter(({ state }) => state.availability !== 'sold-out');
            const rivals = inStock.length > 0 ? inStock : others;
            expect(rivals).toContain(best);
            expect(perChip(best)).toBe(Math.min(...rivals.map(perChip)));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('stands among what the filters let through, and pages like any answer', async () => {
    const db = await stored([
      anOffer({ sku: 'spot', billing: 'spot', price: money('1', 'USD') }),
      anOffer({ sku: 'plain', price: money('9', 'USD') }),
      anOffer({ sku: 'far', provider: 'southlight', price: money('10', 'USD') }),
    ]);
    const params = { 'best-per': 'provider', billing: 'on-demand', sort: 'price' };

    const first = await ask(db, { ...params, limit: '1' });
    const second = await skus(db, { ...params, limit: '1', cursor: first.next ?? '' });

    expect([...first.offers.map(({ row }) => row.sku), ...second]).toEqual(['plain', 'far']);
    expect(first).toMatchObject({ total: 2, matching: 2 });
  });

  it('is one of each currency where no rate is known: they cannot be compared', async () => {
    const offers = [
      anOffer({ sku: 'euro', price: money('1', 'EUR') }),
      anOffer({ sku: 'dear', price: money('9', 'EUR') }),
      anOffer({ sku: 'dollar', price: money('5', 'USD') }),
    ];

    expect(await skus(await stored(offers, null), { 'best-per': 'provider' })).toEqual([
      'dollar',
      'euro',
    ]);
    expect(await skus(await stored(offers), { 'best-per': 'provider' })).toEqual(['euro']);
  });

  it('was another one at a past time', async () => {
    const db = memory();
    const night = (a: string, b: string) =>
      seen([
        anOffer({ sku: 'a', price: money(a, 'USD') }),
        anOffer({ sku: 'b', price: money(b, 'USD') }),
      ]);
    await storeNight(db, AT, { seen: night('4', '5') });
    await storeNight(db, AT + DAY, { seen: night('4', '3') });
    const best = (more: Params) => skus(db, { 'best-per': 'accelerator', ...more });

    expect(await best({})).toEqual(['b']);
    expect(await best({ 'as-of': new Date(AT + DAY / 2).toISOString() })).toEqual(['a']);
  });
});

describe('groups', () => {
  it('are a view of the same answer: the same offers, each group together and counted', async () => {
    await fc.assert(
      fc.asyncProperty(
        Offers,
        fc.uniqueArray(fc.constantFrom(...FOLDS), { minLength: 1, maxLength: 2 }),
        async (offers, folds) => {
          const db = await stored(offers);
          const { groups, ...grouped } = await ask(db, { 'group-by': folds.join(',') });
          const plain = await skus(db, {});
          db.close();
          const names = folds.flatMap((fold) =>
            fold === 'region' ? (['provider', 'region'] as const) : [fold],
          );
          const group = ({ row }: (typeof grouped.offers)[number]) =>
            names.map((name) => String(row[name])).join('/');
          const runs = grouped.offers.map(group).filter((key, n, all) => key !== all[n - 1]);
          const said = groups.map(({ by }) => names.map((name) => String(by[name])).join('/'));

          expect(grouped.offers.map(({ row }) => row.sku).sort()).toEqual([...plain].sort());
          expect(runs).toEqual(said);
          expect(groups.reduce((sum, each) => sum + each.offers, 0)).toBe(offers.length);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('tell of the cheapest that is not sold out', async () => {
    const db = await stored([
      anOffer({ sku: 'gone', price: money('8', 'USD'), availability: 'sold-out' }),
      anOffer({ sku: 'here', price: money('16', 'USD') }),
      anOffer({ sku: 'shy', accelerator: 'l40s', price: null }),
    ]);

    expect((await ask(db, { 'group-by': 'accelerator' })).groups).toEqual([
      { by: { accelerator: 'h100-sxm' }, offers: 2, cheapest: 2 },
      { by: { accelerator: 'l40s' }, offers: 1, cheapest: null },
    ]);
  });

  it('are none where nobody asks for them', async () => {
    expect((await ask(await stored([anOffer()]), {})).groups).toEqual([]);
  });
});
