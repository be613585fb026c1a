import { describe, expect, it } from 'vitest';
import { primeIntellect } from '../../scrapers/prime-intellect.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const BOX = {
  cloudId: 'some-box',
  provider: 'northlight',
  gpuType: 'H100_80GB',
  socket: 'SXM5',
  gpuCount: 2,
  gpuMemory: 160,
  country: 'FI',
  dataCenter: 'POLE-1',
  vcpu: { defaultCount: 7 },
  memory: { defaultCount: null },
  stockStatus: 'Low',
  security: 'secure_cloud',
  isSpot: null,
  prepaidTime: null,
  prices: { onDemand: 11.11, communityPrice: null, currency: 'USD' },
};
const page = (items: readonly object[], totalCount = items.length) => [
  aDocument('gpus/1', { items, totalCount }),
];
const read = (...changes: readonly object[]) =>
  readingsOf(primeIntellect, page(changes.map((each) => ({ ...BOX, ...each }))));

describe('prime-intellect', () => {
  it('asks for as many pages as the first says there are, with the key', async () => {
    const asked: unknown[] = [];
    await primeIntellect.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([new URL(url).search, headers.authorization]);
        return { body: { items: [], totalCount: 101 } };
      }),
    );

    expect(asked).toEqual([
      ['?page=1&page_size=100', 'Bearer a secret of nobody'],
      ['?page=2&page_size=100', 'Bearer a secret of nobody'],
    ]);
  });

  it('says whose box it is, and tells it apart from what providers list themselves', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'northlight 2x H100_80GB SXM5 secure_cloud',
        memoryGb: 80,
        ...{ count: 2, region: 'FI', zone: 'POLE-1', billing: 'on-demand', tier: 'brokered' },
        price: { micros: 11_110_000, currency: 'USD' },
        ...{ vcpus: 7, ramGb: null, availability: 'limited', quantity: null },
        words: 'northlight, secure_cloud: Low',
      }),
    ]);
  });

  it('tells the cheapest of boxes that differ in nothing but their host', async () => {
    const cheaper = { prices: { ...BOX.prices, onDemand: 2.22 }, cloudId: 'another' };

    expect(await read({}, cheaper)).toMatchObject([{ price: { micros: 2_220_000 } }]);
  });

  it.each([
    ['is spot', { isSpot: true }, [{ billing: 'spot' }]],
    [
      'is of a community',
      { security: 'community_cloud', prices: { ...BOX.prices, communityPrice: 3 } },
      [{ price: { micros: 3_000_000 } }],
    ],
    ['is paid in advance', { prepaidTime: 720 }, []],
    ['has no GPU', { gpuType: 'CPU_NODE', gpuCount: 0, socket: null }, []],
    ['has a stock we do not know', { stockStatus: 'Plenty' }, [{ kind: 'unread' }]],
    ['has no price of its kind', { security: 'community_cloud' }, [{ kind: 'unread' }]],
    ['is sold in euros', { prices: { ...BOX.prices, currency: 'EUR' } }, [{ kind: 'unread' }]],
  ])('knows a box that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('refuses a list that is shorter than it says', async () => {
    await expect(readingsOf(primeIntellect, page([BOX], 2))).rejects.toThrow('expected 2 rows');
  });
});
