/**
 * Lambda's Cloud API: every type of instance, in cents an hour for the whole of it before sales tax, and
 * the regions that can start one now. A type that no region can start is sold out everywhere. At most
 * one request a second. https://docs.lambda.ai/api/cloud
 */
import { z } from 'zod';
import {
  amount,
  bearer,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  times,
  UNSAID,
} from './kit/index.ts';

const TYPES = 'https://cloud.lambda.ai/api/v1/instance-types';
const KEY = 'LAMBDA_API_KEY';

const Types = z.object({ data: z.record(z.string(), z.unknown()) });
const Kind = z.object({
  instance_type: z.object({ specs: z.object({ gpus: z.number().int().nonnegative() }) }),
});
const Type = z.object({
  instance_type: z.object({
    name: z.string().min(1),
    /** "H100 (80 GB SXM5)". The name alone leaves open which A100 it is. */
    gpu_description: z.string().min(1),
    price_cents_per_hour: amount('USD').transform((cents) => times(cents, 1 / 100)),
    specs: z.object({
      gpus: z.number().int().positive(),
      vcpus: z.number().positive(),
      memory_gib: z.number().positive(),
      storage_gib: z.number().nonnegative(),
    }),
  }),
  regions_with_capacity_available: z.array(z.object({ name: z.string().min(1) })),
});

export const lambdaApi: Scraper = {
  id: 'lambda-api',
  provider: 'lambda',
  homepage: 'https://lambda.ai/pricing',
  reads: 'instance types and the regions that can start them now',
  every: '15m',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'recorded 2026-08-15',
  secrets: [KEY],

  async fetch(tools) {
    return [await tools.http.get('instance-types', TYPES, bearer(tools, KEY))];
  },

  *parse(documents) {
    const { data } = envelope(document(documents, 'instance-types'), Types);
    for (const served of Object.values(data)) yield* inRegions(served);
  },
};

function* inRegions(served: unknown): Iterable<Reading> {
  const kind = row(served, Kind, null);
  if ('unread' in kind) return yield kind.unread;
  if (kind.read.instance_type.specs.gpus === 0) return;
  const found = row(served, Type, null);
  if ('unread' in found) return yield found.unread;
  const { instance_type: type, regions_with_capacity_available: regions } = found.read;
  if (regions.length === 0) yield { kind: 'nothing' };
  for (const { name } of regions) {
    yield {
      ...UNSAID,
      sku: type.name,
      accelerator: type.gpu_description,
      count: type.specs.gpus,
      region: name,
      billing: 'on-demand',
      price: type.price_cents_per_hour,
      tax: 'excluded',
      vcpus: type.specs.vcpus,
      ramGb: type.specs.memory_gib,
      diskGb: type.specs.storage_gib,
      availability: 'available',
    };
  }
}
