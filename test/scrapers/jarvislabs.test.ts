import { describe, expect, it } from 'vitest';
import { jarvislabs } from '../../scrapers/jarvislabs.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

// Made-up figures under the names of the API.
const SERVER = {
  ...{ gpu_type: 'L4', region: 'india-noida-01', workload_type: 'vm', num_gpus: '8' },
  ...{ price_per_hour: 1.11, spot_price: 0.77, vram: '24', cpus_per_gpu: 7, ram_per_gpu: 77 },
  ...{ num_free_devices: 5, effective_num_free_devices: 3, spot_num_free_devices: 0 },
};
const read = (change: object) =>
  readingsOf(jarvislabs, [aDocument('servers', { server_meta: [{ ...SERVER, ...change }] })]);

describe('jarvislabs', () => {
  it('asks once, with the key', async () => {
    const asked: unknown[] = [];
    await jarvislabs.fetch(
      toolsOf(({ url, headers }) => {
        asked.push([url, headers.authorization]);
        return { body: {} };
      }),
    );

    expect(asked).toEqual([
      ['https://backendprod.jarvislabs.net/misc/server_meta', 'Bearer a secret of nobody'],
    ]);
  });

  it('reads one GPU with its share of the host, to rent and as spot, and how many are free', async () => {
    const facts = { sku: 'L4 vm', count: 1, memoryGb: 24, region: 'india-noida-01', vcpus: 7 };

    expect(await read({})).toMatchObject([
      { ...facts, billing: 'on-demand', price: { micros: 1_110_000 }, quantity: 3 },
      { ...facts, billing: 'spot', price: { micros: 770_000 }, availability: 'sold-out' },
    ]);
  });

  it.each([
    ['is not sold as spot', { spot_price: null }, [{ billing: 'on-demand' }]],
    ['does not say its kind', { workload_type: null, spot_price: null }, [{ sku: 'L4 vm' }]],
    ['is a container', { workload_type: 'container', spot_price: null }, [{ sku: 'L4 container' }]],
    ['costs nothing', { price_per_hour: 0 }, [{ kind: 'unread' }]],
    ['does not count what is free', { effective_num_free_devices: null }, [{ kind: 'unread' }]],
  ])('knows a server that %s', async (_, change, readings) => {
    expect(await read(change)).toMatchObject(readings);
  });

  it('refuses an answer without servers', async () => {
    const none = aDocument('servers', { server_meta: [] });

    await expect(readingsOf(jarvislabs, [none])).rejects.toThrow('server_meta');
  });
});
