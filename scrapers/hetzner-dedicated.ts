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
  document,
  envelope,
  type Reading,
  row,
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
type Server = (typeof SERVERS)[number];

const Prices = z.object({
  products: z.record(z.string(), z.unknown()),
});
const Product = z.object({ locations: z.array(z.unknown()) });
const Kind = z.object({ active: z.boolean() });
const Euros = z.object({ EUR: z.union([amountText('EUR'), amount('EUR')]) });
const Location = z.object({
  datacenter: z.string().regex(/^[A-Z]{3}\d+$/, 'expected FSN1'),
  prices: z.object({ hourly: Euros, monthly: Euros }),
});

export const hetznerDedicated: Scraper = {
  id: 'hetzner-dedicated',
  provider: 'hetzner',
  homepage: 'https://www.hetzner.com/dedicated-rootserver/matrix-gpu/',
  reads: "Hetzner's servers with a GPU, and where they are sold",
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.get('prices', PRICES)];
  },

  *parse(documents) {
    const { products } = envelope(document(documents, 'prices'), Prices);
    for (const server of SERVERS) {
      const product = row({ ...server, ...Object(products[server.key]) }, Product, null);
      if ('unread' in product) yield product.unread;
      else for (const served of product.read.locations) yield* readings(served, server);
    }
  },
};

function* readings(served: unknown, { key, ...server }: Server): Iterable<Reading> {
  const kind = row(served, Kind, null);
  if ('unread' in kind) return yield kind.unread;
  if (!kind.read.active) return;
  const location = row(served, Location, null);
  if ('unread' in location) return yield location.unread;
  const { hourly, monthly } = location.read.prices;
  yield {
    ...UNSAID,
    ...server,
    count: 1,
    region: location.read.datacenter,
    billing: 'on-demand',
    price: hourly.EUR,
    tax: 'excluded',
    availability: 'listed',
    words: `at most ${monthly.EUR.micros / 1e6} EUR a month; the set-up is paid once`,
  };
}
