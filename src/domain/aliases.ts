import { regionOf } from './catalogue/regions.ts';
import type { Normalised } from './normalise.ts';
import { marketKey, type Offer, offerKey } from './offer.ts';

/** Regions of one source that were renamed: what it calls them now, and what we know them as. */
export type Aliases = ReadonlyMap<string, string>;

/** What was seen, with renamed regions under the names we know: their history goes on. */
export function underKnownNames(seen: Normalised, aliases: Aliases | undefined): Normalised {
  if (aliases === undefined) return seen;
  return {
    ...seen,
    offers: seen.offers.map((offer) => renamed(offer, aliases)),
    places: seen.places.map((place) => ({
      ...place,
      region: aliases.get(place.region) ?? place.region,
    })),
  };
}

function renamed(offer: Offer, aliases: Aliases): Offer {
  const code = offer.region === null ? undefined : aliases.get(offer.region);
  if (code === undefined) return offer;
  const region = regionOf(offer.provider, code);
  const named = {
    ...offer,
    region: code,
    country: region?.country ?? null,
    jurisdiction: region?.jurisdiction ?? ('unknown' as const),
  };
  return { ...named, key: offerKey(offer.source, named), marketKey: marketKey(named) };
}
