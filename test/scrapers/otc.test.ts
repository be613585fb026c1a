import { describe, expect, it } from 'vitest';
import { otc } from '../../scrapers/otc.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// The shape is that which readers of this price list published; no price of a GPU was, so this is none.
const GPU = {
  id: 'OTC_NL_LI',
  opiFlavour: 'p2s.8xlarge.8',
  osUnit: 'Open Linux',
  productName: 'Computing p2s',
  productCategory: '',
  additionalText: '',
  description: 'Virtuelle Maschine',
  unit: 'h',
  region: 'eu-de',
  currency: 'EUR',
  priceAmount: '11.111111 EUR',
  R12: '2222.000000 EUR',
  vCpu: '32',
  ram: '256 GiB',
};

const list = (result: unknown, stats?: object) => ({ response: { stats, result } });
const read = (...records: readonly object[]) =>
  readingsOf(otc, [aDocument('prices', list({ ecs: records }))]);

describe('otc', () => {
  it('reads a server with the GPUs that the user guide gives its flavour', async () => {
    expect(await read(GPU)).toEqual([
      expect.objectContaining({
        sku: 'p2s.8xlarge.8',
        accelerator: 'NVIDIA V100',
        memoryGb: 32,
        count: 4,
        region: 'eu-de',
        billing: 'on-demand',
        price: { micros: 11_111_111, currency: 'EUR' },
        vcpus: 32,
        ramGb: 256,
        availability: 'listed',
      }),
    ]);
  });

  it('reads the list by service, and as one where a filter makes it so', async () => {
    const flat = await readingsOf(otc, [aDocument('prices', list([GPU], { count: 1 }))]);

    expect(flat).toEqual(await read(GPU));
  });

  it('reads one image of a flavour, and no flavour without an accelerator', async () => {
    const windows = { ...GPU, osUnit: 'Windows' };
    const plain = { ...GPU, opiFlavour: 's3.large.2' };

    expect(await read(windows, plain)).toEqual([]);
  });

  it.each([
    ['a flavour that is not in the tables', { opiFlavour: 'p5s.2xlarge.8' }],
    ['a price of zero', { priceAmount: '0.000000 EUR' }],
    ['a price whose two currencies differ', { priceAmount: '1.000000 CHF' }],
    ['a price by another unit', { unit: 'GB/h' }],
  ])('counts %s as not read', async (_, more) => {
    expect(await read({ ...GPU, ...more })).toMatchObject([{ kind: 'unread' }]);
  });

  it('tells of a place for Ascend wherever a record speaks of one', async () => {
    const speaks = [
      { productName: 'AI-accelerated ai1s', opiFlavour: 'ai1s.large.4' },
      { productName: 'ModelArts Snt9b', opiFlavour: '', vCpu: '—' },
      { productName: 'Notebook', additionalText: '1 * Ascend 910B', opiFlavour: '' },
    ];
    const readings = await read(...speaks.map((each) => ({ ...GPU, osUnit: '', ...each })));

    expect(readings).toEqual(
      speaks.map(({ productName: product }) => ({
        ...{ kind: 'place', stack: 'cann', product, region: 'eu-de', words: null, scope: null },
      })),
    );
  });

  it('refuses a list that is shorter than it says', async () => {
    const documents = [aDocument('prices', list({ ecs: [GPU] }, { count: 2 }))];

    await expect(readingsOf(otc, documents)).rejects.toThrow('prices: expected 2 rows, found 1');
  });

  it('asks once for everything', async () => {
    const asked: string[] = [];
    await otc.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body: list({}) };
      }),
    );

    expect(asked).toEqual([expect.stringMatching(/productType=OTC&limitMax=\d+$/)]);
  });
});
