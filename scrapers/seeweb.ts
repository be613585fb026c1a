/**
 * Seeweb's plans of cloud servers with accelerators: euros an hour for the whole server, and the regions
 * it is sold in. `available` means that a plan is sold, and says nothing of stock: how the list that does
 * is written, is not documented. https://docs.seeweb.it/
 */
import { z } from 'zod';
import { amount, keyedList, listIn, type Reading, type Scraper, UNSAID } from './kit/index.ts';

const KEY = 'SEEWEB_API_TOKEN';
const MIB_IN_GIB = 1024;

/** Numbers are written as text. */
const number = z.string().regex(/^\d+$/, 'expected a number as text').transform(Number);
const IsOurs = z
  .object({ gpu: number, available: z.boolean() })
  .transform(({ gpu, available }) => gpu > 0 && available);
const Plan = z.object({
  name: z.string().min(1),
  cpu: number,
  ram: number,
  disk: number,
  gpu: number,
  gpu_label: z.string().min(1),
  hourly_price: amount('EUR'),
  available_regions: z.array(z.object({ location: z.string().min(1) })).min(1),
});

export const seeweb: Scraper = keyedList({
  id: 'seeweb',
  provider: 'seeweb',
  homepage: 'https://www.seeweb.it/en/products/cloud-server-gpu',
  reads: 'plans with accelerators, by region',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  verified: 'documented',
  secrets: [KEY],
  list: 'plans',
  url: 'https://api.seeweb.it/ecs/v2/plans',
  headers: ({ secret }) => ({ 'x-apitoken': secret(KEY) }),
  rows: listIn('plans'),
  isOurs: IsOurs,
  row: Plan,
  readings: (plan) => plan.available_regions.map(({ location }) => listing(plan, location)),
});

function listing(plan: z.infer<typeof Plan>, region: string): Reading {
  return {
    ...UNSAID,
    sku: plan.name,
    accelerator: plan.gpu_label,
    count: plan.gpu,
    region,
    billing: 'on-demand',
    price: plan.hourly_price,
    tax: 'unknown',
    vcpus: plan.cpu,
    ramGb: plan.ram / MIB_IN_GIB,
    diskGb: plan.disk,
    availability: 'listed',
  };
}
