/**
 * Prime Intellect rents out machines of other providers: dollars an hour for the whole box, which may
 * hold a margin of its own, and how much of it is left. Rows name the provider behind them. What has to
 * be paid in advance is left out: for how long is not documented. An empty list has been seen where
 * there was stock, so it is no proof of none.
 * https://docs.primeintellect.ai/api-reference/check-gpu-availability
 */
import { z } from 'zod';
import {
  allPages,
  amount,
  BROKERED,
  bearer,
  cheapest,
  envelope,
  type Machine,
  rowsOfPages,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const GPUS = 'https://api.primeintellect.ai/api/v1/availability/gpus';
const KEY = 'PRIME_API_KEY';
const PAGE = 100;
const STOCK = {
  Available: 'available',
  High: 'available',
  Medium: 'available',
  Low: 'limited',
} as const;

const Page = z
  .object({ items: z.array(z.unknown()), totalCount: z.number().int().nonnegative() })
  .transform(({ items, totalCount }) => ({ rows: items, total: totalCount }));
const Kind = z.object({
  gpuType: z.string().min(1),
  gpuCount: z.number().int().nonnegative(),
  prepaidTime: z.unknown(),
});
const Default = z.object({ defaultCount: z.number().positive().nullable() });
const Box = z
  .object({
    provider: z.string().min(1),
    gpuType: z.string().min(1),
    socket: z.string().min(1),
    gpuCount: z.number().int().positive(),
    /** Of all GPUs together. */
    gpuMemory: z.number().positive(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'expected a country')
      .nullable(),
    dataCenter: z.string().min(1).nullable(),
    vcpu: Default,
    memory: Default,
    stockStatus: z.enum(['Available', 'High', 'Medium', 'Low']),
    security: z.enum(['secure_cloud', 'community_cloud']),
    isSpot: z.boolean().nullable(),
    prices: z.object({
      onDemand: amount('USD').nullable(),
      communityPrice: amount('USD').nullable(),
      currency: z.literal('USD'),
    }),
  })
  .transform((box, context) => {
    const price = box.security === 'secure_cloud' ? box.prices.onDemand : box.prices.communityPrice;
    if (price !== null) return { ...box, price };
    context.addIssue(`no price of the ${box.security}`);
    return z.NEVER;
  });

export const primeIntellect: Scraper = {
  id: 'prime-intellect',
  provider: 'prime-intellect',
  homepage: 'https://www.primeintellect.ai/',
  reads: "others' machines it rents out, the cheapest of each kind",
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'recorded 2025-10-09',
  secrets: [KEY],

  fetch(tools) {
    const headers = bearer(tools, KEY);
    return allPages(
      (page) =>
        tools.http.get(`gpus/${page}`, `${GPUS}?page=${page}&page_size=${PAGE}`, { headers }),
      (first) => Math.ceil(envelope(first, Page).total / PAGE),
    );
  },

  *parse(documents) {
    const found = cheapest(rowsOfPages(documents, 'gpus', Page), {
      kind: Kind,
      isForSale: ({ gpuType, prepaidTime }) => gpuType !== 'CPU_NODE' && prepaidTime === null,
      row: Box,
      machines: (box) => [machine(box)],
    });
    // A row is a kind of box, of which there may be many.
    for (const each of found) yield each.kind === 'unread' ? each : { ...each, quantity: null };
  },
};

function machine(box: z.infer<typeof Box>): Machine {
  const { provider, gpuType, socket, gpuCount, security, stockStatus } = box;
  return {
    ...UNSAID,
    // The provider's own id of a box may be that of one host, which comes and goes.
    sku: `${provider} ${gpuCount}x ${gpuType} ${socket} ${security}`,
    accelerator: `${gpuType} ${socket}`,
    memoryGb: box.gpuMemory / gpuCount,
    count: gpuCount,
    region: box.country,
    zone: box.dataCenter,
    billing: box.isSpot === true ? 'spot' : 'on-demand',
    tier: BROKERED,
    price: box.price,
    tax: 'unknown',
    vcpus: box.vcpu.defaultCount,
    ramGb: box.memory.defaultCount,
    availability: STOCK[stockStatus],
    quantity: 1,
    words: `${provider}, ${security}: ${stockStatus}`,
  };
}
