import { describe, expect, it } from 'vitest';
import { togetherApi } from '../../scrapers/together-api.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const TYPE = {
  ...{ id: '2x-made-up', name: 'Made up', description: 'Made up', priceCentsPerHour: 1111 },
  ...{ gpuType: 'H100', gpuCount: 2, gpuMemoryGib: 80, regions: [{ name: 'pole-1' }] },
};
const list = (...types: readonly object[]) => [
  aDocument('types', { object: 'list', data: types.map((each) => ({ ...TYPE, ...each })) }),
];
const withHeadroom = (headroom: object) =>
  readingsOf(togetherApi, list({ regions: [{ name: 'pole-1', headroom }] }));

describe('together-api', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await togetherApi.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      ['https://api.together.ai/v2/public/inference-instance-types', 'Bearer a secret of nobody'],
    ]);
  });

  it('reads a replica with all its GPUs, in cents, by region', async () => {
    expect(await readingsOf(togetherApi, list({}))).toEqual([
      expect.objectContaining({
        sku: '2x-made-up',
        accelerator: 'H100',
        memoryGb: 80,
        count: 2,
        region: 'pole-1',
        billing: 'on-demand',
        tier: 'model-hosting',
        price: { micros: 11_110_000, currency: 'USD' },
        availability: 'listed',
        quantity: null,
      }),
    ]);
  });

  it.each([
    ['so many', { relation: 'RELATION_EQ', value: 3 }, 'available', 3],
    ['at least so many', { relation: 'RELATION_GTE', value: 3 }, 'available', null],
    ['none', { relation: 'RELATION_EQ', value: 0 }, 'sold-out', 0],
    ['at least none', { relation: 'RELATION_GTE', value: 0 }, 'listed', null],
    ['no number', { relation: 'RELATION_EQ' }, 'listed', null],
  ])('tells that %s fit', async (_, headroom, availability, quantity) => {
    expect(await withHeadroom(headroom)).toMatchObject([{ availability, quantity }]);
  });

  it('takes a type that stands nowhere for a word that there is none', async () => {
    expect(await readingsOf(togetherApi, list({ regions: [] }))).toEqual([{ kind: 'nothing' }]);
  });

  it.each([
    ['costs nothing', { priceCentsPerHour: 0 }, 'zero is never a price'],
    ['has a headroom of another kind', { regions: [{ name: 'pole-1', headroom: 3 }] }, 'headroom'],
    ['has no GPUs', { gpuCount: 0 }, 'gpuCount'],
  ])('counts a type as not read that %s', async (_, change, reason) => {
    expect(await readingsOf(togetherApi, list(change))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses a list that goes on elsewhere', async () => {
    const part = aDocument('types', { object: 'list', data: [TYPE], next_cursor: 'made up' });

    await expect(readingsOf(togetherApi, [part])).rejects.toThrow('types: next_cursor');
  });
});
