/**
 * Akash's market, summed up GPU by GPU: how many its providers have and how many are free, and what
 * they bid for one an hour in the last month, in dollars. Bids are old and some are odd, so the price
 * told is their median, and none where one provider alone has the GPU. It names no regions.
 * https://akash.network/pricing/gpus/
 */
import { z } from 'zod';
import {
  amount,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const PRICES = 'https://console-api.akash.network/v1/gpu-prices';
const PROVIDERS_MIN = 2;

const Prices = z.object({ models: z.array(z.unknown()).min(1) });
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

export const akash: Scraper = {
  id: 'akash',
  provider: 'akash',
  homepage: 'https://akash.network/pricing/gpus/',
  reads: 'GPUs that are free, and the median bid; no regions',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'marketplace',
  robots: 'documented-api',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.get('prices', PRICES)];
  },

  *parse(documents) {
    for (const served of envelope(document(documents, 'prices'), Prices).models) {
      yield reading(served);
    }
  },
};

function reading(served: unknown): Reading {
  const found = row(served, Model, null);
  if ('unread' in found) return found.unread;
  const { vendor, model, ram, interface: form, availability, price } = found.read;
  const providers = found.read.providerAvailability.total;
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
