import { describe, expect, it } from 'vitest';
import { latitudeApi } from '../../scrapers/latitude-api.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const PLAN = {
  slug: 'g9-h100-large',
  specs: {
    gpu: { count: 4, type: 'NVIDIA H100', vram_per_gpu: 80 },
    cpu: { cores: 7, count: 2 },
    memory: { total: 77 },
  },
  regions: [
    {
      name: 'Some Country',
      locations: { available: ['DAL', 'NYC'], in_stock: ['DAL'] },
      pricing: { USD: { hour: 11.11, month: 777 } },
    },
  ],
};
const read = (change: object) =>
  readingsOf(latitudeApi, [
    aDocument('plans', { data: [{ type: 'plans', attributes: { ...PLAN, ...change } }] }),
  ]);

describe('latitude-api', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await latitudeApi.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      ['https://api.latitude.sh/plans?filter[gpu]=true', 'Bearer a secret of nobody'],
    ]);
  });

  it('reads a server at the sites that have it in stock, and at no other', async () => {
    expect(await read({})).toMatchObject([
      {
        ...{ sku: PLAN.slug, count: 4, memoryGb: 80, region: 'DAL', vcpus: 14, ramGb: 77 },
        ...{ price: { micros: 11_110_000 }, availability: 'available' },
      },
    ]);
  });

  it.each([
    ['is in stock nowhere', { regions: [] }, [{ kind: 'nothing' }]],
    ['has no GPU', { specs: { ...PLAN.specs, gpu: null } }, []],
    [
      'has no price',
      { regions: [{ ...PLAN.regions[0], pricing: { USD: { hour: null } } }] },
      [{ price: null }],
    ],
    [
      'costs nothing',
      { regions: [{ ...PLAN.regions[0], pricing: { USD: { hour: 0 } } }] },
      [{ kind: 'unread' }],
    ],
    [
      'does not say how much memory',
      { specs: { ...PLAN.specs, gpu: { count: 4, type: 'x' } } },
      [{ kind: 'unread' }],
    ],
  ])('knows a server that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('refuses an answer without plans', async () => {
    const none = aDocument('plans', { data: [] });

    await expect(readingsOf(latitudeApi, [none])).rejects.toThrow('plans: data');
  });
});
