/**
 * Lium's nodes, each of one host and rented whole: dollars an hour for the node, and how many of its
 * GPUs nobody has. A node in use in part cannot be had; a node of tier `spot` is taken back when its
 * host wants it. Told is a GPU, how many of it, in a country: the cheapest node, and how many there
 * are. https://lium.io/api/public/v1/nodes
 */
import { z } from 'zod';
import { amount, type Machine, machineList, type Scraper, UNSAID } from './kit/index.ts';

const NODES = 'https://lium.io/api/public/v1/nodes';
const BILLING = { secure: 'on-demand', spot: 'spot' } as const;

const Count = z.number().int().nonnegative();
const Kind = z.object({ gpu_count: Count, available_gpu_count: Count });
const Node = z.object({
  gpu_model: z.string().min(1),
  gpu_count: z.number().int().positive(),
  gpu_memory_gb: z.number().positive(),
  cpu_count: z.number().positive(),
  ram_gb: z.number().positive(),
  price_per_node_hour: amount('USD'),
  tier: z.enum(['secure', 'spot']),
  country_code: z.string().regex(/^[A-Z]{2}$/, 'expected a country'),
});

export const lium: Scraper = machineList({
  id: 'lium',
  provider: 'lium',
  homepage: 'https://lium.io/',
  reads: 'the cheapest free node and how many, by country',
  robots: 'documented-api',
  verified: 'documented',
  url: NODES,
  list: 'nodes',
  kind: Kind,
  isForSale: ({ gpu_count, available_gpu_count }) =>
    gpu_count > 0 && available_gpu_count >= gpu_count,
  row: Node,
  machines: (node) => [listing(node)],
});

function listing(node: z.infer<typeof Node>): Machine {
  return {
    ...UNSAID,
    sku: `${node.gpu_count}x ${node.gpu_model}`,
    accelerator: node.gpu_model,
    memoryGb: node.gpu_memory_gb,
    count: node.gpu_count,
    region: node.country_code,
    billing: BILLING[node.tier],
    tier: 'community',
    price: node.price_per_node_hour,
    tax: 'unknown',
    vcpus: node.cpu_count,
    ramGb: node.ram_gb,
    availability: 'available',
    quantity: 1,
  };
}
