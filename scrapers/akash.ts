/**
 * Akash's market, summed up GPU by GPU: how many its providers have and how many are free, and what
 * they bid for one an hour in the last month, in dollars. Bids are old and some are odd, so the price
 * told is their median, and none where one provider alone has the GPU. It names no regions.
 * https://akash.network/pricing/gpus/
 */
import { z } from 'zod';
import {
  amount,
  listIn,
  oneList,
  type Reading,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const PRICES = 'https://console-api.akash.network/v1/gpu-prices';
const PROVIDERS_MIN = 2;

const Count = z.number().int().nonnegative();
const Model = z.object({
  vendor: z.string().min(1),
  model: z.string().min(1),
  ram: z
    .string()
    .regex(/^\d+Gi$/, 'expected 80Gi')
    .transform((text) => Number(text.slice(0, -2))),
  interface: z.string().min(1),
  availability: z.object({ available: Count }),
  providerAvailability: z.object({ total: Count }),
  price: z.object({ currency: z.literal('USD'), med: amount('USD') }).nullable(),
});

export const akash: Scraper = oneList({
  id: 'akash',
  provider: 'akash',
  homepage: 'https://akash.network/pricing/gpus/',
  reads: 'GPUs that are free, and the median bid; no regions',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'marketplace',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.get('prices', PRICES),
  rows: listIn('models'),
  row: Model,
  readings: (model) => [listing(model)],
});

function listing({ vendor, model, ram, interface: form, ...bids }: z.infer<typeof Model>): Reading {
  const { availability, price } = bids;
  const providers = bids.providerAvailability.total;
  return {
    ...UNSAID,
    sku: `${model} ${ram}Gi ${form}`,
    accelerator: `${vendor} ${model} ${form}`,
    memoryGb: ram,
    count: 1,
    region: null,
    billing: 'on-demand',
    tier: 'community',
    price: providers < PROVIDERS_MIN ? null : (price?.med ?? null),
    tax: 'unknown',
    availability: stockOf(availability.available > 0),
    quantity: availability.available,
    words: price ? `median bid ${price.med.micros / 1e6} USD, providers: ${providers}` : null,
  };
}
