import type { offerJson } from './json.ts';

type OfferJson = ReturnType<typeof offerJson>;

/** An offer as one row: the facts of its JSON, with the native price in columns of its own. */
export type OfferRecord = Omit<OfferJson, 'native'> & {
  readonly amount: string | null;
  readonly currency: string | null;
  readonly taxIncluded: boolean | null;
};
export type OfferField = keyof OfferRecord;

/** The columns of a table of offers where nobody says which. */
export const OFFER_COLUMNS = [
  ...['id', 'provider', 'region', 'zone', 'country', 'jurisdiction', 'sku', 'accelerator'],
  ...['stack', 'vramGb', 'count', 'fraction', 'billing', 'termMonths', 'tier', 'vcpus', 'ramGb'],
  ...['hourlyUsd', 'hourlyUsdPerAccelerator', 'amount', 'currency', 'availability', 'quantity'],
  ...['evidence', 'words', 'firstSeenAt', 'priceSince', 'seenAt', 'source', 'url'],
] as readonly OfferField[];

/** All that can be asked for. */
export const OFFER_FIELDS: readonly OfferField[] = [
  ...OFFER_COLUMNS,
  ...(['key', 'providerName', 'acceleratorId', 'vendor', 'unit', 'diskGb', 'taxIncluded'] as const),
];

export function offerRecord({ native, ...offer }: OfferJson): OfferRecord {
  return {
    ...offer,
    amount: native?.amount ?? null,
    currency: native?.currency ?? null,
    taxIncluded: native?.taxIncluded ?? null,
  };
}

/** The asked facts of an offer, or where none are asked for all of them as they are. */
export function offerFacts(offer: OfferJson, fields: readonly OfferField[] | undefined) {
  if (fields === undefined) return offer;
  const record = offerRecord(offer);
  return Object.fromEntries(fields.map((field) => [field, record[field]]));
}
