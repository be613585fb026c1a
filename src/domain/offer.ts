import type { Listing } from './listing.ts';
import type { Money } from './money.ts';
import type { Availability, Billing, Evidence, Jurisdiction, Stack, Tax, Unit } from './words.ts';

/** What may change about an offer while it stays the same offer. */
export interface OfferState {
  readonly price: Money | null;
  readonly availability: Availability;
  readonly quantity: number | null;
}

/** A listing in our words: an identity (`key`) and a state. */
export interface Offer {
  readonly key: string;
  readonly marketKey: string;
  readonly source: string;
  readonly provider: string;
  readonly sku: string;
  /** Canonical id in the accelerator catalogue, and the words it was read from. */
  readonly accelerator: string;
  readonly acceleratorWords: string;
  readonly stack: Stack | null;
  readonly vendor: string;
  /** GB of one accelerator: as stated by the provider, else by the catalogue. */
  readonly memoryGb: number | null;
  readonly count: number;
  readonly fraction: number;
  readonly unit: Unit | null;
  readonly region: string | null;
  readonly zone: string | null;
  /** ISO 3166-1 alpha-2, or null where the region is not in the catalogue. */
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
  readonly billing: Billing;
  readonly termMonths: number | null;
  readonly tier: string;
  readonly tax: Tax;
  readonly vcpus: number | null;
  readonly ramGb: number | null;
  readonly diskGb: number | null;
  readonly evidence: Evidence;
  readonly words: string | null;
  readonly scope: string | null;
  readonly state: OfferState;
}

/** A listing that could not become an offer, or a row that could not become a listing. */
export interface Reject {
  /** `unread`: we failed to read it. `unknown-accelerator`: a candidate for new hardware. */
  readonly reason: 'unread' | 'unknown-accelerator' | 'invalid' | 'duplicate' | 'not-a-chip';
  readonly detail: string;
  readonly sku: string | null;
  readonly accelerator: string | null;
}

const part = (value: string | number | null): string =>
  value === null ? '-' : String(value).replaceAll('%', '%25').replaceAll('/', '%2F');

/** What makes an offer the same offer from crawl to crawl. */
export function offerKey(
  source: string,
  listing: Pick<Listing, 'sku' | 'region' | 'zone' | 'billing' | 'termMonths' | 'tier'>,
): string {
  return [
    source,
    listing.sku,
    listing.region,
    listing.zone,
    listing.billing,
    listing.termMonths,
    listing.tier,
  ]
    .map(part)
    .join('/');
}

/** Where several sources of one provider meet; the one with the best evidence answers. */
export function marketKey(
  offer: Pick<
    Offer,
    | 'provider'
    | 'accelerator'
    | 'count'
    | 'fraction'
    | 'region'
    | 'zone'
    | 'billing'
    | 'termMonths'
    | 'tier'
  >,
): string {
  return [
    offer.provider,
    offer.accelerator,
    offer.count,
    offer.fraction,
    offer.region,
    offer.zone,
    offer.billing,
    offer.termMonths,
    offer.tier,
  ]
    .map(part)
    .join('/');
}

export function sameState(a: OfferState, b: OfferState): boolean {
  return (
    a.price?.micros === b.price?.micros &&
    a.price?.currency === b.price?.currency &&
    a.availability === b.availability &&
    a.quantity === b.quantity
  );
}
