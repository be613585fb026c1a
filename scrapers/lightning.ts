/**
 * Lightning AI's own machines (Lightning Cloud), on demand and as spot: dollars an hour for the whole
 * machine, whether its pool is empty, and how many seconds one waits for it. It answers without a key.
 * Machines of other clouds that it rents out are other lists. Its figures of RAM are wrong for some.
 * https://github.com/Lightning-AI/skills lightning-cost-estimation
 */
import { z } from 'zod';
import { amount, type Listing, oneList, type Reading, type Scraper, UNSAID } from './kit/index.ts';

const MACHINES = 'https://lightning.ai/v1/core/accelerators?cloudProvider=MACHINE';
/** From here on a wait means that the machine cannot be had now, by their words. */
const FOREVER_SECONDS = 10_000;

const Machines = z
  .object({ accelerator: z.array(z.unknown()).min(1) })
  .transform(({ accelerator }) => accelerator);
const IsOurs = z
  .object({ acceleratorType: z.string().min(1), enabled: z.boolean() })
  .transform(({ acceleratorType, enabled }) => acceleratorType === 'GPU' && enabled);
/** Whole numbers may be written as text. */
const seconds = z
  .union([z.number(), z.string().regex(/^\d+$/, 'expected a whole number as text')])
  .transform(Number)
  .pipe(z.number().nonnegative());
const Machine = z.object({
  slugMultiCloud: z.string().min(1),
  cost: amount('USD'),
  /** Zero where there is none. */
  spotPrice: z.union([z.literal(0), amount('USD')]),
  outOfCapacity: z.boolean(),
  availableInSeconds: seconds.nullish(),
  availableInSecondsSpot: seconds.nullish(),
  isTierRestricted: z.boolean().nullish(),
  resources: z.object({
    gpu: z.number().int().positive(),
    gpuType: z.string().min(1),
    cpu: z.number().positive(),
  }),
});
type Machine = z.infer<typeof Machine>;

export const lightning: Scraper = oneList({
  id: 'lightning',
  provider: 'lightning',
  homepage: 'https://lightning.ai/pricing',
  reads: 'its own machines, spot too, and how long one waits for them',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',

  ask: ({ http }) => http.get('machines', MACHINES),
  rows: Machines,
  isOurs: IsOurs,
  row: Machine,
  readings,
});

function* readings(machine: Machine): Iterable<Reading> {
  const { cost, spotPrice, availableInSeconds, availableInSecondsSpot } = machine;
  yield {
    ...factsOf(machine, availableInSeconds),
    ...{ billing: 'on-demand', price: cost },
  };
  if (spotPrice === 0) return;
  yield {
    ...factsOf(machine, availableInSecondsSpot),
    ...{ billing: 'spot', price: spotPrice },
  };
}

function factsOf(
  { slugMultiCloud, resources, outOfCapacity, isTierRestricted }: Machine,
  wait: number | null | undefined,
): Omit<Listing, 'billing' | 'price'> {
  const said = [
    ...(typeof wait === 'number' ? [`a wait of ${wait} seconds`] : []),
    ...(isTierRestricted ? ['for paid plans'] : []),
  ];
  return {
    ...UNSAID,
    sku: slugMultiCloud,
    accelerator: resources.gpuType,
    count: resources.gpu,
    region: null,
    tax: 'unknown',
    vcpus: resources.cpu,
    availability: stockOf(outOfCapacity, wait ?? null),
    words: said.join(', ') || null,
  };
}

function stockOf(outOfCapacity: boolean, wait: number | null): Listing['availability'] {
  if (outOfCapacity) return 'sold-out';
  if (wait === null) return 'listed';
  return wait < FOREVER_SECONDS ? 'available' : 'sold-out';
}
