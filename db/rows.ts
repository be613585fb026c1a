import type { InferSelectModel } from 'drizzle-orm';
import { Money } from '../src/domain/money.ts';
import type { Offer, OfferState } from '../src/domain/offer.ts';
import { Availability, Stack } from '../src/domain/words.ts';
import type { offers } from './schema.ts';

export type OfferRow = InferSelectModel<typeof offers>;

/** Price and currency of a row as money. Both are null or neither: the table checks it. */
export function toMoney(micros: number | null, currency: string | null): Money | null {
  return micros === null ? null : Money.parse({ micros, currency });
}

/** The state columns of a row. */
export function toState(
  row: Pick<OfferRow, 'price' | 'currency' | 'availability' | 'quantity'>,
): OfferState {
  return {
    price: toMoney(row.price, row.currency),
    availability: Availability.parse(row.availability),
    quantity: row.quantity,
  };
}

/** An offer as it stands in the table. */
export function toOffer(row: OfferRow): Offer {
  return {
    key: row.key,
    marketKey: row.marketKey,
    source: row.source,
    provider: row.provider,
    sku: row.sku,
    accelerator: row.accelerator,
    acceleratorWords: row.acceleratorWords,
    stack: row.stack === null ? null : Stack.parse(row.stack),
    vendor: row.vendor,
    memoryGb: row.memoryGb,
    count: row.count,
    fraction: row.fraction,
    unit: row.unit,
    region: row.region,
    zone: row.zone,
    country: row.country,
    jurisdiction: row.jurisdiction,
    billing: row.billing,
    termMonths: row.termMonths,
    tier: row.tier,
    tax: row.tax,
    vcpus: row.vcpus,
    ramGb: row.ramGb,
    diskGb: row.diskGb,
    evidence: row.evidence,
    words: row.words,
    scope: row.scope,
    state: toState(row),
  };
}

/** The columns that describe an offer, without its state and its times. */
export function descriptionOf({ state: _, ...facts }: Offer): Omit<Offer, 'state'> {
  return facts;
}

/** The columns of a state. */
export function stateOf(state: OfferState): {
  readonly price: number | null;
  readonly currency: string | null;
  readonly availability: Availability;
  readonly quantity: number | null;
} {
  return {
    price: state.price?.micros ?? null,
    currency: state.price?.currency ?? null,
    availability: state.availability,
    quantity: state.quantity,
  };
}
