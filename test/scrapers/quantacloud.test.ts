import { describe, expect, it } from 'vitest';
import { quantacloud } from '../../scrapers/quantacloud.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const OFFER = {
  id: 'made-up',
  isAvailable: true,
  gpu: { slug: 'h100-sxm-80gb', name: 'Made Up', count: 4, vramGB: 80 },
  specs: { vcpu: 77, ram: 777 },
  region: 'us-east-1',
  priceHourly: 11.11,
  pricePerGpu: 7.77,
};
const page = (number: number, total: number, ...changes: readonly object[]) =>
  aDocument(`offers/${number}`, {
    offers: changes.map((each) => ({ ...OFFER, ...each })),
    totalElements: total,
  });

describe('quantacloud', () => {
  it('reads the price of the whole machine', async () => {
    expect(await readingsOf(quantacloud, [page(1, 1, {})])).toEqual([
      expect.objectContaining({
        sku: '4x h100-sxm-80gb',
        accelerator: 'h100-sxm-80gb',
        count: 4,
        region: 'us-east-1',
        billing: 'on-demand',
        price: { micros: 11_110_000, currency: 'USD' },
        vcpus: 77,
        ramGb: 777,
        availability: 'available',
        quantity: 1,
      }),
    ]);
  });

  it('tells the cheapest of a region over all pages, and how many offers there are', async () => {
    const pages = [
      page(1, 3, { priceHourly: '3.33' }, { priceHourly: 2.22 }),
      page(2, 3, { region: 'us-midwest-1' }),
    ];

    expect(await readingsOf(quantacloud, pages)).toMatchObject([
      { region: 'us-east-1', price: { micros: 2_220_000 }, quantity: 2 },
      { region: 'us-midwest-1', price: { micros: 11_110_000 }, quantity: 1 },
    ]);
  });

  it('leaves out what cannot be had', async () => {
    expect(await readingsOf(quantacloud, [page(1, 1, { isAvailable: false })])).toEqual([]);
  });

  it('takes an empty list for an empty market: nothing was filtered', async () => {
    expect(await readingsOf(quantacloud, [page(1, 0)])).toEqual([{ kind: 'nothing' }]);
  });

  it('refuses a list that is shorter than it says', async () => {
    await expect(readingsOf(quantacloud, [page(1, 2, {})])).rejects.toThrow('expected 2 rows');
  });

  it.each([
    ['costs nothing', { priceHourly: 0 }],
    ['costs something not told', { priceHourly: null }],
  ])('counts an offer as not read that %s', async (_, offer) => {
    expect(await readingsOf(quantacloud, [page(1, 1, offer)])).toMatchObject([{ kind: 'unread' }]);
  });

  it('asks for every page, the first being 0, and filters nothing', async () => {
    const urls: string[] = [];
    const tools = toolsOf(({ url }) => {
      urls.push(url);
      return { body: { offers: [], totalElements: 150 } };
    });

    await quantacloud.fetch(tools);

    expect(urls.map((url) => new URL(url).search)).toEqual([
      '?page=0&size=100',
      '?page=1&size=100',
    ]);
  });
});
