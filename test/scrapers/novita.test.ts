import { describe, expect, it } from 'vitest';
import { novita } from '../../scrapers/novita.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const PRODUCT = {
  ...{
    id: 'made-up.7c77g',
    name: 'RTX 4090 24GB',
    cpuPerGpu: 7,
    memoryPerGpu: 77,
    diskPerGpu: 777,
  },
  ...{ availableDeploy: true, inventoryState: 'normal', regions: ['CN-HK-01 (Hong Kong)'] },
  ...{ billingMethods: ['onDemand', 'monthly'], price: '111000', spotPrice: '55500' },
};
const products = (change: object) => [aDocument('products', { data: [{ ...PRODUCT, ...change }] })];
const read = (change: object) => readingsOf(novita, products(change));

describe('novita', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await novita.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      ['https://api.novita.ai/gpu-instance/openapi/v1/products', 'Bearer a secret of nobody'],
    ]);
  });

  it('reads one GPU with its share of the host, in hundred-thousandths of a dollar', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'made-up.7c77g',
        accelerator: 'RTX 4090 24GB',
        count: 1,
        region: 'CN-HK-01',
        billing: 'on-demand',
        price: { micros: 1_110_000, currency: 'USD' },
        vcpus: 7,
        ramGb: 77,
        availability: 'available',
        quantity: null,
      }),
    ]);
  });

  it('knows Hong Kong from the mainland', async () => {
    const { offers } = await normalise(novita, novita.parse(products({})));

    expect(offers).toMatchObject([{ accelerator: 'rtx-4090', jurisdiction: 'hong-kong' }]);
  });

  it('reads spot where it is sold so, and no price where a way is not', async () => {
    const billingMethods = ['spot'];

    expect(await read({ billingMethods, price: 0, spotPrice: 55_500 })).toMatchObject([
      { billing: 'spot', price: { micros: 555_000 } },
    ]);
    expect(await read({ billingMethods: ['monthly'] })).toEqual([]);
  });

  it.each([
    ['little is left of', { inventoryState: 'low' }, 'limited'],
    ['nothing is left of', { inventoryState: 'none' }, 'sold-out'],
    ['cannot be deployed', { availableDeploy: false }, 'sold-out'],
    ['says no more than that it can be deployed', { inventoryState: null }, 'available'],
  ])('tells a product that %s', async (_, change, availability) => {
    expect(await read(change)).toMatchObject([{ availability }]);
  });

  it('says nothing of stock in one of several regions, but that there is none in any', async () => {
    const regions = ['US-CA-06 (California)', 'EU-GB-01'];

    expect(await read({ regions })).toMatchObject([
      { region: 'US-CA-06', availability: 'listed' },
      { region: 'EU-GB-01', availability: 'listed' },
    ]);
    expect(await read({ regions, inventoryState: 'none' })).toMatchObject([
      { availability: 'sold-out' },
      { availability: 'sold-out' },
    ]);
  });

  it.each([
    ['costs nothing', { price: '0' }, 'price: zero is never a price'],
    ['costs a text', { price: '$1.11' }, 'price'],
    ['stands nowhere', { regions: [] }, 'regions'],
    ['stands at a place without a code', { regions: ['Hong Kong'] }, 'expected a region'],
    ['has a stock of another kind', { inventoryState: 'plenty' }, 'inventoryState'],
  ])('counts a product as not read that %s', async (_, change, reason) => {
    expect(await read(change)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses an answer without products', async () => {
    const none = aDocument('products', { data: [] });

    await expect(readingsOf(novita, [none])).rejects.toThrow('products: data');
  });
});
