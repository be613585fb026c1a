import { describe, expect, it } from 'vitest';
import { spheron } from '../../scrapers/spheron.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names that others read.
const OFFER = {
  ...{ provider: 'northlight', offerId: 'made-up', name: 'Made up', instanceType: 'DEDICATED' },
  ...{ gpuCount: 2, gpu_memory: 80, price: 11.11, available: true, clusters: ['pole-1'] },
  ...{ vcpus: 7, memory: 77, storage: 777, interconnectType: 'SXM5', supportsCloudInit: true },
};
const groupOf = (...offers: readonly object[]) => ({
  ...{ gpuType: 'H100_SXM5', displayName: 'H100 SXM5', totalAvailable: 1, lowestPrice: 11.11 },
  offers: offers.map((each) => ({ ...OFFER, ...each })),
});
const pageOf = (groups: readonly object[], total = groups.length, totalPages = 1) => ({
  ...{ data: groups, page: 1, limit: 100 },
  ...{ total, totalPages },
});
const offers = (...changes: readonly object[]) =>
  readingsOf(spheron, [aDocument('offers/1', pageOf([groupOf(...changes)]))]);

describe('spheron', () => {
  it('says whose machine it is, at the price of the whole machine', async () => {
    expect(await offers({})).toEqual([
      expect.objectContaining({
        sku: 'northlight 2x H100 SXM5',
        accelerator: 'H100 SXM5',
        memoryGb: 80,
        count: 2,
        region: 'pole-1',
        billing: 'on-demand',
        tier: 'brokered',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'available',
        quantity: null,
        words: 'northlight',
      }),
    ]);
    expect(recognise('H100 SXM5', 80)).toMatchObject({ accelerator: { id: 'h100-sxm' } });
  });

  it('tells the cheapest of each kind, by region and by whose it is', async () => {
    const found = await offers(
      { clusters: ['pole-1', 'pole-2'] },
      { offerId: 'dearer', price: 22.22 },
      { provider: 'southlight' },
    );

    expect(found).toMatchObject([
      { sku: 'northlight 2x H100 SXM5', region: 'pole-1', price: { micros: 11_110_000 } },
      { sku: 'northlight 2x H100 SXM5', region: 'pole-2' },
      { sku: 'southlight 2x H100 SXM5', region: 'pole-1' },
    ]);
  });

  it.each([
    ['cannot be had', { available: false }],
    ['is being mended', { maintenance: true }],
    ['may be taken back', { instanceType: 'SPOT', spot_price: 1.11 }],
    ['is a cluster', { instanceType: 'CLUSTER' }],
  ])('leaves out what %s', async (_, offer) => {
    expect(await offers(offer)).toEqual([]);
  });

  it.each([
    ['costs nothing', { price: 0 }, 'zero is never a price'],
    ['has a second price', { spot_price: 1.11 }, 'expected a price of spot on offers of spot'],
    ['stands nowhere', { clusters: [] }, 'clusters'],
    ['is of a kind that is new', { instanceType: 'SHARED' }, 'instanceType'],
  ])('counts an offer as not read that %s', async (_, offer, reason) => {
    expect(await offers(offer)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('asks for all pages, and refuses when a GPU is missing of them', async () => {
    const asked: string[] = [];
    const documents = await spheron.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: pageOf([groupOf({})], 3, 2) };
      }),
    );

    expect(asked).toEqual([
      'https://app.spheron.ai/api/gpu-offers?page=1&limit=100',
      'https://app.spheron.ai/api/gpu-offers?page=2&limit=100',
    ]);
    await expect(readingsOf(spheron, documents)).rejects.toThrow('expected 3 rows, found 2');
  });
});
