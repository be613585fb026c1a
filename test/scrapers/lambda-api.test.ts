import { describe, expect, it } from 'vitest';
import { lambdaApi } from '../../scrapers/lambda-api.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const TYPE = {
  name: 'gpu_2x_h100_sxm5',
  description: '2x H100 (80 GB SXM5)',
  gpu_description: 'H100 (80 GB SXM5)',
  price_cents_per_hour: 1111,
  specs: { vcpus: 7, memory_gib: 77, storage_gib: 777, gpus: 2 },
};
const SOMEWHERE = [{ name: 'us-south-1', description: 'Texas, USA' }];
const types = (change: object = {}, regions: unknown = SOMEWHERE) => [
  aDocument('instance-types', {
    data: {
      some: { instance_type: { ...TYPE, ...change }, regions_with_capacity_available: regions },
    },
  }),
];

describe('lambda-api', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await lambdaApi.fetch(
      toolsOf((request) => {
        asked.push(request);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      expect.objectContaining({
        url: 'https://cloud.lambda.ai/api/v1/instance-types',
        headers: { authorization: 'Bearer a secret of nobody' },
      }),
    ]);
  });

  it('reads cents for the whole instance, once in each region that has it', async () => {
    const regions = [...SOMEWHERE, { name: 'us-east-1', description: 'Virginia, USA' }];

    expect(await readingsOf(lambdaApi, types({}, regions))).toMatchObject([
      { sku: TYPE.name, count: 2, region: 'us-south-1', price: { micros: 11_110_000 } },
      { sku: TYPE.name, count: 2, region: 'us-east-1', availability: 'available', ramGb: 77 },
    ]);
  });

  it('takes a type that no region has as said to be nowhere', async () => {
    expect(await readingsOf(lambdaApi, types({}, []))).toEqual([{ kind: 'nothing' }]);
  });

  it('leaves out a type without GPUs, whatever else it says', async () => {
    const cpu = { specs: { gpus: 0 }, gpu_description: 'N/A' };

    expect(await readingsOf(lambdaApi, types(cpu))).toEqual([]);
  });

  it.each([
    ['costs nothing', { price_cents_per_hour: 0 }, SOMEWHERE],
    ['does not name its GPU', { gpu_description: '' }, SOMEWHERE],
    ['does not say where it is', {}, null],
  ])('counts a type as not read that %s', async (_, change, regions) => {
    expect(await readingsOf(lambdaApi, types(change, regions))).toMatchObject([{ kind: 'unread' }]);
  });

  it.each([
    ['A100 (40 GB PCIe)', 'a100-pcie-40gb'],
    ['A6000 (48 GB)', 'rtx-a6000'],
    ['B200 (180 GB SXM6)', 'b200-sxm'],
    ['RTX 6000 (24 GB)', 'quadro-rtx-6000'],
    ['Tesla V100 (16 GB)', 'v100-16gb'],
  ])('names its GPUs so that the catalogue knows them: %s', (words, id) => {
    expect(recognise(words, null)).toMatchObject({ accelerator: { id } });
  });

  it('refuses an answer without its list', async () => {
    const error = aDocument('instance-types', { error: { code: 'global/invalid-api-key' } });

    await expect(readingsOf(lambdaApi, [error])).rejects.toThrow('instance-types: data');
  });
});
