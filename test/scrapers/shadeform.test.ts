import { describe, expect, it } from 'vitest';
import { shadeform } from '../../scrapers/shadeform.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const TYPE = {
  cloud: 'northlight',
  shade_instance_type: 'A100_80Gx2',
  cloud_instance_type: 'nl-a100-2',
  hourly_price: 1111,
  deployment_type: 'vm',
  configuration: {
    ...{ gpu_type: 'A100_80G', interconnect: 'sxm4', num_gpus: 2, vram_per_gpu_in_gb: 80 },
    ...{ vcpus: 7, memory_in_gb: 77, storage_in_gb: 777 },
  },
  availability: [
    { region: 'pole-1', available: true, display_name: 'Pole, XX' },
    { region: 'pole-2', available: false, display_name: 'Pole, XX' },
  ],
};
const read = (change: object) =>
  readingsOf(shadeform, [aDocument('types', { instance_types: [{ ...TYPE, ...change }] })]);

describe('shadeform', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await shadeform.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers['x-api-key']]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([['https://api.shadeform.ai/v1/instances/types', 'a secret of nobody']]);
  });

  it('says whose machine it is, in cents, in stock or not by region', async () => {
    const facts = { sku: 'northlight nl-a100-2', tier: 'brokered', count: 2 };

    expect(await read({})).toMatchObject([
      { ...facts, region: 'pole-1', availability: 'available', price: { micros: 11_110_000 } },
      { ...facts, region: 'pole-2', availability: 'sold-out', words: 'Pole, XX' },
    ]);
    expect(recognise('A100_80G sxm4', 80)).toMatchObject({ accelerator: { id: 'a100-sxm-80gb' } });
  });

  it.each([
    ['has no GPU', { configuration: { num_gpus: 0 } }, []],
    ['is nowhere', { availability: [] }, []],
    ['costs nothing', { hourly_price: 0 }, [{ kind: 'unread' }]],
    ['does not say what it is', { configuration: { num_gpus: 1 } }, [{ kind: 'unread' }]],
  ])('knows a machine that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('refuses an answer without its list', async () => {
    const error = aDocument('types', { error: 'made up' });

    await expect(readingsOf(shadeform, [error])).rejects.toThrow('types: instance_types');
  });
});
