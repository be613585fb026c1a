import { describe, expect, it } from 'vitest';
import { hyperstackApi } from '../../scrapers/hyperstack-api.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const FLAVOR = {
  ...{ name: 'n3-H100x2', region_name: 'CANADA-1', gpu: 'H100-80G-PCIe', gpu_count: 2 },
  ...{ cpu: 7, ram: 77, disk: 100, ephemeral: 777, stock_available: true },
};
const BOOK = [
  { name: 'vCPU (cpu-only-flavors)', value: 0 },
  { name: 'H100-80G-PCIe', value: '1.11' },
];
const read = (change: object, book: unknown = BOOK) =>
  readingsOf(hyperstackApi, [
    aDocument('flavors', { data: [{ gpu: 'H100-80G-PCIe', flavors: [{ ...FLAVOR, ...change }] }] }),
    aDocument('pricebook', book),
  ]);

describe('hyperstack-api', () => {
  it('asks for flavours and prices, with the key', async () => {
    const asked: unknown[] = [];
    await hyperstackApi.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.api_key]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      ['https://infrahub-api.nexgencloud.com/v1/core/flavors', 'a secret of nobody'],
      ['https://infrahub-api.nexgencloud.com/v1/pricebook', 'a secret of nobody'],
    ]);
  });

  it('reads a flavour in its region, at so many times the price of one GPU', async () => {
    const facts = { sku: 'n3-H100x2', count: 2, region: 'CANADA-1', diskGb: 877, ramGb: 77 };

    expect(await read({})).toMatchObject([
      { ...facts, price: { micros: 2_220_000, currency: 'USD' }, availability: 'available' },
    ]);
    expect(recognise('H100-80G-PCIe', null)).toMatchObject({ accelerator: { id: 'h100-pcie' } });
  });

  it.each([
    ['is out of stock', { stock_available: false }, [{ availability: 'sold-out' }]],
    ['has no GPU', { gpu: '', gpu_count: 0, name: 'n1-cpu-small' }, []],
    ['is spot', { name: 'n3-H100x2-spot' }, []],
    ['does not say whether it is there', { stock_available: 'yes' }, [{ kind: 'unread' }]],
  ])('knows a flavour that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it.each([
    ['a number', 1.11, [{ price: { micros: 2_220_000 } }]],
    ['nothing', 0, [{ kind: 'unread' }]],
    ['a word', 'free', [{ kind: 'unread' }]],
  ])('reads a price that is %s', async (_, value, readings) => {
    expect(await read({}, [{ name: 'H100-80G-PCIe', value }])).toMatchObject(readings);
  });

  it('knows no price of a flavour that is not in the price book yet', async () => {
    const flavors = [FLAVOR, { ...FLAVOR, gpu: 'H200-141G-SXM5' }];
    const documents = [
      aDocument('flavors', { data: [{ gpu: FLAVOR.gpu, flavors }] }),
      aDocument('pricebook', BOOK),
    ];

    expect(await readingsOf(hyperstackApi, documents)).toMatchObject([
      { price: { micros: 2_220_000 } },
      { accelerator: 'H200-141G-SXM5', price: null },
    ]);
  });

  it('refuses a price book that calls GPUs something else: all of them would have no price', async () => {
    const book = [{ name: 'GPU H100', value: 1.11 }];

    await expect(read({}, book)).rejects.toThrow('pricebook: expected a price');
  });

  it('refuses lists of nothing, and a book whose prices have another name', async () => {
    const other = [{ name: 'H100-80G-PCIe', amount: 1.11 }];

    await expect(read({}, other)).rejects.toThrow('pricebook: 0.value');
    await expect(read({}, [])).rejects.toThrow('pricebook: ');
  });
});
