import { describe, expect, it } from 'vitest';
import { akash } from '../../scrapers/akash.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const MODEL = {
  vendor: 'nvidia',
  model: 'h100',
  ram: '80Gi',
  interface: 'SXM5',
  availability: { total: 77, available: 7 },
  providerAvailability: { total: 3, available: 2 },
  price: { currency: 'USD', min: 0.01, max: 99, avg: 33, weightedAverage: 22, med: 11.11 },
};
const models = (...changes: readonly object[]) => [
  aDocument('prices', {
    availability: { total: 777, available: 77 },
    models: changes.map((each) => ({ ...MODEL, ...each })),
  }),
];

describe('akash', () => {
  it('reads the median bid for a GPU, and how many are free', async () => {
    expect(await readingsOf(akash, models({}))).toEqual([
      expect.objectContaining({
        sku: 'h100 80Gi SXM5',
        accelerator: 'nvidia h100 SXM5',
        memoryGb: 80,
        count: 1,
        region: null,
        billing: 'on-demand',
        tier: 'community',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'available',
        quantity: 7,
      }),
    ]);
  });

  it('tells no price where one provider alone has the GPU: it is that one bidding', async () => {
    const rare = models({ providerAvailability: { total: 1, available: 1 } });

    expect(await readingsOf(akash, rare)).toMatchObject([
      { price: null, quantity: 7, words: 'median bid 11.11 USD, providers: 1' },
    ]);
  });

  it('tells no price where nobody bid', async () => {
    expect(await readingsOf(akash, models({ price: null }))).toMatchObject([
      { price: null, availability: 'available', words: null },
    ]);
  });

  it('keeps telling of a GPU that is sold out', async () => {
    const taken = models({ availability: { total: 77, available: 0 } });

    expect(await readingsOf(akash, taken)).toMatchObject([
      { availability: 'sold-out', quantity: 0, price: { micros: 11_110_000 } },
    ]);
  });

  it.each([
    ['is bid for at nothing', { price: { ...MODEL.price, med: 0 } }],
    ['is bid for in a coin', { price: { ...MODEL.price, currency: 'uakt' } }],
    ['has a memory we cannot tell', { ram: '80000M' }],
  ])('counts a GPU as not read that %s', async (_, model) => {
    expect(await readingsOf(akash, models(model))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a list without GPUs', async () => {
    await expect(readingsOf(akash, models())).rejects.toThrow('prices: models');
  });
});
