import type { Normalised } from './normalise.ts';
import type { Offer } from './offer.ts';

/**
 * Gives offers as they are, with one text for all that say it. What comes from a table or another
 * process has a copy for each of a hundred thousand offers that name the same few regions and chips.
 */
export function sharingWords(): (offer: Offer) => Offer {
  const texts = new Map<string, string>();
  function same<T extends string | null>(text: T): T {
    if (text === null) return text;
    const first = texts.get(text);
    if (first === undefined) texts.set(text, text);
    // Equal texts are of one type.
    return (first ?? text) as T;
  }
  return (offer) => {
    const { price, availability, quantity } = offer.state;
    return {
      ...offer,
      source: same(offer.source),
      provider: same(offer.provider),
      accelerator: same(offer.accelerator),
      acceleratorWords: same(offer.acceleratorWords),
      stack: same(offer.stack),
      vendor: same(offer.vendor),
      unit: same(offer.unit),
      region: same(offer.region),
      zone: same(offer.zone),
      country: same(offer.country),
      jurisdiction: same(offer.jurisdiction),
      billing: same(offer.billing),
      tier: same(offer.tier),
      tax: same(offer.tax),
      evidence: same(offer.evidence),
      words: same(offer.words),
      scope: same(offer.scope),
      state: {
        price: price && { micros: price.micros, currency: same(price.currency) },
        availability: same(availability),
        quantity,
      },
    };
  };
}

/** What was read, with one text for each word of its offers. */
export function withSharedWords(seen: Normalised): Normalised {
  return { ...seen, offers: seen.offers.map(sharingWords()) };
}
