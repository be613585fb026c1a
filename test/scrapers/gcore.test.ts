import { describe, expect, it } from 'vitest';
import { gcore } from '../../scrapers/gcore.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const REGION = {
  ...{ id: 76, display_name: 'Luxembourg-2', country: 'LU', zone: 'EMEA' },
  ...{ has_ai_gpu: true, has_baremetal: true, state: 'ACTIVE' },
};
const FLAVOR = {
  ...{ name: 'bm3-ai-1xlarge-h100-80-8', architecture: 'x86_64', capacity: 7 },
  ...{ reserved_capacity: 0, disabled: false, supported_features: { security_groups: true } },
  hardware_description: { cpu: null, disk: null, gpu: '8x of them', network: null, ram: null },
  hardware_properties: {
    ...{ gpu_count: 8, gpu_manufacturer: 'NVIDIA', gpu_model: 'H100', nic_eth: null, nic_ib: null },
  },
  price: {
    ...{ currency_code: 'EUR', price_status: 'show' },
    ...{ price_per_hour: 11.11, price_per_month: 7777.77 },
  },
};
const list = (...results: readonly unknown[]) => ({ count: results.length, results });
const documents = (change: object, region: object = {}) => [
  aDocument('regions', list({ ...REGION, ...region })),
  aDocument('flavors/76', list({ ...FLAVOR, ...change }), { partOf: '76' }),
];
const read = (change: object, region?: object) => readingsOf(gcore, documents(change, region));

describe('gcore', () => {
  it('asks for the flavours of each region that is open and has GPUs, with the key', async () => {
    const asked: string[] = [];
    const regions = [
      REGION,
      { ...REGION, id: 7, has_ai_gpu: false },
      { ...REGION, id: 8, state: 'NEW' },
    ];
    await gcore.fetch(
      toolsOf(({ url, headers }) => {
        asked.push(`${headers.authorization} ${url}`);
        return { body: url.includes('/regions?') ? list(...regions) : list() };
      }),
    );

    expect(asked).toEqual([
      'APIKey a secret of nobody https://api.gcore.com/cloud/v1/regions?limit=1000',
      'APIKey a secret of nobody https://api.gcore.com/cloud/v3/gpu/baremetal/a%20secret%20of%20nobody/76/flavors?hide_disabled=true&include_prices=true',
    ]);
  });

  it('reads a whole server in the currency of the account, and how many there are', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'bm3-ai-1xlarge-h100-80-8',
        accelerator: 'H100',
        memoryGb: 80,
        count: 8,
        region: 'LU',
        zone: 'Luxembourg-2',
        billing: 'on-demand',
        price: { micros: 11_110_000, currency: 'EUR' },
        availability: 'available',
        quantity: 7,
        words: '8x of them',
        scope: '76',
      }),
    ]);
  });

  it.each([
    ['LU', 'outside-china'],
    ['HK', 'hong-kong'],
  ])('knows where %s is', async (country, jurisdiction) => {
    const { offers } = await normalise(gcore, gcore.parse(documents({}, { country })));

    expect(offers).toMatchObject([{ country, jurisdiction }]);
  });

  it.each([
    ['there is none left of', { capacity: 0 }, { availability: 'sold-out', quantity: 0 }],
    ['has a price that is not shown', { price: { price_status: 'hide' } }, { price: null }],
    [
      'has a price that could not be had',
      { price: { price_status: 'error', price_per_hour: null, currency_code: null } },
      { price: null },
    ],
  ])('tells a flavour that %s', async (_, change, told) => {
    expect(await read(change)).toMatchObject([told]);
  });

  it.each([
    ['costs nothing', { price: { ...FLAVOR.price, price_per_hour: 0 } }, 'price'],
    [
      'has a price without a currency',
      { price: { ...FLAVOR.price, currency_code: null } },
      'price',
    ],
    ['lost its price', { price: undefined }, 'price'],
    ['lost its GPUs', { hardware_properties: { gpu_model: null, gpu_count: null } }, 'hardware'],
    [
      'has other GPUs than its name says',
      { hardware_properties: { gpu_model: 'H100', gpu_count: 64 } },
      'expected as many GPUs as the name ends in',
    ],
    ['is called another way', { name: 'h100' }, 'expected a name that ends in'],
    ['cannot be ordered', { disabled: true }, 'disabled'],
  ])('counts a flavour as not read that %s', async (_, change, reason) => {
    expect(await read(change)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason), scope: '76' },
    ]);
  });

  it('refuses a list that was cut short, and a region without a country', async () => {
    const short = aDocument('regions', { ...list(REGION), count: 2 });

    await expect(readingsOf(gcore, [short])).rejects.toThrow('expected 2 rows, found 1');
    await expect(read({}, { country: 'Luxembourg' })).rejects.toThrow('expected a country');
  });
});
