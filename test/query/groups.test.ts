import { describe, expect, it } from 'vitest';
import type { Database } from '../../db/open.ts';
import { money } from '../../src/domain/money.ts';
import type { Offer } from '../../src/domain/offer.ts';
import { BROKERED } from '../../src/domain/words.ts';
import { findAccelerators, findProviders, findRegions } from '../../src/query/groups.ts';
import { acceleratorJson, providerJson, regionJson } from '../../src/query/groups-json.ts';
import { groupQuestion } from '../../src/query/offer-groups.ts';
import { AT, DAY, memory, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + 8 * DAY;

const priced = (sku: string, amount: string, more: Parameters<typeof anOffer>[0] = {}) =>
  anOffer({ sku, count: 1, price: money(amount, 'USD'), ...more });

async function nights(...byNight: readonly (readonly Offer[])[]): Promise<Database> {
  const db = memory();
  for (const [night, each] of byNight.entries()) {
    await storeNight(db, AT + night * 8 * DAY, { seen: seen(each) });
  }
  return db;
}

describe('accelerators', () => {
  const rest = [
    priced('b', '12'),
    priced('c', '14', { region: 'pole-2' }),
    priced('spot', '2', { billing: 'spot' }),
    priced('gone', '1', { availability: 'sold-out' }),
    priced('home', '3', { tier: 'community' }),
    priced('other', '7', { accelerator: 'h200-sxm', availability: 'listed' }),
  ];

  it('have no price of what a broker rents out of others, which list it themselves', async () => {
    const own = [priced('a', '10'), priced('b', '12'), priced('spot', '4', { billing: 'spot' })];
    const brokered = [
      priced('x', '1', { tier: BROKERED }),
      priced('y', '2', { tier: BROKERED, billing: 'spot' }),
    ];
    const db = await nights([...own, ...brokered]);

    expect(await findAccelerators(db, groupQuestion({}, NOW), NOW)).toMatchObject([
      { prices: [{ floor: 10, offers: 2 }], spot: [{ floor: 4, offers: 1 }], offers: 5 },
    ]);
  });

  it('have their floor and whose it is, median, spot apart, stock and movement', async () => {
    const db = await nights([priced('a', '10'), ...rest], [priced('a', '9'), ...rest]);

    const [h100, h200] = await findAccelerators(db, groupQuestion({}, NOW), NOW);

    expect(h100).toMatchObject({
      accelerator: 'h100-sxm',
      prices: [{ currency: 'USD', floor: 9, median: 12, offers: 3, offer: { sku: 'a' } }],
      spot: [{ floor: 2, median: null }],
      moved: { days7: -10, days30: null },
      ...{ offers: 6, inStock: 5, providers: ['northlight'], regions: 2, seenAt: NOW },
    });
    expect(h200).toMatchObject({
      accelerator: 'h200-sxm',
      prices: [{ floor: 7, median: null, offers: 1 }],
      ...{ spot: [], inStock: 0, moved: { days7: 0 } },
    });
    expect(h100 && acceleratorJson(h100)).toMatchObject({
      id: 'h100-sxm',
      prices: [{ floor: 9, offer: { provider: 'northlight', region: 'pole-1' } }],
      seenAt: new Date(NOW).toISOString(),
    });
  });

  it('did not move where nobody looked', async () => {
    const db = await nights([priced('a', '10')]);

    const [found] = await findAccelerators(db, groupQuestion({}, NOW), NOW);

    expect(found).toMatchObject({ prices: [{ floor: 10 }], moved: { days7: null, days30: null } });
  });

  it('are narrowed like offers, and stand in their own currency without a rate', async () => {
    const db = await nights([priced('a', '10'), anOffer({ sku: 'e', price: money('8', 'EUR') })]);
    const ask = (params: Record<string, string>) =>
      findAccelerators(db, groupQuestion(params, NOW), NOW);

    expect(await ask({ spec: 'ascend' })).toEqual([]);
    const [found] = await ask({ spec: 'H100', currency: 'EUR' });
    expect(found?.prices).toMatchObject([
      { currency: 'EUR', floor: 1 },
      { currency: 'USD', floor: 10 },
    ]);
  });
});

describe('providers and regions', () => {
  it('say what they list and since when', async () => {
    const first = [priced('a', '10'), priced('b', '10', { region: null })];
    const db = await nights(first);
    const at = AT + 8 * DAY;
    for (const later of [at, at + DAY]) {
      await storeNight(db, later, {
        seen: seen([...first, priced('c', '9', { region: 'pole-2' })]),
      });
    }
    const now = at + DAY;

    const regions = await findRegions(db, groupQuestion({}, now), now);
    expect(regions.map(regionJson)).toMatchObject([
      { region: 'pole-1', offers: 1, firstSeenAt: new Date(AT).toISOString() },
      { region: 'pole-2', jurisdiction: 'unknown', accelerators: ['h100-sxm'], stacks: ['cuda'] },
    ]);
    const fresh = await findRegions(db, groupQuestion({ 'new-since': '7d' }, now), now);
    expect(fresh.map(({ region }) => region)).toEqual(['pole-2']);

    const providers = await findProviders(db, groupQuestion({}, now), now);
    expect(providers.map(providerJson)).toMatchObject([
      { id: 'northlight', offers: 3, regions: 2, seenAt: new Date(now).toISOString() },
    ]);
    expect(await findProviders(db, groupQuestion({ 'new-since': '1d' }, now), now)).toEqual([]);
  });
});
