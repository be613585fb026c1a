import { z } from 'zod';

/**
 * The closed vocabularies every part of chipwatch shares: tables, JSON, rules and pages use these
 * words and no others.
 */

/** What a source says about whether a thing can be had now. `listed`: priced, stock not stated. */
export const Availability = z.enum([
  'available',
  'limited',
  'sold-out',
  'listed',
  'quota',
  'waitlist',
  'unknown',
]);
export type Availability = z.infer<typeof Availability>;

/** How a source knows, best first: the order decides which offer answers and which is a witness. */
export const EVIDENCE = [
  'stock-api',
  'placement-hint',
  'deployable-list',
  'marketplace',
  'price-list',
  'page',
  'aggregator',
  'report',
  'documentation',
] as const;
export const Evidence = z.enum(EVIDENCE);
export type Evidence = z.infer<typeof Evidence>;

export const Billing = z.enum(['on-demand', 'spot', 'reserved', 'calendar']);
export type Billing = z.infer<typeof Billing>;

/**
 * The tier of what a broker rents out of other providers' machines: offers one can take, and in no floor,
 * median or price rule, where the machine stands already at its own provider.
 */
export const BROKERED = 'brokered';

/** What a price is of unless somebody asks for more: spot and community have prices of their own kind. */
export const PRICED_TIERS: readonly string[] = ['standard', 'secure'];

/** Whether a price contains sales tax. */
export const Tax = z.enum(['included', 'excluded', 'unknown']);
export type Tax = z.infer<typeof Tax>;

/** How an Ascend package is counted: a 910C is one package of two dies. */
export const Unit = z.enum(['die', 'package']);
export type Unit = z.infer<typeof Unit>;

/** A hardware family with its software. */
export const Stack = z.enum(['cuda', 'cann', 'rocm', 'tpu', 'neuron', 'gaudi']);
export type Stack = z.infer<typeof Stack>;

export const Jurisdiction = z.enum([
  'mainland-china',
  'hong-kong',
  'macau',
  'outside-china',
  'unknown',
]);
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/** How far a fact was proven: `recorded 2026-05-18` has run against a real answer of that day. */
export const Verified = z.union([
  z.literal('documented'),
  z.templateLiteral(['recorded ', z.iso.date()]),
]);
export type Verified = z.infer<typeof Verified>;

/** How a crawl ended. */
export const Outcome = z.enum(['ok', 'unchanged', 'partial', 'quarantined', 'failed', 'skipped']);
export type Outcome = z.infer<typeof Outcome>;

/** What kept a crawl from being good. */
export const Failure = z.enum(['unreachable', 'refused', 'changed', 'empty', 'implausible']);
export type Failure = z.infer<typeof Failure>;
