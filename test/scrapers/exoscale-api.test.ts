import { describe, expect, it } from 'vitest';
import { exoscaleApi } from '../../scrapers/exoscale-api.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation: no list of types was ever published.
const TYPE = {
  ...{ id: 'some-id', family: 'gpu3', size: 'small', cpus: 7, gpus: 1, memory: 7 * 2 ** 30 },
  ...{ authorized: true, zones: ['ch-gva-2', 'de-fra-1'] },
};
const PRICES = {
  eur: {
    running_gpu3_small: '1.11000000',
    running_gpu_a5000_small: '2.22000000',
    traffic_free: '0E-8',
  },
};
const read = (change: object, prices: object = PRICES) =>
  readingsOf(exoscaleApi, [
    aDocument('types', { 'instance-types': [{ ...TYPE, ...change }] }),
    aDocument('prices', prices),
  ]);

describe('exoscale-api', () => {
  it('asks for types, signed, and for prices without a key', async () => {
    const asked: unknown[] = [];
    await exoscaleApi.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization?.split(',').slice(0, 2)]);
        return { body: {} };
      }),
    );

    const signed = ['EXO2-HMAC-SHA256 credential=a secret of nobody', 'expires=1767323645'];
    expect(asked).toEqual([
      ['https://api-ch-gva-2.exoscale.com/v2/instance-type', signed],
      ['https://portal.exoscale.com/api/pricing/opencompute', undefined],
    ]);
  });

  it('reads a type in each of its zones, at the price under its name', async () => {
    const facts = { sku: 'gpu3.small', accelerator: 'A40', count: 1, vcpus: 7, ramGb: 7 };

    expect(await read({})).toMatchObject([
      { ...facts, region: 'ch-gva-2', price: { micros: 1_110_000, currency: 'EUR' } },
      { ...facts, region: 'de-fra-1', availability: 'listed' },
    ]);
  });

  it.each([
    [
      'is called with a line more in the price list',
      { family: 'gpua5000', zones: ['at-vie-2'] },
      [{ accelerator: 'a5000', price: { micros: 2_220_000 } }],
    ],
    ['has no price', { size: 'huge', zones: ['at-vie-2'] }, [{ price: null }]],
    [
      'has to be asked for',
      { authorized: false, zones: ['at-vie-2'] },
      [{ availability: 'quota' }],
    ],
    ['has no GPU', { family: 'standard', gpus: undefined }, []],
    ['is of no family of GPUs', { family: 'storage' }, [{ kind: 'unread' }]],
    ['does not say where it is', { zones: undefined }, [{ kind: 'unread' }]],
  ])('knows a type that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('counts a type as not read whose price is nothing', async () => {
    const free = { eur: { running_gpu3_small: '0.00000000' } };

    expect(await read({}, free)).toMatchObject([{ kind: 'unread' }]);
  });

  it.each([
    ['a5000', 'rtx-a5000'],
    ['a30', 'a30'],
    ['b300', 'b300-sxm'],
    ['rtx6000pro', 'rtx-pro-6000'],
    ['RTX 3080 Ti', 'rtx-3080-ti'],
    ['A40', 'a40'],
    ['V100', 'v100'],
  ])('names its cards so that the catalogue knows them: %s', (words, id) => {
    expect(recognise(words, null)).toMatchObject({ accelerator: { id } });
  });

  it('refuses a price list that calls GPUs something else: all of them would have no price', async () => {
    const prices = { eur: { standard_gpu3_small: '1.11000000', traffic_free: '0E-8' } };

    await expect(read({}, prices)).rejects.toThrow(
      'prices: eur: expected prices called "running_gpu',
    );
  });

  it('refuses a price list without euros', async () => {
    await expect(read({}, { usd: {} })).rejects.toThrow('prices: eur');
  });
});
