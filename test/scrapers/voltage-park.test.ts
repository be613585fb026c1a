import { describe, expect, it } from 'vitest';
import { voltagePark } from '../../scrapers/voltage-park.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up counts and prices under the names of the documentation.
const NODE = {
  gpu_model: 'h100-sxm5-80gb',
  gpu_count: 8,
  cpu_model: 'Intel(R) Xeon(R) Platinum 8470',
  cpu_count: 77,
  ram_gb: 777,
  storage_gb: 7777,
};
const LOCATION = {
  id: '00000000-0000-0000-0000-000000000007',
  gpu_price_ethernet: '1.11',
  gpu_price_infiniband: '2.22',
  gpu_count_ethernet: 20,
  gpu_count_infiniband: 0,
  specs_per_node: NODE,
};
const locations = (change: object, page: object = {}) => [
  aDocument('locations', {
    ...{ results: [{ ...LOCATION, ...change }], total_result_count: 1, has_next: false },
    ...page,
  }),
];
const read = (change: object, page?: object) => readingsOf(voltagePark, locations(change, page));

describe('voltage-park', () => {
  it('asks once, without a key', async () => {
    const asked: string[] = [];
    await voltagePark.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: {} };
      }),
    );

    expect(asked).toEqual(['https://cloud-api.voltagepark.com/api/v1/bare-metal/locations']);
  });

  it('reads a node of each network: eight times the price of a GPU, and whole nodes that are free', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'h100-sxm5-80gb ethernet',
        count: 8,
        region: '00000000-0000-0000-0000-000000000007',
        billing: 'on-demand',
        price: { micros: 8_880_000, currency: 'USD' },
        vcpus: 77,
        ramGb: 777,
        diskGb: 7777,
        availability: 'available',
        quantity: 2,
      }),
      expect.objectContaining({
        sku: 'h100-sxm5-80gb infiniband',
        price: { micros: 17_760_000, currency: 'USD' },
        availability: 'sold-out',
        quantity: 0,
      }),
    ]);
  });

  it('knows the accelerator', async () => {
    const { offers } = await normalise(voltagePark, voltagePark.parse(locations({})));

    expect(offers.map(({ accelerator }) => accelerator)).toEqual(['h100-sxm', 'h100-sxm']);
  });

  it('takes a price that is written as a number', async () => {
    const [ethernet] = await read({ gpu_price_ethernet: 1.11 });

    expect(ethernet).toMatchObject({ price: { micros: 8_880_000 } });
  });

  it('has no node to let where fewer GPUs than a node has are free', async () => {
    expect(await read({ gpu_count_ethernet: 7 })).toMatchObject([
      { availability: 'sold-out', quantity: 0, words: '7 GPUs free' },
      { availability: 'sold-out' },
    ]);
  });

  it.each([
    ['costs nothing', { gpu_price_ethernet: '0' }, 'gpu_price_ethernet'],
    ['lost a price', { gpu_price_infiniband: undefined }, 'gpu_price_infiniband'],
    ['has a price of a third kind', { gpu_price_spot: '0.77' }, 'expected a price by each network'],
    ['does not say what is free', { gpu_count_ethernet: null }, 'gpu_count_ethernet'],
    ['has no GPUs in a node', { specs_per_node: { ...NODE, gpu_count: 0 } }, 'gpu_count'],
  ])('counts a place as not read that %s', async (_, change, reason) => {
    expect(await read(change)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it.each([
    ['is one page of several', { has_next: true }, 'expected all places on one page'],
    ['has fewer places than it says', { total_result_count: 2 }, 'expected 2 rows, found 1'],
    ['has no places', { results: [], total_result_count: 0 }, 'locations: '],
    ['is of another shape', { results: undefined }, 'locations: results'],
  ])('refuses a list that %s', async (_, page, reason) => {
    await expect(read({}, page)).rejects.toThrow(reason);
  });
});
