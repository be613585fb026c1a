import { z } from 'zod';
import { amount, type Document, envelope } from '../kit/index.ts';

const UNITS = 1e8;

/** How parts that are GPUs are called: gpu-2xnvidia-l4. */
export const GPU = /^gpu-(?<count>[1-9]\d*)x(?<name>.+)$/;
/** In hundred-millionths. Longer commitments have modes of their own. */
const Pricing = z.object({
  mode: z.string(),
  capacities: z.array(z.string()),
  interval: z.number(),
  intervalUnit: z.string(),
  price: z.number().int().nonnegative(),
});
const Addon = z.object({ planCode: z.string(), pricings: z.array(Pricing) });
const Plan = Addon.extend({
  addonFamilies: z.array(
    z.object({
      name: z.string(),
      mandatory: z.boolean(),
      default: z.string().nullable(),
      addons: z.array(z.string()),
    }),
  ),
});
const Catalogue = z.object({
  locale: z.object({ currencyCode: z.literal('EUR'), subsidiary: z.literal('DE') }),
  plans: z.array(Plan),
  addons: z.array(Addon),
});

/** One configuration of the stock list: a plan with the parts that make a difference. */
export const Configuration = z.object({
  fqn: z.string(),
  planCode: z.string(),
  memory: z.string(),
  storage: z.string(),
  systemStorage: z.string().nullish(),
  gpu: z.string().regex(GPU, 'expected a number and a name'),
  datacenters: z.array(z.object({ datacenter: z.string().min(1), availability: z.string() })),
});
export type Configuration = z.infer<typeof Configuration>;

/** A plan that is sold, the parts it may have, and the catalogue they stand in. */
export interface Sold {
  readonly plan: z.infer<typeof Plan>;
  readonly parts: ReadonlyMap<string, Priced>;
  readonly scope: string;
}
type Priced = Pick<z.infer<typeof Addon>, 'pricings'>;
const UNPRICED: Priced = { pricings: [] };
/** Euros a month, and once for the set-up. */
export const Cost = z.object({ month: amount('EUR'), once: z.number().nonnegative() });

/** The plans of a catalogue by their codes. Throws `changed` unless it is Germany's, in euros. */
export function soldIn(catalogue: Document, scope: string): readonly (readonly [string, Sold])[] {
  const { plans, addons } = envelope(catalogue, Catalogue);
  const parts = new Map(addons.map((addon) => [addon.planCode, addon]));
  return plans.map((plan) => [plan.planCode, { plan, parts, scope }] as const);
}

/** The plan and its parts where the configuration is the base one with that GPU; else null. */
export function baseWith(
  configuration: Configuration,
  { plan, parts }: Sold,
): readonly Priced[] | null {
  const { gpu, memory, storage, systemStorage } = configuration;
  const codes = plan.addonFamilies
    .filter(({ name, mandatory }) => mandatory || name === 'gpu')
    .map(({ name, ...family }) =>
      name === 'gpu' ? family.addons.find((code) => isOf(code, gpu)) : family.default,
    );
  const stems = [gpu, memory, storage, systemStorage].filter((stem) => typeof stem === 'string');
  if (!stems.every((stem) => codes.some((code) => isOf(code, stem)))) return null;
  return [plan, ...codes.map((code) => parts.get(code ?? '') ?? UNPRICED)];
}

/** `ram-192g-ecc-4800-23scalegpu01-v2` is `ram-192g-ecc-4800` in the stock list. */
function isOf(code: string | null | undefined, stem: string): boolean {
  return code === stem || (code?.startsWith(`${stem}-`) ?? false);
}

/** The sums of what the parts cost; not a number where one has no such price. */
export function costOf(parts: readonly Priced[]) {
  let month = 0;
  let once = 0;
  for (const { pricings } of parts) {
    const usual = pricings.filter(({ mode }) => mode === 'default');
    const monthly = usual.filter((each) => each.interval === 1 && each.intervalUnit === 'month');
    month += monthly.find(({ capacities }) => capacities.includes('renew'))?.price ?? Number.NaN;
    once += usual.find((each) => each.capacities.includes('installation'))?.price ?? Number.NaN;
  }
  return { month: month / UNITS, once: once / UNITS };
}
