import { providerName } from './catalogue/providers.ts';
import { type Recognition, recognise } from './catalogue/recognise.ts';
import { regionOf } from './catalogue/regions.ts';
import { Listing, Place, type Reading } from './listing.ts';
import { marketKey, type Offer, offerKey, type Reject } from './offer.ts';
import type { Evidence } from './words.ts';

/** What the stage needs to know of a source. */
export interface Source {
  readonly id: string;
  readonly provider: string;
  readonly evidence: Evidence;
}

/** The readings of one crawl in our words. `read` counts every row, `rejects` those that fell out. */
export interface Normalised {
  readonly read: number;
  readonly offers: readonly Offer[];
  readonly places: readonly Place[];
  readonly rejects: readonly Reject[];
}

/**
 * Looks names up in the catalogues. An unknown accelerator is a reject, an unknown region an offer
 * without a country; nothing is guessed and nothing is dropped.
 */
export async function normalise(
  source: Source,
  readings: Iterable<Reading> | AsyncIterable<Reading>,
  maxRows = Number.POSITIVE_INFINITY,
): Promise<Normalised> {
  const kept: Kept = { offers: new Map(), places: new Map(), rejects: [] };
  let read = 0;
  for await (const reading of readings) {
    read += 1;
    if (read > maxRows) throw new RangeError(`expected at most ${maxRows} rows, found more`);
    keep(kept, source, reading);
  }
  const { offers, places, rejects } = kept;
  return { read, offers: [...offers.values()], places: [...places.values()], rejects };
}

interface Kept {
  readonly offers: Map<string, Offer>;
  readonly places: Map<string, Place>;
  readonly rejects: Reject[];
}

function keep({ offers, places, rejects }: Kept, source: Source, reading: Reading): void {
  if (reading.kind === 'unread') {
    rejects.push(reject('unread', `${reading.reason}: ${reading.row}`, null));
    return;
  }
  if (reading.kind === 'place') {
    const place = Place.parse(reading);
    places.set(placeKey(place), place);
    return;
  }
  const made = toOffer(source, reading);
  if ('reason' in made) rejects.push(made);
  else if (offers.has(made.key)) {
    rejects.push(reject('duplicate', `listed twice: ${made.key}`, reading));
  } else offers.set(made.key, made);
}

/** What makes a place the same place from crawl to crawl. */
export function placeKey(place: Place): string {
  return `${place.stack ?? '-'}/${place.product}/${place.region}`;
}

/** The place of an offer in the words of the provider: `Lambda`, `Scaleway fr-par-2`. */
export function whereabouts(offer: Pick<Offer, 'provider' | 'region' | 'zone'>): string {
  return [providerName(offer.provider), offer.zone ?? offer.region].filter(Boolean).join(' ');
}

type Known = Extract<Recognition, { readonly kind: 'known' }>;

function toOffer(source: Source, reading: Listing): Offer | Reject {
  const parsed = Listing.safeParse(reading);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return reject('invalid', `${issue?.path.join('.')}: ${issue?.message}`, reading);
  }
  const listing = parsed.data;
  const known = recognise(listing.accelerator, listing.memoryGb);
  if (known.kind === 'known') return offerOf(source, listing, known);
  return reject(
    known.kind === 'junk' ? 'not-a-chip' : 'unknown-accelerator',
    known.reason,
    listing,
  );
}

function offerOf(source: Source, listing: Listing, known: Known): Offer {
  const { accelerator } = known;
  const region = listing.region === null ? null : regionOf(source.provider, listing.region);
  const facts = {
    source: source.id,
    provider: source.provider,
    sku: listing.sku,
    accelerator: accelerator.id,
    acceleratorWords: listing.accelerator,
    stack: accelerator.stack,
    vendor: accelerator.vendor,
    memoryGb: listing.memoryGb ?? accelerator.memoryGb,
    count: listing.count,
    fraction: known.fraction ?? listing.fraction,
    unit: listing.unit ?? known.unit,
    region: listing.region,
    zone: listing.zone,
    country: region?.country ?? null,
    jurisdiction: region?.jurisdiction ?? 'unknown',
    billing: listing.billing,
    termMonths: listing.termMonths,
    tier: listing.tier,
    tax: listing.tax,
    vcpus: listing.vcpus,
    ramGb: listing.ramGb,
    diskGb: listing.diskGb,
    evidence: listing.evidence ?? source.evidence,
    words: listing.words,
    scope: listing.scope,
    state: {
      price: listing.price,
      availability: listing.availability,
      quantity: listing.quantity,
    },
  } as const;
  return { key: offerKey(source.id, listing), marketKey: marketKey(facts), ...facts };
}

function reject(
  reason: Reject['reason'],
  detail: string,
  listing: Pick<Listing, 'sku' | 'accelerator'> | null,
): Reject {
  return {
    reason,
    detail,
    sku: listing?.sku ?? null,
    accelerator: listing?.accelerator ?? null,
  };
}
