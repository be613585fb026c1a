import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { type Money, money } from '../../src/domain/money.ts';
import { findDisagreements, quarrelsIn } from '../../src/query/disagreements.ts';
import { AT, memory, SOURCE, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const OTHER = { id: 'northlight-list', provider: SOURCE.provider, keyVersion: 1 };

/** What the stock feed and the price list of one seller tell; a feed is the better evidence. */
async function told(
  feed: readonly Parameters<typeof anOffer>[0][],
  list: readonly Parameters<typeof anOffer>[0][],
  listSource = OTHER,
): Promise<Database> {
  const db = memory();
  const offersOf = (source: string, all: typeof feed, more: Parameters<typeof anOffer>[0]) =>
    all.map((each) => anOffer({ source, ...more, ...each }));
  const first = seen(offersOf(SOURCE.id, feed, { evidence: 'stock-api' }));
  const second = seen(offersOf(listSource.id, list, { evidence: 'price-list' }));
  await storeNight(db, AT, { seen: first, source: SOURCE });
  await storeNight(db, AT + 1, { seen: second, source: listSource });
  return db;
}

const price = (amount: string, currency = 'XTS'): { readonly price: Money } => ({
  price: money(amount, currency),
});

describe('sources of one provider that disagree on a price', () => {
  it('are found, with who answers and how far the other is off', async () => {
    const db = await told([price('10')], [{ sku: 'list-8', ...price('10.3') }]);

    const found = await findDisagreements(db, 2);

    expect(found).toEqual([
      {
        market: 'northlight/h100-sxm/8/1/pole-1/-/on-demand/-/standard',
        answer: { source: 'northlight', sku: 'nl-8', ...price('10') },
        witness: { source: 'northlight-list', sku: 'list-8', ...price('10.3') },
        percent: expect.closeTo(3, 6),
      },
    ]);
    expect(quarrelsIn(found)).toEqual([
      {
        sources: ['northlight-list', 'northlight'],
        says: 'northlight-list and northlight disagree on 1 price, by up to 3.0 %',
      },
    ]);
    expect(await findDisagreements(db, 4)).toEqual([]);
  });

  it.each([
    ['within the tolerance', [price('10')], [price('10.2')]],
    ['in another currency', [price('10')], [price('20', 'XXX')]],
    ['on another tax basis', [price('10')], [{ ...price('12'), tax: 'included' as const }]],
    ['of another machine', [price('10')], [{ ...price('5'), count: 4 }]],
    ['that is not shown', [price('10')], [{ price: null }]],
    [
      'told by dies and by packages',
      [{ ...price('10'), unit: 'die' as const }],
      [{ ...price('5'), unit: 'package' as const }],
    ],
    ['of one of several offers', [price('10'), { sku: 'nl-9', ...price('20') }], [price('20')]],
  ])('are not found in a price %s', async (_, feed, list) => {
    expect(await findDisagreements(await told(feed, list), 2)).toEqual([]);
  });

  it('are not found where one is what a person brought: a quote is meant to differ', async () => {
    const brought = { ...OTHER, id: 'import-northlight' };

    expect(await findDisagreements(await told([price('10')], [price('7')], brought), 2)).toEqual(
      [],
    );
  });
});
