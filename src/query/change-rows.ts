import { z } from 'zod';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import type { changes } from '../../db/schema.ts';
import { type ChangeKind, Flag } from '../domain/change.ts';
import type { OfferState } from '../domain/offer.ts';
import type { Availability } from '../domain/words.ts';
import { nameOf } from './offers.ts';

export type ChangeRow = typeof changes.$inferSelect;

/** A change as a reader needs it. */
export interface FoundChange {
  readonly id: number;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly source: string;
  readonly kind: ChangeKind;
  readonly flags: readonly Flag[];
  readonly offer: OfferRow | null;
  readonly acceleratorName: string | null;
  readonly subject: string | null;
  readonly detail: string | null;
  readonly before: OfferState | null;
  readonly after: OfferState | null;
  readonly changePercent: number | null;
  readonly crawl: number;
  /** Of a net change: how many changes it sums up, and when the first was; else null. */
  readonly net: { readonly changes: number; readonly since: number } | null;
}

const Flags = z.array(Flag);

/** A change of the event log with the offer it is about. */
export function toFound(row: ChangeRow, offer: OfferRow | null): FoundChange {
  const { id, at, source, kind, subject, detail, changePercent, crawl } = row;
  return {
    ...{ id, at, source, kind, subject, detail, offer, changePercent, crawl },
    flags: flagsOf(row.flags),
    acceleratorName: offer && nameOf(offer.accelerator),
    before: beforeOf(row),
    after: afterOf(row),
    net: null,
  };
}

export function flagsOf(json: string): readonly Flag[] {
  return Flags.parse(JSON.parse(json));
}

export function beforeOf(row: ChangeRow): OfferState | null {
  const { beforePrice, beforeCurrency, beforeAvailability, beforeQuantity } = row;
  return stateOf(beforePrice, beforeCurrency, beforeAvailability, beforeQuantity);
}

export function afterOf(row: ChangeRow): OfferState | null {
  const { afterPrice, afterCurrency, afterAvailability, afterQuantity } = row;
  return stateOf(afterPrice, afterCurrency, afterAvailability, afterQuantity);
}

function stateOf(
  price: number | null,
  currency: string | null,
  availability: Availability | null,
  quantity: number | null,
): OfferState | null {
  if (availability === null) return null;
  return { price: toMoney(price, currency), availability, quantity };
}
