/**
 * CUDO Compute's machine types, data centre by data centre: what a GPU, a vCPU and a GiB of memory cost
 * an hour in dollars, each on its own, and how many GPUs nobody has. Told is the smallest machine that
 * can be rented with one GPU; its disk and an IPv4 address cost extra.
 * https://www.cudocompute.com/docs/api/virtual-machines
 */
import { z } from 'zod';
import {
  listIn,
  money,
  oneList,
  type Reading,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const TYPES = 'https://rest.compute.cudo.org/v1/vms/machine-types';

const IsOurs = z
  .object({ gpuModel: z.string().nullish() })
  .transform(({ gpuModel }) => Boolean(gpuModel));
const Decimal = z
  .object({ value: z.string().regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal amount') })
  .transform(({ value }) => Number(value))
  .pipe(z.number().max(1e5));
const Least = z.number().positive().max(1e4);
const MachineType = z.object({
  dataCenterId: z.string().min(1),
  machineType: z.string().min(1),
  gpuModel: z.string(),
  gpuMemoryGib: z.number().positive().nullish(),
  gpuPriceHr: Decimal.pipe(z.number().min(1e-6, 'zero is never a price')),
  vcpuPriceHr: Decimal,
  memoryGibPriceHr: Decimal,
  minVcpu: Least,
  minVcpuPerGpu: Least,
  minMemoryGib: Least,
  minMemoryGibPerVcpu: Least,
  totalGpuFree: z.number().int().nonnegative(),
});

export const cudo: Scraper = oneList({
  id: 'cudo',
  provider: 'cudo',
  homepage: 'https://www.cudocompute.com/pricing',
  reads: 'the smallest machine with a GPU, and GPUs that are free, by data centre',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.get('machine-types', TYPES),
  rows: listIn('machineTypes'),
  isOurs: IsOurs,
  row: MachineType,
  readings: (type) => [listing(type)],
});

function listing(type: z.infer<typeof MachineType>): Reading {
  const vcpus = Math.ceil(Math.max(type.minVcpu, type.minVcpuPerGpu));
  const ramGb = Math.ceil(Math.max(type.minMemoryGib, type.minMemoryGibPerVcpu * vcpus));
  const host = vcpus * type.vcpuPriceHr + ramGb * type.memoryGibPriceHr;
  return {
    ...UNSAID,
    sku: type.machineType,
    accelerator: type.gpuModel,
    memoryGb: type.gpuMemoryGib ?? null,
    count: 1,
    region: type.dataCenterId,
    billing: 'on-demand',
    price: money(type.gpuPriceHr + host, 'USD'),
    tax: 'unknown',
    vcpus,
    ramGb,
    availability: stockOf(type.totalGpuFree > 0),
    quantity: type.totalGpuFree,
  };
}
