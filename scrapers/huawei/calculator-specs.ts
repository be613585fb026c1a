import { z } from 'zod';
import { amount, amountText, type Money, type Reading, row, UNSAID } from '../kit/index.ts';
import { chipsIn, isNpu } from './chips.ts';

/** What the calculator's answer was about. */
interface Context {
  readonly region: string;
  readonly currency: string;
  readonly tier: string;
  /** How many of its units of memory are one GiB. */
  readonly memoryPerGib: number;
  readonly scope: string;
}

/** "2 * NVIDIA T4 / 2 * 16G". */
const CARDS = /^(?<count>[1-9]\d?) \* (?<name>.+?) \/ \k<count> \* (?<memory>\d+)G$/;
/** Servers are listed once for each kind of image. */
const IMAGE = /\.(?<image>linux|win|byol)$/;

const Kind = z.object({
  resourceSpecCode: z.string().min(1),
  spec: z.string().nullish(),
  productSpecSysDesc: z.string().nullish(),
  acceleratorCard: z.string().nullish(),
});
type Kind = z.infer<typeof Kind>;
const Units = z
  .string()
  .regex(/^\d+(?:\.\d+)?BSSUNIT\.pluralUnit\.\d+$/)
  .transform(Number.parseFloat);

/** The readings of one specification: none where it is no accelerator, or another system's image. */
export function* readings(served: unknown, context: Context): Iterable<Reading> {
  const kind = row(served, Kind, context.scope);
  if ('unread' in kind) yield kind.unread;
  else if (isAccelerated(kind.read) && isLinux(kind.read)) yield reading(served, context);
}

function isAccelerated(kind: Kind): boolean {
  const said = [kind.resourceSpecCode, kind.spec, kind.productSpecSysDesc];
  return Boolean(kind.acceleratorCard) || said.some((text) => isNpu(text ?? ''));
}

function isLinux({ resourceSpecCode }: Kind): boolean {
  const image = IMAGE.exec(resourceSpecCode)?.groups?.image;
  return image === undefined || image === 'linux';
}

function reading(
  served: unknown,
  { region, currency, tier, memoryPerGib, scope }: Context,
): Reading {
  const found = row(served, specIn(currency), scope);
  if ('unread' in found) return found.unread;
  const { resourceSpecCode, cards, price, cpu, mem, purpose } = found.read;
  return {
    ...UNSAID,
    ...cards,
    sku: resourceSpecCode.replace(IMAGE, ''),
    region,
    billing: 'on-demand',
    tier: purpose === 'DedicatePool' ? `${tier}-dedicated-pool` : tier,
    price,
    tax: 'unknown',
    vcpus: cpu ?? null,
    ramGb: typeof mem === 'number' ? mem / memoryPerGib : null,
    availability: 'listed',
    scope,
  };
}

function specIn(currency: string) {
  return Kind.extend({
    cpu: Units.nullish(),
    mem: Units.nullish(),
    purpose: z.string().nullish(),
    planList: onDemand(currency),
  }).transform(({ planList: price, ...spec }, context) => {
    const cards = cardsOf(spec);
    if (cards !== null) return { ...spec, price, cards };
    context.addIssue('the number of accelerators is not stated');
    return z.NEVER;
  });
}

/**
 * The price of an hour, null where only months, years or instances reserved are for sale: how many
 * hours a month has is nowhere said.
 */
function onDemand(currency: string): z.ZodType<Money | null> {
  const plan = z.discriminatedUnion('billingMode', [
    z.object({
      billingMode: z.literal('ONDEMAND'),
      usageFactor: z.literal('Duration'),
      measureUnit: z.literal(4, 'expected 4, an hour'),
      measureUnitStep: z.literal(1).nullish(),
      amount: z.union([amount(currency), amountText(currency)], 'expected one amount'),
    }),
    z.object({ billingMode: z.enum(['MONTHLY', 'YEARLY', 'RI']) }),
  ]);
  return z
    .array(plan)
    .transform((plans) => plans.flatMap((each) => ('amount' in each ? [each.amount] : [])))
    .refine((amounts) => amounts.length <= 1, 'expected one on-demand price')
    .transform(([only]) => only ?? null);
}

function cardsOf({ acceleratorCard, resourceSpecCode }: Kind) {
  const card = CARDS.exec(acceleratorCard ?? '')?.groups;
  if (card?.name !== undefined) {
    return { accelerator: card.name, count: Number(card.count), memoryGb: Number(card.memory) };
  }
  const coded = chipsIn(resourceSpecCode);
  return coded && { ...coded, memoryGb: null };
}
