import { z } from 'zod';
import { Currency, Money } from './money.ts';
import { isPlain, plain } from './text.ts';
import type { Tokens } from './tokens.ts';
import { Availability, Billing, Evidence, Stack, Tax, Unit } from './words.ts';

/** Foreign text that identifies something: not empty, at most 300 characters, all of them to be seen. */
export const Text = z.string().min(1).max(300).refine(isPlain, { error: 'expected clean text' });

/** Foreign text that is shown: made one line of plain text, at most 256 letters. */
const Shown = z.string().transform((text) => plain(text));
const Words = Shown.transform((text) => (text === '' ? null : text)).nullable();

/**
 * One thing for sale, as its source tells it: units settled, names still the provider's own.
 * Null always means "the source does not say".
 */
export const Listing = z.strictObject({
  kind: z.literal('listing'),
  sku: Text.describe("The provider's own name for what it sells."),
  accelerator: Shown.pipe(z.string().min(1)).describe(
    'The accelerator as written: "NVIDIA H100 SXM5 80GB", "Ascend 910B". The catalogue knows it by that.',
  ),
  memoryGb: z
    .number()
    .positive()
    .nullable()
    .describe('Memory of one accelerator in GB as the provider counts it.'),
  count: z.number().int().positive().describe('How many accelerators the instance has.'),
  fraction: z
    .number()
    .positive()
    .max(1)
    .describe('1 for whole cards; below 1 for MIG and other slices.'),
  unit: Unit.nullable().describe('Ascend only: what the count counts.'),
  region: Text.nullable().describe(
    "The provider's own code; null: provider-wide, or it does not say.",
  ),
  zone: Text.nullable().describe("The provider's own code of a part of the region."),
  billing: Billing,
  termMonths: z
    .number()
    .int()
    .positive()
    .nullable()
    .describe('Months of commitment, of what is reserved.'),
  tier: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/)
    .describe('"standard" where a provider has one tier only.'),
  price: Money.nullable().describe(
    'For the whole instance and one hour, in millionths of the currency it is sold in; null where none is shown.',
  ),
  tax: Tax.describe('Whether the price contains sales tax.'),
  vcpus: z.number().positive().nullable(),
  ramGb: z.number().positive().nullable(),
  diskGb: z.number().nonnegative().nullable(),
  availability: Availability.describe('"listed": there is a price, and no word about stock.'),
  evidence: Evidence.nullable().describe(
    "How it is known, where that differs from the source's own evidence.",
  ),
  quantity: z.number().int().nonnegative().nullable().describe('How many can be had now.'),
  words: Words.describe("The provider's own words about price or stock."),
  scope: z.string().nullable().describe('The part of the source it was read from.'),
});
export type Listing = z.infer<typeof Listing>;

/** Everything a source does not say. A listing starts from it and states the rest. */
export const UNSAID = {
  kind: 'listing',
  memoryGb: null,
  fraction: 1,
  unit: null,
  zone: null,
  termMonths: null,
  tier: 'standard',
  vcpus: null,
  ramGb: null,
  diskGb: null,
  evidence: null,
  quantity: null,
  words: null,
  scope: null,
} as const satisfies Partial<Listing>;

/** A region where the provider says it offers this kind of product, with or without a price. */
export const Place = z.strictObject({
  kind: z.literal('place'),
  /** The hardware family said to be there, or null where only the product is named. */
  stack: Stack.nullable(),
  /** The provider's name of the product offered there. */
  product: Text,
  region: Text,
  words: Words,
  scope: z.string().nullable(),
});
export type Place = z.infer<typeof Place>;

/** What a euro was worth on a day, as a central bank published it. */
export const Rate = z.strictObject({
  kind: z.literal('rate'),
  /** The day it is of: `2026-11-24`. */
  date: z.iso.date(),
  currency: Currency,
  /** Units of the currency for one euro. */
  perEuro: z.number().positive(),
});
export type Rate = z.infer<typeof Rate>;

/** One row that could not be read, with the reason. It counts as seen, never as an offer. */
export const Unread = z.strictObject({
  kind: z.literal('unread'),
  reason: z.string().min(1),
  /** The row as served; only a very long one is cut. */
  row: z.string(),
  scope: z.string().nullable(),
});
export type Unread = z.infer<typeof Unread>;

/**
 * One row by which the source says itself that there is nothing: a plan that cannot be had, a total
 * of zero. Where no row says so, an empty list looks like a page that broke.
 */
export interface Nothing {
  readonly kind: 'nothing';
}

export type Reading = Listing | Place | Rate | Tokens | Unread | Nothing;
