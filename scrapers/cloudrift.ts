/**
 * CloudRift's types of machines: cents an hour for the whole, and the nodes that are free in each data
 * centre. A type that no data centre has is listed all the same. It answers without a key, by the
 * version of its API that it likes. https://docs.cloudrift.ai/extras/rest-api
 */
import { z } from 'zod';
import {
  amount,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  type Scraper,
  stockOf,
  times,
  UNSAID,
} from './kit/index.ts';

const TYPES = 'https://api.cloudrift.ai/api/v1/instance-types/list';
const QUERY = {
  version: '2025-03-21',
  data: { selector: { ByServiceAndLocation: { services: ['vm'] } } },
};
const GIB = 2 ** 30;

const Types = z.object({ data: z.object({ instance_types: z.array(z.unknown()).min(1) }) });
const Type = z.object({ brand_short: z.string().min(1), variants: z.array(z.unknown()) });
const IsOurs = z
  .object({ gpu_count: z.number().int().nonnegative() })
  .transform(({ gpu_count }) => gpu_count > 0);
const bytes = z.number().positive();
const Variant = z.object({
  name: z.string().min(1),
  cost_per_hour: amount('USD').transform((cents) => times(cents, 1 / 100)),
  gpu_count: z.number().int().positive(),
  /** Of one GPU. */
  vram: bytes,
  cpu_count: z.number().positive(),
  dram: bytes,
  disk: bytes,
  /** `nodes_per_dc` beside it counts those that are taken too. */
  available_nodes_per_dc: z.record(z.string().min(1), z.number().int().nonnegative()),
});

export const cloudrift: Scraper = oneDocument({
  id: 'cloudrift',
  provider: 'cloudrift',
  homepage: 'https://www.cloudrift.ai/pricing',
  reads: 'machines with GPUs and free nodes, by data centre',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.post('instance-types', TYPES, QUERY),

  *read(served) {
    for (const type of envelope(served, Types).data.instance_types) {
      yield* readingsOf(type, { row: Type, readings: variantsOf });
    }
  },
});

function* variantsOf({ brand_short, variants }: z.infer<typeof Type>): Iterable<Reading> {
  for (const variant of variants) {
    yield* readingsOf(variant, {
      isOurs: IsOurs,
      row: Variant,
      readings: (read) => inDataCentres(read, brand_short),
    });
  }
}

function* inDataCentres(variant: z.infer<typeof Variant>, accelerator: string): Iterable<Reading> {
  const free = Object.entries(variant.available_nodes_per_dc);
  for (const [region, nodes] of free.length > 0 ? free : [[null, 0] as const]) {
    yield {
      ...UNSAID,
      sku: variant.name,
      accelerator,
      memoryGb: variant.vram / GIB,
      count: variant.gpu_count,
      region,
      billing: 'on-demand',
      price: variant.cost_per_hour,
      tax: 'unknown',
      vcpus: variant.cpu_count,
      ramGb: variant.dram / GIB,
      diskGb: variant.disk / GIB,
      availability: stockOf(nodes > 0),
      quantity: nodes,
    };
  }
}
