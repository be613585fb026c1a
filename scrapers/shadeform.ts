/**
 * Shadeform rents out machines of some twenty clouds: cents an hour for the whole machine, which may hold
 * a margin of its own, and by region whether it can be had. Rows name the cloud behind them; regions
 * have that cloud's own codes. https://docs.shadeform.ai/api-reference/instances/instances-types
 */
import { z } from 'zod';
import {
  BROKERED,
  cents,
  keyedList,
  type Reading,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const KEY = 'SHADEFORM_API_KEY';

const IsOurs = z
  .object({ configuration: z.object({ num_gpus: z.number().int().nonnegative() }) })
  .transform(({ configuration }) => configuration.num_gpus > 0);
const Type = z.object({
  cloud: z.string().min(1),
  cloud_instance_type: z.string().min(1),
  hourly_price: cents('USD'),
  configuration: z.object({
    gpu_type: z.string().min(1),
    interconnect: z.string(),
    num_gpus: z.number().int().positive(),
    vram_per_gpu_in_gb: z.number().positive(),
    vcpus: z.number().positive(),
    memory_in_gb: z.number().positive(),
    storage_in_gb: z.number().nonnegative(),
  }),
  availability: z.array(
    z.object({ region: z.string().min(1), available: z.boolean(), display_name: z.string() }),
  ),
});

export const shadeform: Scraper = keyedList({
  id: 'shadeform',
  provider: 'shadeform',
  homepage: 'https://www.shadeform.ai/',
  reads: "others' machines it rents out, by cloud and region",
  evidence: 'aggregator',
  verified: 'documented',
  secrets: [KEY],
  list: 'types',
  url: 'https://api.shadeform.ai/v1/instances/types',
  headers: ({ secret }) => ({ 'x-api-key': secret(KEY) }),
  rows: z
    .object({ instance_types: z.array(z.unknown()) })
    .transform(({ instance_types }) => instance_types),
  isOurs: IsOurs,
  row: Type,
  readings: inRegions,
});

function* inRegions(type: z.infer<typeof Type>): Iterable<Reading> {
  const { gpu_type, interconnect, ...machine } = type.configuration;
  for (const { region, available, display_name } of type.availability) {
    yield {
      ...UNSAID,
      sku: `${type.cloud} ${type.cloud_instance_type}`,
      accelerator: `${gpu_type} ${interconnect}`.trim(),
      memoryGb: machine.vram_per_gpu_in_gb,
      count: machine.num_gpus,
      region,
      billing: 'on-demand',
      tier: BROKERED,
      price: type.hourly_price,
      tax: 'unknown',
      vcpus: machine.vcpus,
      ramGb: machine.memory_in_gb,
      diskGb: machine.storage_in_gb,
      availability: stockOf(available),
      words: display_name,
    };
  }
}
