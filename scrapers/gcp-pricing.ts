/**
 * Google Cloud's machine types with accelerators, from the file that Cyclenerd's calculator works out
 * of Google's billing catalogue: dollars for the whole machine with its accelerators and local disk,
 * an hour on demand and as spot, a month of 730 hours under commitment. It prices a type in every
 * region that has prices for its parts; whether one can be had there it does not say.
 * https://github.com/Cyclenerd/google-cloud-pricing-cost-calculator/tree/master/gcosts
 */
import { z } from 'zod';
import {
  amount,
  amountFor,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  row,
  type Scraper,
  UNSAID,
  yaml,
} from './kit/index.ts';

const PRICING =
  'https://raw.githubusercontent.com/Cyclenerd/google-cloud-pricing-cost-calculator/master/pricing.yml';
const HOURS_A_MONTH = 730;

const hourly = amount('USD');
const monthly = amountFor(HOURS_A_MONTH, 'USD');
/** Storage is the last section: a file cut short has none. */
const Pricing = z.object({
  compute: z.object({ instance: z.record(z.string(), z.record(z.string(), z.unknown())) }),
  storage: z.object({}),
});
const Machine = z.object({
  cpu: z.number().positive(),
  ram: z.number().positive(),
  disk: z.number().positive().nullable(),
  accelerators: z.tuple([z.tuple([z.string(), z.number().int().positive()])], 'expected one'),
  cost: z.record(z.string(), z.unknown()),
});
const Prices = z
  .object({
    hour: hourly,
    hour_spot: hourly.optional(),
    month: monthly,
    month_1y: monthly.optional(),
    month_3y: monthly.optional(),
  })
  .refine(({ hour, month }) => Math.abs(hour.micros - month.micros) <= 1, {
    error: `expected a month of ${HOURS_A_MONTH} hours`,
  });
const BILLINGS = [
  ['hour', 'on-demand', null],
  ['hour_spot', 'spot', null],
  ['month_1y', 'reserved', 12],
  ['month_3y', 'reserved', 36],
] as const;
/** Its words for the accelerators of A2 and A3, whose form https://cloud.google.com/compute/docs/gpus tells. */
const ACCELERATORS: ReadonlyMap<string, string> = new Map([
  ['a100', 'NVIDIA A100 SXM 40GB'],
  ['a100-80gb', 'NVIDIA A100 SXM 80GB'],
  ['h100-80gb', 'NVIDIA H100 SXM 80GB'],
  ['h100-80gb-mega', 'NVIDIA H100 SXM 80GB'],
]);

export const gcpPricing: Scraper = oneDocument({
  id: 'gcp-pricing',
  provider: 'gcp',
  homepage: 'https://cloud.google.com/compute/gpus-pricing',
  reads:
    'accelerator machines by region, on demand, spot and committed, from a public file worked out of its catalogue',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'recorded 2024-10-24',
  ask: ({ http }) => http.get('pricing', PRICING),

  *read(served) {
    const { instance } = envelope(served, Pricing, yaml).compute;
    for (const [sku, each] of Object.entries(instance)) yield* machine(sku, each);
  },
});

/** Whatever else a machine has is an accelerator, one that is new too. */
function* machine(sku: string, served: Readonly<Record<string, unknown>>): Iterable<Reading> {
  const { cpu, ram, cost, type: _, 'local-ssd': disk = null, ...rest } = served;
  const accelerators = Object.entries(rest);
  if (accelerators.length === 0) return;
  yield* readingsOf(
    { sku, cpu, ram, disk, accelerators, cost },
    { row: Machine, readings: (read) => inRegions(sku, read) },
  );
}

function* inRegions(sku: string, machine: z.infer<typeof Machine>): Iterable<Reading> {
  const [[name, count]] = machine.accelerators;
  for (const [region, served] of Object.entries(machine.cost)) {
    const found = row(served, Prices, null);
    if ('unread' in found) {
      yield { ...found.unread, row: `${sku} in ${region}: ${found.unread.row}` };
      continue;
    }
    for (const [term, billing, termMonths] of BILLINGS) {
      const price = found.read[term];
      if (price === undefined) continue;
      yield {
        ...UNSAID,
        ...{ sku, accelerator: ACCELERATORS.get(name) ?? name, count, region },
        ...{ billing, termMonths, price, tax: 'excluded' },
        ...{ vcpus: machine.cpu, ramGb: machine.ram, diskGb: machine.disk },
        availability: 'listed',
      };
    }
  }
}
