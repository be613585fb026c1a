import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { money } from '../../scrapers/kit/index.ts';
import { chipHistory } from '../../src/query/chip-history.ts';
import { offerFacets } from '../../src/query/facets.ts';
import { historyQuestion } from '../../src/query/history-question.ts';
import { listedOffers } from '../../src/query/offer-groups.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { relationOf } from '../../src/query/relation.ts';
import { DAY, HOUR, listing, market } from '../support/market.ts';

const list = (price: string, more = {}) => [
  listing('nl-1', 1, { price: money(price, 'USD'), ...more }),
  listing('nl-2', 1, { price: money(price, 'USD'), ...more, sku: 'nl-2' }),
];

/** Prices as every way of asking tells them. */
async function told(db: Database, now: number, params: Params = {}) {
  const question = offerQuestion(params, now);
  const { offers, total, witnesses } = await findOffers(db, question, now);
  const relation = relationOf(db, question, now);
  const counted = (await offerFacets(db, question, now)).find(
    ({ parameter }) => parameter === 'region',
  );
  return {
    ...{ total, witnesses },
    prices: offers.map(({ perAccelerator }) => perAccelerator),
    grouped: listedOffers(relation, {}).map(({ price }) => (price?.micros ?? 0) / 1e6),
    counted: counted?.values.map(({ offers: n }) => n),
  };
}

const all = (price: number) => ({
  ...{ total: 2, witnesses: 2, prices: [price, price], grouped: [price, price], counted: [2] },
});

describe('two sources of one provider with equal evidence', () => {
  it('are answered by the one that was read last, wherever it is asked', async () => {
    const { db, crawl, now, pass } = market();
    await crawl(list('1.11'), { id: 'one' });
    await crawl(list('2.22'), { id: 'two' });
    expect(await told(db, now())).toEqual(all(2.22));
    const between = now();
    pass(DAY);

    await crawl(list('1.11'), { id: 'one' });

    expect(await told(db, now())).toEqual(all(1.11));
    const then = await findOffers(db, offerQuestion({ 'as-of': iso(between) }, now()), now());
    expect(then.offers.map(({ perAccelerator }) => perAccelerator)).toEqual([2.22, 2.22]);
    const question = historyQuestion({ spec: 'H100', since: '2d' }, now() + HOUR);
    const history = await chipHistory(db, question, () => DAY);
    const floors = history.map(({ prices }) => prices[0]?.floor);
    expect(floors.slice(-2)).toEqual([2.22, 1.11]);
  });

  it('are answered by the other while one is in quarantine or down: those are no reading', async () => {
    const { db, crawl, now } = market();
    await crawl(list('1.11'), { id: 'one' });
    await crawl(list('2.22'), { id: 'two' });

    await crawl([], { id: 'one' });

    expect(await told(db, now())).toEqual(all(2.22));
  });

  it('never come before better evidence, however old', async () => {
    const { db, crawl, now } = market();
    await crawl(list('1.11', { evidence: 'stock-api' }), { id: 'one' });
    await crawl(list('2.22'), { id: 'two' });

    expect(await told(db, now())).toEqual(all(1.11));
  });
});

const iso = (at: number) => new Date(at).toISOString();
