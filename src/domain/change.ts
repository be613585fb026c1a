import { z } from 'zod';
import type { Offer, OfferState } from './offer.ts';

/** What kind of difference a change records. */
export const ChangeKind = z.enum([
  'listed',
  'price',
  'availability',
  'quantity',
  'withdrawn',
  'place',
  'hardware',
  'source',
]);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** What people can be told about. A change may carry several flags or none. */
export const Flag = z.enum([
  'region.new',
  'accelerator.new',
  'hardware.new',
  'price.drop',
  'price.rise',
  'sold-out',
  'back',
  'withdrawn',
  'target.gained',
  'target.lost',
  'breakeven.crossed',
  'token.drop',
  'token.rise',
  'token.new',
  'source.added',
  'source.stale',
  'source.recovered',
  'source.quarantined',
]);
export type Flag = z.infer<typeof Flag>;

/** One difference from the last accepted state. */
export interface Change {
  readonly kind: ChangeKind;
  readonly flags: readonly Flag[];
  /** The offer it is about; null for `place`, `hardware` and `source`. */
  readonly offer: Offer | null;
  /** What it is about where there is no offer: a region, a hardware name, the source. */
  readonly subject: string | null;
  /**
   * One sentence a person can read: where there is no offer, of an offer that flaps, and of what a change
   * means to a target or beside an API.
   */
  readonly detail: string | null;
  readonly before: OfferState | null;
  readonly after: OfferState | null;
  /** Percent of the native price, only when both prices have one currency. */
  readonly changePercent: number | null;
  /** Part of a silent baseline: the start of what we know, not news. */
  readonly baseline: boolean;
}
