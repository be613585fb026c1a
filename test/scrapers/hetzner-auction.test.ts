import { describe, expect, it } from 'vitest';
import { hetznerAuction } from '../../scrapers/hetzner-auction.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

interface Changes {
  readonly hourly?: number;
  readonly information?: readonly string[];
  readonly specials?: readonly string[];
  readonly site?: string;
}

/** A machine of the auction, as far as a test changes it. */
function machine({
  hourly = 1.11,
  information = ['2 x RAM 7 MB MADE UP', 'GPU - GeForce GTX 1080'],
  specials = ['IPv4', 'GPU'],
  site = 'FSN1-DC6',
}: Changes = {}) {
  return {
    Id: 1,
    Prices: {
      monthly: { EUR: 777.77, USD: 888.88 },
      hourly: { EUR: hourly, USD: 9.99 },
      setup: { EUR: 0, USD: 0 },
      fixed: true,
    },
    Details: {
      Information: information,
      Specials: specials,
      Datacenter: { Name: site, Datacenter: `#${site}` },
    },
  };
}

const feed = (...server: readonly object[]) => [aDocument('machines', { server })];

describe('hetzner-auction', () => {
  it('reads a GPU at a site, by the hour', async () => {
    expect(await readingsOf(hetznerAuction, feed(machine()))).toEqual([
      expect.objectContaining({
        sku: 'GPU - GeForce GTX 1080',
        accelerator: 'GeForce GTX 1080',
        count: 1,
        region: 'FSN1',
        billing: 'on-demand',
        tier: 'auction',
        price: { micros: 1_110_000, currency: 'EUR' },
        tax: 'excluded',
        availability: 'available',
        quantity: 1,
      }),
    ]);
  });

  it('offers the cheapest machine of a site, and says how many there are', async () => {
    const machines = feed(
      machine({ hourly: 3.33 }),
      machine({ hourly: 1.11, site: 'FSN1-DC14' }),
      machine({ hourly: 2.22 }),
      machine({ hourly: 0.5, site: 'HEL1-DC2' }),
      machine({ hourly: 0.7, information: ['GPU - Nvidia RTX 6000 Ada'] }),
    );

    expect(await readingsOf(hetznerAuction, machines)).toMatchObject([
      {
        accelerator: 'GeForce GTX 1080',
        region: 'FSN1',
        price: { micros: 1_110_000 },
        quantity: 3,
      },
      { accelerator: 'GeForce GTX 1080', region: 'HEL1', price: { micros: 500_000 }, quantity: 1 },
      { accelerator: 'Nvidia RTX 6000 Ada', region: 'FSN1', quantity: 1 },
    ]);
  });

  it('leaves out machines without a GPU', async () => {
    const plain = machine({ information: ['NIC 1 Gbit'], specials: ['ECC'], hourly: 0 });

    expect(await readingsOf(hetznerAuction, feed(plain))).toEqual([]);
  });

  it.each<[string, Changes, string]>([
    ['has a GPU that no line names', { information: ['NIC 1 Gbit'] }, 'Details.Information'],
    [
      'has two lines of GPUs',
      { information: ['GPU - GeForce GTX 1080', 'GPU - GeForce GTX 1080'] },
      'Details.Information',
    ],
    ['costs nothing', { hourly: 0 }, 'Prices.hourly.EUR: zero is never a price'],
    ['stands at no site we can tell', { site: 'Mars' }, 'Details.Datacenter.Name'],
  ])('counts a machine as not read that %s', async (_, changes, reason) => {
    expect(await readingsOf(hetznerAuction, feed(machine(changes)))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it('refuses a feed without machines: one of the old ones, or a page', async () => {
    await expect(readingsOf(hetznerAuction, feed())).rejects.toThrow('machines: server');
  });
});
