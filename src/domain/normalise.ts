import type { ZodError } from 'zod';
import { comingIn } from './catalogue/coming.ts';
import { providerName } from './catalogue/providers.ts';
import { type Recognition, recognise } from './catalogue/recognise.ts';
import { regionOf } from './catalogue/regions.ts';
import { quote } from './errors.ts';
import { Listing, Place, Rate, type Reading } from './listing.ts';
import { decimal } from './money.ts';
import { marketKey, type Offer, offerKey, type Reject } from './offer.ts';
import { plain } from './text.ts';
import { Tokens, tokensKey } from './tokens.ts';
import type { Evidence } from './words.ts';

/** Letters of a reject's reason: enough to see the row it is about. */
const DETAIL_MAX = 512;

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
  readonly rates: readonly Rate[];
  readonly tokens: readonly Tokens[];
  readonly rejects: readonly Reject[];
  /** The source says itself that it has nothing to offer now. */
  readonly provenEmpty: boolean;
  /** Announced hardware that is named where there is no offer of it: in a reject, or in a place. */
  readonly coming: readonly Coming[];
}

/** Announced hardware, and where it was named. */
export interface Coming {
  /** Canonical id. */
  readonly accelerator: string;
  /** The row, cut short. */
  readonly row: string;
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
  const kept: Kept = {
    offers: new Map(),
    twice: new Set(),
    places: new Map(),
    rates: [],
    tokens: new Map(),
    rejects: [],
    coming: new Map(),
    saysNothing: false,
  };
  let read = 0;
  for await (const reading of readings) {
    read += 1;
    if (read > maxRows) throw new RangeError(`expected at most ${maxRows} rows, found more`);
    keep(kept, source, reading);
  }
  const offers = [...kept.offers.values()];
  const { rates, rejects } = kept;
  const provenEmpty = kept.saysNothing && offers.length === 0 && rejects.length === 0;
  const places = [...kept.places.values()];
  const [coming, tokens] = [[...kept.coming.values()], [...kept.tokens.values()]];
  return { read, offers, places, rates, tokens, rejects, provenEmpty, coming };
}

interface Kept {
  readonly offers: Map<string, Offer>;
  /** Keys that were listed again as something else. */
  readonly twice: Set<string>;
  readonly places: Map<string, Place>;
  readonly rates: Rate[];
  readonly tokens: Map<string, Tokens>;
  readonly rejects: Reject[];
  /** By canonical id. */
  readonly coming: Map<string, Coming>;
  saysNothing: boolean;
}

function keep(kept: Kept, source: Source, reading: Reading): void {
  if (reading.kind === 'nothing') kept.saysNothing = true;
  else if (reading.kind === 'unread') {
    kept.rejects.push(reject('unread', `${reading.reason}: ${quote(reading.row)}`, null));
    watch(kept, reading.row);
  } else if (reading.kind === 'rate') keepRate(kept, reading);
  else if (reading.kind === 'tokens') keepTokens(kept, reading);
  else if (reading.kind === 'place') keepPlace(kept, reading);
  else keepListing(kept, source, reading);
}

function keepPlace(kept: Kept, reading: Place): void {
  const place = Place.safeParse(reading);
  if (place.success) kept.places.set(placeKey(place.data), place.data);
  else kept.rejects.push(invalid(place.error, null));
  watch(kept, `${reading.product} ${reading.words ?? ''}`);
}

function keepListing(kept: Kept, source: Source, reading: Listing): void {
  const made = toOffer(source, reading);
  if ('reason' in made) {
    kept.rejects.push(made);
    watch(kept, `${reading.sku} ${reading.accelerator} ${reading.words ?? ''}`);
  } else keepOffer(kept, made);
}

function keepTokens({ tokens, rejects }: Kept, reading: Tokens): void {
  const read = Tokens.safeParse(reading);
  if (!read.success) {
    rejects.push(invalid(read.error, null));
    return;
  }
  const key = tokensKey(read.data);
  const first = tokens.get(key);
  if (first === undefined) tokens.set(key, read.data);
  else if (JSON.stringify(first) !== JSON.stringify(read.data)) {
    rejects.push(reject('duplicate', `another price of ${key} came before`, null));
  }
}

function keepRate({ rates, rejects }: Kept, reading: Rate): void {
  const rate = Rate.safeParse(reading);
  if (rate.success) rates.push(rate.data);
  else rejects.push(invalid(rate.error, null));
}

/** The first Ascend 950 may well stand in a row that nobody can read yet. */
function watch({ coming }: Kept, text: string): void {
  for (const { id: accelerator } of comingIn(text)) {
    if (!coming.has(accelerator)) coming.set(accelerator, { accelerator, row: quote(text) });
  }
}

/** Two that differ are both rejects: which came first says nothing, and would change every night. */
function keepOffer({ offers, twice, rejects }: Kept, made: Offer): void {
  const first = offers.get(made.key);
  if (first === undefined && !twice.has(made.key)) {
    offers.set(made.key, made);
    return;
  }
  if (first !== undefined && isDeepEqual(first, made)) return;
  offers.delete(made.key);
  twice.add(made.key);
  for (const each of first === undefined ? [made] : [first, made]) rejects.push(duplicate(each));
}

/** Both were put together by one function: equal offers have equal text. */
function isDeepEqual(a: Offer, b: Offer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function duplicate({ key, state, sku, acceleratorWords }: Offer): Reject {
  const price = state.price === null ? 'no price' : decimal(state.price);
  return reject(
    'duplicate',
    `listed twice, and not alike: ${key} (${price}, ${state.availability})`,
    {
      sku,
      accelerator: acceleratorWords,
    },
  );
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
  if (!parsed.success) return invalid(parsed.error, reading);
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

function invalid({ issues: [issue] }: ZodError, reading: Listing | null): Reject {
  return reject('invalid', `${issue?.path.join('.')}: ${issue?.message}`, reading);
}

function reject(
  reason: Reject['reason'],
  detail: string,
  listing: Pick<Listing, 'sku' | 'accelerator'> | null,
): Reject {
  return {
    reason,
    detail: plain(detail, DETAIL_MAX),
    sku: listing === null ? null : plain(listing.sku),
    accelerator: listing === null ? null : plain(listing.accelerator),
  };
}
