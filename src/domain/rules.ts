import { z } from 'zod';
import { Flag } from './change.ts';
import { type Money, money } from './money.ts';
import { parseSpec, type Spec } from './spec.ts';
import { Billing, Jurisdiction } from './words.ts';

/** What a rule may watch: a new source is a line in the log and never a message. */
export const Watchable = Flag.exclude(['source.added']);

/** One value or a list of them, read as a list. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.preprocess(
    (value) => (Array.isArray(value) || value === undefined ? value : [value]),
    z.array(item).min(1, 'expected at least one').readonly(),
  );
}

const SpecText = z.string().transform((text, context): Spec => {
  try {
    return parseSpec(text);
  } catch (cause) {
    // The one sentence of `parseSpec` becomes an issue that knows its place in the file.
    context.addIssue({ code: 'custom', message: (cause as RangeError).message });
    return z.NEVER;
  }
});

const CEILING = /^(?<amount>\d{1,7}(?:\.\d{1,6})?) (?<currency>[A-Z]{3})$/;

const Ceiling = z.string().transform((text, context): Money => {
  const { amount, currency } = CEILING.exec(text)?.groups ?? {};
  if (amount !== undefined && currency !== undefined && Number(amount) > 0) {
    return money(amount, currency);
  }
  const found = JSON.stringify(text.slice(0, 40));
  const message = `expected an amount above zero and its currency, such as 2.20 USD, found ${found}`;
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
});

/** Names of rules, channels and targets. */
export const Name = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a name of small letters, digits and hyphens');

/** All that narrows a rule; null lets everything pass. One value or a list is read as a list. */
export const RULE_FILTERS = {
  spec: SpecText.nullable().default(null),
  provider: listOf(z.string().min(1)).nullable().default(null),
  /** Glob over the provider's own region code. */
  region: z.string().min(1).nullable().default(null),
  country: listOf(z.string().regex(/^[A-Z]{2}$/, 'expected a country code such as DE'))
    .nullable()
    .default(null),
  jurisdiction: listOf(Jurisdiction).nullable().default(null),
  /** Null: any, but for prices on-demand alone. */
  billing: listOf(Billing).nullable().default(null),
  /** Null: any, but for prices the standard and the secure tier alone. */
  tier: listOf(z.string().min(1)).nullable().default(null),
  /** Percent of the native price that a drop must reach. */
  minDropPercent: z.number().min(0).max(100).default(5),
  /** Highest price of one accelerator-hour, in the currency it is sold in: `2.20 USD`. */
  ceiling: Ceiling.nullable().default(null),
} as const;

export const Flags = listOf(Watchable);

/** What to watch and where to send it. */
export const Rule = z.strictObject({
  id: Name,
  flags: Flags,
  ...RULE_FILTERS,
  /** Names of channels. */
  channels: z.array(Name).readonly(),
});
export type Rule = z.output<typeof Rule>;

/** What is watched where nobody says otherwise: new regions, new hardware, drops of 5 %. */
export const DEFAULT_RULE: Rule = Rule.parse({
  id: 'default',
  flags: ['region.new', 'hardware.new', 'price.drop'],
  channels: [],
});
