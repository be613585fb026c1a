import { describe, expect, it } from 'vitest';
import { clore } from '../../scrapers/clore.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

interface Changes {
  readonly rented?: boolean;
  readonly gpu?: string;
  readonly gpuram?: number;
  readonly cc?: string;
  readonly usd?: object;
}

function server({ rented = false, gpu, gpuram, cc, usd }: Changes = {}) {
  return {
    id: 1,
    rented,
    specs: {
      gpu: gpu ?? '2x NVIDIA GeForce RTX 4090',
      gpuram: gpuram ?? 24,
      net: { cc: cc ?? 'US', up: 7, down: 7 },
    },
    price: {
      usd: usd ?? { on_demand_usd: 24, spot: 0 },
      on_demand: { bitcoin: 0.00007, 'CLORE-Blockchain': 7777 },
      spot: { bitcoin: 0.00007 },
    },
  };
}
const market = (...servers: readonly object[]) => [aDocument('machines', { servers })];

describe('clore', () => {
  it('reads the dollars of a day as those of an hour, and no coins', async () => {
    expect(await readingsOf(clore, market(server()))).toEqual([
      expect.objectContaining({
        sku: '2x NVIDIA GeForce RTX 4090 24 GB',
        accelerator: 'NVIDIA GeForce RTX 4090',
        memoryGb: 24,
        count: 2,
        region: 'US',
        billing: 'on-demand',
        tier: 'community',
        price: { micros: 1_000_000, currency: 'USD' },
        availability: 'available',
        quantity: 1,
      }),
    ]);
  });

  it('offers the cheapest machine of a country, each way of renting it, and counts them', async () => {
    const servers = market(
      server({ usd: { on_demand_usd: 48, spot: 12 } }),
      server({ usd: { on_demand_usd: 24, spot: 36 } }),
      server({ usd: { on_demand_usd: 72, spot: 0 }, cc: 'TW' }),
    );

    expect(await readingsOf(clore, servers)).toMatchObject([
      { region: 'US', billing: 'on-demand', price: { micros: 1_000_000 }, quantity: 2 },
      { region: 'US', billing: 'spot', price: { micros: 500_000 }, quantity: 2 },
      { region: 'TW', billing: 'on-demand', price: { micros: 3_000_000 }, quantity: 1 },
    ]);
  });

  it.each<[string, Changes]>([
    ['is rented', { rented: true }],
    ['has several kinds of GPU', { gpu: '4x Mixed GPUs' }],
    ['is sold for coins only', { usd: {} }],
  ])('leaves out a machine that %s', async (_, changes) => {
    expect(await readingsOf(clore, market(server(changes)))).toEqual([]);
  });

  it.each<[string, Changes, string]>([
    ['costs nothing', { usd: { on_demand_usd: 0 } }, 'on_demand_usd: zero is never a price'],
    ['does not say how many GPUs it has', { gpu: 'RTX 4090' }, 'specs.gpu'],
    ['stands nowhere', { cc: '' }, 'specs.net.cc'],
  ])('counts a machine as not read that %s', async (_, changes, reason) => {
    expect(await readingsOf(clore, market(server(changes)))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses a market without machines', async () => {
    await expect(readingsOf(clore, market())).rejects.toThrow('machines: servers');
  });
});
