/**
 * CloudRift's types of machines: cents an hour for the whole, and the nodes that are free in each data
 * centre. A type that no data centre has is listed all the same. It answers without a key, by the
 * version of its API that it likes. https://docs.cloudrift.ai/extras/rest-api
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
const Kind = z.object({ gpu_count: z.number().int().nonnegative() });
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

export const cloudrift: Scraper = {
  id: 'cloudrift',
  provider: 'cloudrift',
  homepage: 'https://www.cloudrift.ai/pricing',
  reads: 'machines with GPUs and free nodes, by data centre',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',

  async fetch({ http }) {
    return [await http.post('instance-types', TYPES, QUERY)];
  },

  *parse(documents) {
    for (const served of envelope(document(documents, 'instance-types'), Types).data
      .instance_types) {
      const type = row(served, Type, null);
      if ('unread' in type) yield type.unread;
      else for (const each of type.read.variants) yield* inDataCentres(each, type.read.brand_short);
    }
  },
};

function* inDataCentres(served: unknown, accelerator: string): Iterable<Reading> {
  const kind = row(served, Kind, null);
  if ('unread' in kind) return yield kind.unread;
  if (kind.read.gpu_count === 0) return;
  const variant = row(served, Variant, null);
  if ('unread' in variant) return yield variant.unread;
  const free = Object.entries(variant.read.available_nodes_per_dc);
  for (const [region, nodes] of free.length > 0 ? free : [[null, 0] as const]) {
    yield {
      ...UNSAID,
      sku: variant.read.name,
      accelerator,
      memoryGb: variant.read.vram / GIB,
      count: variant.read.gpu_count,
      region,
      billing: 'on-demand',
      price: variant.read.cost_per_hour,
      tax: 'unknown',
      vcpus: variant.read.cpu_count,
      ramGb: variant.read.dram / GIB,
      diskGb: variant.read.disk / GIB,
      availability: stockOf(nodes > 0),
      quantity: nodes,
    };
  }
}
