import { describe, expect, it } from 'vitest';
import { seeweb } from '../../scrapers/seeweb.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the API.
const PLAN = {
  name: 'ECS2GPU3',
  ...{ cpu: '7', ram: '7168', disk: '77', gpu: '2', gpu_label: 'A100 80GB' },
  ...{ hourly_price: 1.11, available: true },
  available_regions: [{ location: 'it-fr2' }, { location: 'it-mi2' }],
};
const read = (change: object) =>
  readingsOf(seeweb, [aDocument('plans', { status: 'ok', plans: [{ ...PLAN, ...change }] })]);

describe('seeweb', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await seeweb.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers['x-apitoken']]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([['https://api.seeweb.it/ecs/v2/plans', 'a secret of nobody']]);
  });

  it('reads a plan in each of its regions, in euros, and no word of stock', async () => {
    expect(await read({})).toMatchObject([
      { sku: 'ECS2GPU3', region: 'it-fr2', count: 2, ramGb: 7, availability: 'listed' },
      { region: 'it-mi2', price: { micros: 1_110_000, currency: 'EUR' } },
    ]);
  });

  it.each([
    ['has no GPU', { gpu: '0', gpu_label: null }, []],
    ['is sold no more', { available: false, hourly_price: 0 }, []],
    ['costs nothing', { hourly_price: 0 }, [{ kind: 'unread' }]],
    ['is sold nowhere', { available_regions: [] }, [{ kind: 'unread' }]],
    ['counts in words', { gpu: '2 GPU' }, [{ kind: 'unread' }]],
  ])('knows a plan that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('refuses a list of nothing', async () => {
    await expect(readingsOf(seeweb, [aDocument('plans', { plans: [] })])).rejects.toThrow('plans');
  });
});
