/**
 * Hetzner's servers with a GPU, from the file behind the prices of its pages: euros an hour without
 * tax, at most so many a month. Products are numbers there, so which of them are servers with a GPU
 * stands here, and a new one is not seen by itself. It says where a server is sold, not whether one
 * can be had now; an IPv4 address, and what is paid once for the set-up, cost extra.
 * https://www.hetzner.com/dedicated-rootserver/matrix-gpu/
 */
import { z } from 'zod';
import {
  amount,
  amountText,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const PRICES = 'https://www.hetzner.com/_resources/app/data/app/live_data_prices.json';
/** As the page tells them apart in 2026-10. */
const SERVERS = [
  { key: 'ROBOT_1768', sku: 'GEX45', accelerator: 'RTX PRO 4000 Blackwell SFF', memoryGb: 24 },
  { key: 'ROBOT_1767', sku: 'GEX63', accelerator: 'RTX PRO 6000 Blackwell Max-Q', memoryGb: 96 },
  { key: 'ROBOT_1747', sku: 'GEX131', accelerator: 'RTX PRO 6000 Blackwell Max-Q', memoryGb: 96 },
] as const;
type Server = Omit<(typeof SERVERS)[number], 'key'>;

const Prices = z.object({ products: z.record(z.string(), z.unknown()) });
const Product = z.object({ locations: z.array(z.unknown()) });
const IsOurs = z.object({ active: z.boolean() }).transform(({ active }) => active);
const Euros = z.object({ EUR: z.union([amountText('EUR'), amount('EUR')]) });
const Location = z.object({
  datacenter: z.string().regex(/^[A-Z]{3}\d+$/, 'expected FSN1'),
  prices: z.object({ hourly: Euros, monthly: Euros }),
});

export const hetznerDedicated: Scraper = oneDocument({
  id: 'hetzner-dedicated',
  provider: 'hetzner',
  homepage: 'https://www.hetzner.com/dedicated-rootserver/matrix-gpu/',
  reads: "Hetzner's servers with a GPU, and where they are sold",
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',
  ask: ({ http }) => http.get('prices', PRICES),

  *read(served) {
    const { products } = envelope(served, Prices);
    for (const { key, ...server } of SERVERS) {
      yield* readingsOf(
        { ...server, ...Object(products[key]) },
        {
          row: Product,
          readings: ({ locations }) => locations.flatMap((each) => at(each, server)),
        },
      );
    }
  },
});

function at(served: unknown, server: Server): readonly Reading[] {
  const readings = (location: z.infer<typeof Location>) => [listing(location, server)];
  return [...readingsOf(served, { isOurs: IsOurs, row: Location, readings })];
}

function listing({ datacenter, prices }: z.infer<typeof Location>, server: Server): Reading {
  return {
    ...UNSAID,
    ...server,
    count: 1,
    region: datacenter,
    billing: 'on-demand',
    price: prices.hourly.EUR,
    tax: 'excluded',
    availability: 'listed',
    words: `at most ${prices.monthly.EUR.micros / 1e6} EUR a month; the set-up is paid once`,
  };
}
