import { z } from 'zod';
import { Currency, Money } from './money.ts';
import { isPlain, plain } from './text.ts';
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
  /** The provider's own name for what it sells. */
  sku: Text,
  /** The accelerator as written; `normalise` looks it up in the catalogue. */
  accelerator: Shown.pipe(z.string().min(1)),
  /** Memory of one accelerator in GB as the provider counts it, if it says so. */
  memoryGb: z.number().positive().nullable(),
  /** How many accelerators the instance has. */
  count: z.number().int().positive(),
  /** 1 for whole cards; below 1 for MIG and other slices. */
  fraction: z.number().positive().max(1),
  /** Ascend only: what `count` counts. */
  unit: Unit.nullable(),
  /** The provider's own codes. Region null: provider-wide, or it does not say. */
  region: Text.nullable(),
  zone: Text.nullable(),
  billing: Billing,
  /** Months of commitment; `reserved` only. */
  termMonths: z.number().int().positive().nullable(),
  /** `standard` where a provider has one tier only. */
  tier: z.string().regex(/^[a-z][a-z0-9-]*$/),
  /** For the whole instance, per hour, in the currency it is sold in. */
  price: Money.nullable(),
  tax: Tax,
  vcpus: z.number().positive().nullable(),
  ramGb: z.number().positive().nullable(),
  diskGb: z.number().nonnegative().nullable(),
  availability: Availability,
  /** How this listing is known, where it differs from the source's own evidence. */
  evidence: Evidence.nullable(),
  /** How many can be had now. */
  quantity: z.number().int().nonnegative().nullable(),
  /** The provider's own words about price or stock. */
  words: Words,
  /** The part of the source it was read from (`Document.partOf`). */
  scope: z.string().nullable(),
});
export type Listing = z.infer<typeof Listing>;

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

export type Reading = Listing | Place | Rate | Unread | Nothing;
