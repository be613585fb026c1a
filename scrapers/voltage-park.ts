/**
 * Voltage Park's bare metal: dollars an hour for one GPU of a node, by the network that joins the nodes,
 * and the GPUs that are free at each place. Places have numbers only. It answers without a key, and
 * leaves out the currency: its own pages have the price by Ethernet as dollars for a GPU an hour.
 * https://cloud-api.voltagepark.com/api/v1/redoc
 */
import { z } from 'zod';
import {
  amount,
  amountText,
  envelope,
  type Listing,
  oneDocument,
  row,
  type Scraper,
  stockOf,
  times,
  UNSAID,
  whole,
} from './kit/index.ts';

const LOCATIONS = 'https://cloud-api.voltagepark.com/api/v1/bare-metal/locations';

const Page = z.object({
  results: z.array(z.unknown()).min(1),
  total_result_count: z.number().int().positive(),
  has_next: z.literal(false, 'expected all places on one page').nullish(),
});

/** Of one GPU, written as text, by their documents, or as a number. */
const price = z.union([z.number().pipe(amount('USD')), amountText('USD')]);
const free = z.number().int().nonnegative();
const NETWORKS = ['ethernet', 'infiniband'] as const;
const PRICES: readonly string[] = NETWORKS.map((network) => `gpu_price_${network}`);
const Location = z
  .looseObject({
    id: z.string().min(1),
    gpu_price_ethernet: price,
    gpu_price_infiniband: price,
    gpu_count_ethernet: free,
    gpu_count_infiniband: free,
    specs_per_node: z.object({
      gpu_model: z.string().min(1),
      gpu_count: z.number().int().positive(),
      cpu_count: z.number().positive(),
      ram_gb: z.number().positive(),
      storage_gb: z.number().nonnegative(),
    }),
  })
  .refine(
    (location) =>
      Object.keys(location).every((key) => !key.startsWith('gpu_price') || PRICES.includes(key)),
    'expected a price by each network and no other',
  );
type Location = z.infer<typeof Location>;

export const voltagePark: Scraper = oneDocument({
  id: 'voltage-park',
  provider: 'voltage-park',
  homepage: 'https://www.voltagepark.com/',
  reads: 'bare metal with GPUs and what is free, by network',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',

  ask: ({ http }) => http.get('locations', LOCATIONS),
  *read(page) {
    const { results, total_result_count: total } = envelope(page, Page);
    for (const served of whole('locations', results, total)) {
      const found = row(served, Location, null);
      if ('unread' in found) yield found.unread;
      else for (const network of NETWORKS) yield node(found.read, network);
    }
  },
});

function node(location: Location, network: (typeof NETWORKS)[number]): Listing {
  const { id, specs_per_node: specs } = location;
  const gpus = location[`gpu_count_${network}`];
  const nodes = Math.floor(gpus / specs.gpu_count);
  return {
    ...UNSAID,
    sku: `${specs.gpu_model} ${network}`,
    accelerator: specs.gpu_model,
    count: specs.gpu_count,
    region: id,
    billing: 'on-demand',
    price: times(location[`gpu_price_${network}`], specs.gpu_count),
    tax: 'unknown',
    vcpus: specs.cpu_count,
    ramGb: specs.ram_gb,
    diskGb: specs.storage_gb,
    availability: stockOf(nodes > 0),
    quantity: nodes,
    words: `${gpus} GPUs free`,
  };
}
