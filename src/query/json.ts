import { toMoney } from '../../db/rows.ts';
import { type Note, notesAbout } from '../domain/catalogue/notes.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { offerId } from '../domain/hash.ts';
import { decimal, type Money } from '../domain/money.ts';
import type { OfferState } from '../domain/offer.ts';
import { converted, type Rates } from '../domain/rates.ts';
import type { Tax } from '../domain/words.ts';
import type { FoundChange } from './change-rows.ts';
import type { FoundOffer } from './offers.ts';
import type { FoundSighting } from './sightings.ts';
import type { Watched } from './watched.ts';

export const time = (ms: number | null): string | null =>
  ms === null ? null : new Date(ms).toISOString();

/** An amount to the millionth, as a number. */
export const rounded = (amount: number | null): number | null =>
  amount === null ? null : Number(amount.toFixed(6));

/**
 * An offer as the command line and the API give it. Amounts are for the whole instance and hour;
 * those in dollars are converted at `rates`, and null where no rate is known.
 */
export function offerJson(
  { row, acceleratorName, seenAt }: Pick<FoundOffer, 'row' | 'acceleratorName' | 'seenAt'>,
  { rates, url }: { readonly rates: Rates | null; readonly url: string | null },
) {
  const price = toMoney(row.price, row.currency);
  const usd = price && converted(price, 'USD', rates);
  return {
    id: row.hash,
    key: row.key,
    provider: row.provider,
    providerName: providerName(row.provider),
    region: row.region,
    zone: row.zone,
    country: row.country,
    jurisdiction: row.jurisdiction,
    sku: row.sku,
    accelerator: acceleratorName,
    acceleratorId: row.accelerator,
    vendor: row.vendor,
    stack: row.stack,
    vramGb: row.memoryGb,
    count: row.count,
    fraction: row.fraction,
    unit: row.unit,
    billing: row.billing,
    termMonths: row.termMonths,
    tier: row.tier,
    vcpus: row.vcpus,
    ramGb: row.ramGb,
    diskGb: row.diskGb,
    hourlyUsd: rounded(usd),
    hourlyUsdPerAccelerator: rounded(usd && usd / (row.count * row.fraction)),
    native: price && nativeJson(price, row.tax),
    availability: row.availability,
    quantity: row.quantity,
    evidence: row.evidence,
    words: row.words,
    firstSeenAt: time(row.firstSeenAt),
    priceSince: time(row.priceSince),
    seenAt: time(seenAt),
    source: row.source,
    url,
  };
}

function nativeJson(price: Money, tax: Tax) {
  return {
    amount: decimal(price),
    currency: price.currency,
    per: 'hour',
    taxIncluded: tax === 'unknown' ? null : tax === 'included',
  };
}

/** A change as the command line and the API give it; `net` where it sums up several. */
export function changeJson(change: FoundChange) {
  const { id, at, source, kind, flags, offer, subject, detail, before, after } = change;
  return {
    ...{ id, at: time(at), source, kind, flags },
    offer: offer && {
      id: offer.hash,
      key: offer.key,
      provider: offer.provider,
      providerName: providerName(offer.provider),
      sku: offer.sku,
      accelerator: change.acceleratorName,
      acceleratorId: offer.accelerator,
      stack: offer.stack,
      count: offer.count,
      region: offer.region,
      zone: offer.zone,
      country: offer.country,
      jurisdiction: offer.jurisdiction,
      billing: offer.billing,
      tier: offer.tier,
    },
    subject,
    detail,
    before: stateJson(before),
    after: stateJson(after),
    changePercent: change.changePercent,
    crawl: change.crawl,
    net: change.net && { changes: change.net.changes, since: time(change.net.since) },
  };
}

function stateJson(state: OfferState | null) {
  if (state === null) return null;
  const { price, availability, quantity } = state;
  return {
    amount: price && decimal(price),
    currency: price?.currency ?? null,
    availability,
    quantity,
  };
}

/** A sighting as the command line and the API give it. */
export function sightingJson({ sighting, expiresOn, state, offer }: FoundSighting) {
  const { price, ...facts } = sighting;
  return {
    ...facts,
    expiresOn,
    state,
    offer: offer && { id: offerId(offer.key), key: offer.key, since: time(offer.firstSeenAt) },
    providerName: providerName(sighting.provider),
    price: price && { amount: decimal(price), currency: price.currency },
  };
}

/** A provider that is read and lists nothing of what was asked, as the command line and the API give it. */
export function watchedJson({ provider, sources, regions, readAt }: Watched) {
  const providerNamed = { provider, providerName: providerName(provider) };
  return { ...providerNamed, sources, regions, readAt: time(readAt) };
}

/** What to know beside these offers and sightings, which are all of Ascend. */
export function notesOn(
  offers: readonly FoundOffer[],
  sightings: readonly FoundSighting[],
): readonly Note[] {
  const stacks = offers.map(({ row }) => row.stack);
  return notesAbout(sightings.length > 0 ? [...stacks, 'cann'] : stacks);
}
