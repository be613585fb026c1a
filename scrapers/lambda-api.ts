/**
 * Lambda's Cloud API: every type of instance, in cents an hour for the whole of it before sales tax, and
 * the regions that can start one now. A type that no region can start is sold out everywhere. At most
 * one request a second. https://docs.lambda.ai/api/cloud
 */
import { z } from 'zod';
import { bearer, cents, keyedList, type Reading, row, type Scraper, UNSAID } from './kit/index.ts';

const KEY = 'LAMBDA_API_KEY';

const IsOurs = z
  .object({
    instance_type: z.object({ specs: z.object({ gpus: z.number().int().nonnegative() }) }),
  })
  .transform(({ instance_type: { specs } }) => specs.gpus > 0);
const Type = z.object({
  instance_type: z.object({
    name: z.string().min(1),
    /** "H100 (80 GB SXM5)". The name alone leaves open which A100 it is. */
    gpu_description: z.string().min(1),
    price_cents_per_hour: cents('USD'),
    specs: z.object({
      gpus: z.number().int().positive(),
      vcpus: z.number().positive(),
      memory_gib: z.number().positive(),
      storage_gib: z.number().nonnegative(),
    }),
  }),
  regions_with_capacity_available: z.array(z.unknown()),
});

/** One that cannot be read leaves the others. */
const Region = z.object({ name: z.string().min(1) });

export const lambdaApi: Scraper = keyedList({
  id: 'lambda-api',
  provider: 'lambda',
  homepage: 'https://lambda.ai/pricing',
  reads: 'instance types and the regions that can start them now',
  every: '15m',
  verified: 'recorded 2026-08-15',
  secrets: [KEY],
  list: 'instance-types',
  url: 'https://cloud.lambda.ai/api/v1/instance-types',
  headers: (tools) => bearer(tools, KEY),
  rows: z
    .object({ data: z.record(z.string(), z.unknown()) })
    .transform(({ data }) => Object.values(data)),
  isOurs: IsOurs,
  row: Type,
  readings: inRegions,
});

function* inRegions({
  instance_type: type,
  regions_with_capacity_available: regions,
}: z.infer<typeof Type>): Iterable<Reading> {
  if (regions.length === 0) yield { kind: 'nothing' };
  for (const served of regions) {
    const region = row(served, Region, null);
    if ('unread' in region) {
      yield region.unread;
      continue;
    }
    yield {
      ...UNSAID,
      sku: type.name,
      accelerator: type.gpu_description,
      count: type.specs.gpus,
      region: region.read.name,
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
