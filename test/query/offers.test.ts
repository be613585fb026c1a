import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { rates } from '../../db/schema.ts';
import { acceleratorById } from '../../src/domain/catalogue/recognise.ts';
import { glob } from '../../src/domain/glob.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { matchesSpec, parseSpec } from '../../src/domain/spec.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + 3 * DAY;

function ask(db: Database, params: Params) {
  return findOffers(db, offerQuestion(params, NOW), NOW);
}

async function skus(db: Database, params: Params): Promise<readonly string[]> {
  return (await ask(db, params)).offers.map(({ row }) => row.sku);
}

/** Two nights of accepted crawls; the second is told as it is seen. */
async function nights(...offers: readonly (readonly Offer[])[]): Promise<Database> {
  const db = memory();
  for (const [night, each] of offers.entries()) {
    await storeNight(db, AT + night * DAY, { seen: seen(each) });
  }
  return db;
}

/** A day whose rates make arithmetic easy; nobody published them. */
function withRates(db: Database): void {
  const date = new Date(NOW).toISOString().slice(0, 10);
  db.orm.insert(rates).values({ date, currency: 'USD', perEuro: 2 }).run();
}

describe('offers', () => {
  it('sorts by the price of one accelerator, and what has none comes last both ways', async () => {
    const db = await nights([
      anOffer({ sku: 'none', price: null }),
      anOffer({ sku: 'dear', price: money('16', 'USD') }),
      anOffer({ sku: 'cheap', count: 16, price: money('16', 'USD') }),
    ]);

    expect(await skus(db, { sort: 'price' })).toEqual(['cheap', 'dear', 'none']);
    expect(await skus(db, { sort: '-price' })).toEqual(['dear', 'cheap', 'none']);
  });

  it('compares currencies at the rates of the day, and keeps them apart without', async () => {
    const db = await nights([
      anOffer({ sku: 'euro', price: money('8', 'EUR') }),
      anOffer({ sku: 'dollar', price: money('12', 'USD') }),
    ]);
    expect(await skus(db, { sort: 'price', price: '..1.75' })).toEqual(['dollar']);

    withRates(db);

    expect(await skus(db, { sort: 'price' })).toEqual(['dollar', 'euro']);
    expect(await skus(db, { price: '2..2' })).toEqual(['euro']);
    expect(await skus(db, { price: '..1', currency: 'EUR' })).toEqual(['dollar', 'euro']);
    const { offers, rates: used } = await ask(db, { currency: 'eur', sort: 'price' });
    expect(offers.map(({ converted }) => converted)).toEqual([0.75, 1]);
    expect(used?.date).toBe(new Date(NOW).toISOString().slice(0, 10));
  });

  it('matches no price filter where there is no price', async () => {
    const db = await nights([anOffer({ price: null })]);

    expect(await skus(db, { price: '0..1000' })).toEqual([]);
  });

  it('answers as of a past time with the state of then', async () => {
    const offer = anOffer({ price: money('20', 'USD') });
    const db = await nights([offer], [anOffer({ price: money('14', 'USD') })], [], []);
    const prices = async (params: Params) =>
      (await ask(db, params)).offers.map(({ row }) => row.price);

    expect(await prices({})).toEqual([]);
    expect(await prices({ 'as-of': new Date(AT + DAY).toISOString() })).toEqual([14_000_000]);
    expect(await prices({ 'as-of': new Date(AT).toISOString() })).toEqual([20_000_000]);
    expect(await prices({ 'as-of': new Date(AT - 1).toISOString() })).toEqual([]);
  });

  it('says what each filter of an empty answer hides, and what outside-china left out', async () => {
    const db = await nights([
      anOffer({ sku: 'a', jurisdiction: 'mainland-china' }),
      anOffer({ sku: 'b', jurisdiction: 'hong-kong', billing: 'spot' }),
    ]);
    const answer = await ask(db, { 'outside-china': '1', billing: 'spot' });

    expect(answer).toMatchObject({
      total: 0,
      leftOut: { 'hong-kong': 1 },
      without: [
        { filter: 'outside-china', offers: 1 },
        { filter: 'billing', offers: 0 },
      ],
    });
  });

  it('gives every row exactly once, page by page, whatever the order', async () => {
    const offers = Array.from({ length: 23 }, (_, n) =>
      anOffer({
        sku: `nl-${n}`,
        region: n % 5 === 0 ? null : `pole-${n % 3}`,
        price: n % 4 === 0 ? null : money(String(1 + (n % 6)), n % 2 === 0 ? 'USD' : 'EUR'),
      }),
    );
    const db = await nights(offers);
    for (const sort of ['price', '-price,region', '-region', 'stock,-count', 'accelerator']) {
      const whole = await skus(db, { sort });
      const paged: string[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await ask(db, { sort, limit: '5', ...(cursor !== '' && { cursor }) });
        paged.push(...page.offers.map(({ row }) => row.sku));
        cursor = page.next;
      }
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(23);
    }
  });

  it.each([
    [{ colour: 'red' }, 'no question has the parameter "colour"'],
    [{ price: 'cheap' }, 'expected a price such as ..2.50'],
    [{ price: '3..1' }, 'expected a price such as ..2.50'],
    [{ sort: 'beauty' }, 'expected one of price, provider'],
    [{ limit: '-1' }, 'expected a whole number from 1'],
    [{ billing: 'monthly' }, 'expected one of on-demand, spot'],
    [{ spec: 'H100:x' }, 'expected a count such as 8'],
    [{ 'as-of': 'yesterday' }, 'expected an age such as 24h'],
  ])('refuses %j with one sentence', (params, sentence) => {
    expect(() => offerQuestion(params as unknown as Params, NOW)).toThrow(sentence);
  });

  it('refuses a cursor of another question', async () => {
    await expect(ask(await nights([anOffer()]), { cursor: 'bm90IG1pbmU' })).rejects.toThrow(
      'expected the "next" of an answer',
    );
  });
});

describe('the conditions in SQL', () => {
  const chips = ['h100-sxm', 'h100-pcie', 'h200-sxm', 'ascend-910b3', 'mi300x', 'l40s', 'tpu-v5e'];
  const specs = [
    'H100',
    'H100:8',
    'nvidia:80GB..',
    'ascend',
    '"H100 SXM":1..4',
    'H100,MI300',
    'cuda',
  ];
  const regions = ['eu-north-1', 'EU-West', 'us[1]', 'us?', null];
  const globs = ['eu-*', '*', 'us[1]', 'us?', 'e*1', 'US*'];

  it('let through what the domain lets through', async () => {
    const offers = chips.flatMap((accelerator, n) =>
      regions.map((region, m) => {
        const chip = acceleratorById(accelerator);
        return anOffer({
          sku: `${n}-${m}`,
          accelerator,
          vendor: chip?.vendor ?? '',
          stack: chip?.stack ?? null,
          memoryGb: m === 0 ? null : (chip?.memoryGb ?? null),
          count: [1, 2, 8, 16, 4][m] ?? 1,
          region,
        });
      }),
    );
    const db = await nights(offers);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...specs),
        fc.option(fc.constantFrom(...globs), { nil: undefined }),
        async (spec, region) => {
          const wanted = parseSpec(spec);
          const inside = region === undefined ? () => true : glob(region);
          const expected = offers.filter(
            (offer) =>
              matchesSpec(wanted, {
                ...offer,
                acceleratorName: acceleratorById(offer.accelerator)?.name ?? offer.accelerator,
              }) &&
              (region === undefined || (offer.region !== null && inside(offer.region))),
          );
          const found = await skus(db, { spec, ...(region !== undefined && { region }) });
          expect([...found].sort()).toEqual(expected.map(({ sku }) => sku).sort());
        },
      ),
      { numRuns: 60 },
    );
  });
});
