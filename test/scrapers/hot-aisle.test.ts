import { describe, expect, it } from 'vitest';
import { hotAisle } from '../../scrapers/hot-aisle.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the documentation.
const MACHINE = {
  OnDemandPrice: 111,
  Quantity: 3,
  Specs: {
    ...{ cpu_cores: 7, ram_capacity: 77 * 2 ** 30, disk_capacity: 777 * 2 ** 30 },
    cpus: { count: 1, model: 'some CPU' },
    gpus: [{ count: 1, model: 'MI300X' }],
  },
};
const read = (body: unknown) => readingsOf(hotAisle, [aDocument('machines', body)]);

describe('hot-aisle', () => {
  it('asks for what the team may have, with the key', async () => {
    const asked: unknown[] = [];
    await hotAisle.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: null };
      }),
    );

    expect(asked).toEqual([
      [
        'https://admin.hotaisle.app/api/teams/a%20secret%20of%20nobody/virtual_machines/available/',
        'Token a secret of nobody',
      ],
    ]);
  });

  it('reads what can be had now, in cents and bytes', async () => {
    expect(await read([MACHINE])).toMatchObject([
      {
        sku: '1x MI300X, 7 cores',
        ...{ accelerator: 'MI300X', count: 1, region: null, ramGb: 77, diskGb: 777 },
        price: { micros: 1_110_000, currency: 'USD' },
        ...{ availability: 'available', quantity: 3 },
      },
    ]);
    expect(await read([{ ...MACHINE, Quantity: undefined }])).toMatchObject([{ quantity: null }]);
  });

  it('takes null as said that there is nothing', async () => {
    expect(await read(null)).toEqual([{ kind: 'nothing' }]);
  });

  it.each([
    ['costs nothing', { OnDemandPrice: 0 }],
    [
      'has several kinds of GPU',
      {
        Specs: {
          ...MACHINE.Specs,
          gpus: [
            { count: 1, model: 'a' },
            { count: 1, model: 'b' },
          ],
        },
      },
    ],
    ['has none', { Specs: { ...MACHINE.Specs, gpus: [] } }],
  ])('counts a machine as not read that %s', async (_, change) => {
    expect(await read([{ ...MACHINE, ...change }])).toMatchObject([{ kind: 'unread' }]);
  });

  it.each([
    ['an error', { detail: 'made up' }],
    ['an empty list', []],
  ])('refuses %s', async (_, body) => {
    await expect(read(body)).rejects.toThrow('machines: ');
  });
});
