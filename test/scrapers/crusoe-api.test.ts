import { describe, expect, it } from 'vitest';
import { crusoeApi } from '../../scrapers/crusoe-api.ts';
import { recognise } from '../../src/domain/catalogue/recognise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the API.
const TYPE = {
  ...{ product_name: 'h100-80gb-sxm-ib.8x', gpu_type: 'H100-SXM-80GB', num_gpu: 8 },
  ...{ cpu_cores: 7, cpu_type: 'amd64', memory_gb: 77, disk_gb: 777 },
};
const CPU = { ...TYPE, product_name: 'c1a.2x', gpu_type: '', num_gpu: 0 };
const left = (quantity: number, more: object = {}) => ({
  ...{ type: TYPE.product_name, location: 'us-east1-a', quantity },
  ...more,
});
const read = (...capacities: readonly object[]) =>
  readingsOf(crusoeApi, [
    aDocument('types', { items: [TYPE, CPU] }),
    aDocument('capacities', { items: capacities }),
  ]);

describe('crusoe-api', () => {
  it('asks for types and capacities, both signed', async () => {
    const asked: unknown[] = [];
    await crusoeApi.fetch(
      toolsOf(({ url, headers }) => {
        const [version, id] = headers.authorization?.split(':') ?? [];
        asked.push([new URL(url).pathname, version, id, headers['x-crusoe-timestamp']]);
        return { body: {} };
      }),
    );

    const signed = ['Bearer 1.0', 'a secret of nobody', '2026-01-02T03:04:05+00:00'];
    expect(asked).toEqual([
      ['/v1alpha5/projects/a%20secret%20of%20nobody/compute/vms/types', ...signed],
      ['/v1alpha5/capacities', ...signed],
    ]);
  });

  it('reads how many a location has left, and no price', async () => {
    expect(await read(left(3))).toMatchObject([
      {
        ...{ sku: TYPE.product_name, count: 8, region: 'us-east1-a', price: null, diskGb: 777 },
        ...{ availability: 'available', quantity: 3 },
      },
    ]);
    expect(recognise('H100-SXM-80GB', null)).toMatchObject({ accelerator: { id: 'h100-sxm' } });
  });

  it('takes the largest of several rows of one type in one location', async () => {
    const elsewhere = left(0, { location: 'us-west1-a' });

    expect(await read(left(0), left(5), left(2), elsewhere)).toMatchObject([
      { region: 'us-east1-a', quantity: 5, availability: 'available' },
      { region: 'us-west1-a', quantity: 0, availability: 'sold-out' },
    ]);
  });

  it.each([
    ['of what has no GPU', left(1, { type: 'c1a.2x' }), []],
    ['of a type that the list does not have', left(1, { type: 'x.1x' }), [{ kind: 'unread' }]],
    ['that is not counted', left(1, { quantity: null }), [{ kind: 'unread' }]],
  ])('knows a capacity %s', async (_, capacity, readings) => {
    expect(await read(capacity)).toMatchObject(readings);
  });

  it('refuses lists of nothing', async () => {
    await expect(read()).rejects.toThrow('capacities: items');
  });
});
