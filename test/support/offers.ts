import { money } from '../../src/domain/money.ts';
import type { Normalised } from '../../src/domain/normalise.ts';
import { marketKey, type Offer, type OfferState, offerKey } from '../../src/domain/offer.ts';
import type { KnownOffer, SourceState } from '../../src/domain/source-state.ts';

/** A made-up offer of a made-up provider: every figure is chosen to look like nobody's price. */
export function anOffer(
  changes: Partial<Omit<Offer, 'state' | 'key'>> & Partial<OfferState> = {},
): Offer {
  const { price = money('11.11', 'XTS'), availability = 'available', quantity = null } = changes;
  const { price: _, availability: __, quantity: ___, ...facts } = changes;
  const offer = {
    source: 'northlight',
    provider: 'northlight',
    sku: 'nl-8',
    accelerator: 'h100-sxm',
    acceleratorWords: 'H100 SXM',
    stack: 'cuda',
    vendor: 'nvidia',
    memoryGb: 80,
    count: 8,
    fraction: 1,
    unit: null,
    region: 'pole-1',
    zone: null,
    country: null,
    jurisdiction: 'unknown',
    billing: 'on-demand',
    termMonths: null,
    tier: 'standard',
    tax: 'excluded',
    vcpus: null,
    ramGb: null,
    diskGb: null,
    evidence: 'stock-api',
    words: null,
    scope: null,
    ...facts,
    state: { price, availability, quantity },
  } as const satisfies Omit<Offer, 'key' | 'marketKey'>;
  return { ...offer, key: offerKey(offer.source, offer), marketKey: marketKey(offer) };
}

/** What a crawl of these offers read. */
export function seen(offers: readonly Offer[], more: Partial<Normalised> = {}): Normalised {
  return {
    read: offers.length,
    offers,
    places: [],
    rates: [],
    tokens: [],
    rejects: [],
    provenEmpty: false,
    coming: [],
    ...more,
  };
}

/** An offer as accepted at `at`. */
export function known(offer: Offer, at = 0, listed = true): readonly [string, KnownOffer] {
  return [offer.key, { offer, listed, changedAt: at }];
}

/** A source with these offers, past its baseline. */
export function aState(offers: readonly Offer[], more: Partial<SourceState> = {}): SourceState {
  return {
    baseline: false,
    offers: new Map(offers.map((offer) => known(offer))),
    places: new Set(),
    pending: new Map(),
    tokens: new Map(),
    restless: new Map(),
    lastRejects: new Set(),
    unreadScopes: new Set(),
    regions: new Set(offers.map(({ stack, region }) => `${stack}/${region}`)),
    accelerators: new Set(offers.map(({ accelerator }) => accelerator)),
    hardware: new Set(offers.map(({ accelerator }) => accelerator)),
    ...more,
  };
}
