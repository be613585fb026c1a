import type { GuardInput } from './guard.ts';
import type { GuardLimits } from './guard-limits.ts';
import type { Offer, OfferState } from './offer.ts';
import type { KnownOffer } from './source-state.ts';

/**
 * What became of what was known, in shares of it. A stock feed halves on an ordinary afternoon: it
 * is asked only whether it still speaks of what we know, and still says what that costs.
 */
export function shares(input: GuardInput, limits: GuardLimits): readonly (string | null)[] {
  const { absentMeans, before, seen } = input;
  if (before.size < limits.fromOffers || seen.offers.length === 0) return [];
  const again = seenAgain(before, seen.offers);
  if (absentMeans === 'sold-out') return [strangers(input, limits), unpriced(again, limits)];
  const known = [...before.values()].flatMap(({ offer, listed }) => (listed ? [offer] : []));
  return [
    coverage(input, limits),
    kinds(REGIONS, known, seen.offers, limits),
    kinds(MODELS, known, seen.offers, limits),
    explosion(input, limits),
    identity(known, seen.offers, limits),
    transition(again, limits),
    unpriced(again, limits),
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function coverage({ recentCounts, seen }: GuardInput, limits: GuardLimits): string | null {
  const usual = median(recentCounts);
  if (usual === null || seen.offers.length >= usual * limits.coverage) return null;
  return `${seen.offers.length} offers where ${usual} are usual (under ${percent(limits.coverage)})`;
}

interface Kind {
  readonly what: string;
  readonly kindOf: (offer: Offer) => string | null;
}

const REGIONS: Kind = { what: 'regions', kindOf: ({ region }) => region };
const MODELS: Kind = { what: 'models', kindOf: ({ accelerator }) => accelerator };

function kinds(
  { what, kindOf }: Kind,
  known: readonly Offer[],
  seen: readonly Offer[],
  limits: GuardLimits,
): string | null {
  const before = distinct(known, kindOf);
  const now = distinct(seen, kindOf).size;
  if (before.size < limits.fromKinds || now >= before.size * limits.coverage) return null;
  return `${now} ${what} where ${before.size} were known (under ${percent(limits.coverage)})`;
}

function distinct(offers: readonly Offer[], kindOf: Kind['kindOf']): Set<string> {
  return new Set(offers.map(kindOf).filter((kind) => kind !== null));
}

function explosion({ recentCounts, seen }: GuardInput, limits: GuardLimits): string | null {
  const usual = median(recentCounts);
  if (usual === null || seen.offers.length <= usual * limits.explosion) return null;
  return `${seen.offers.length} offers where ${usual} are usual (over ${limits.explosion} times)`;
}

function identity(
  known: readonly Offer[],
  seen: readonly Offer[],
  limits: GuardLimits,
): string | null {
  const keys = new Set(seen.map(({ key }) => key));
  const again = known.filter(({ key }) => keys.has(key)).length;
  if (known.length < limits.fromOffers || again >= known.length * limits.identity) return null;
  return `only ${again} of ${known.length} known offers seen again (under ${percent(limits.identity)})`;
}

/** A listed offer that is there again: what it was, and what it is. */
interface Again {
  readonly was: OfferState;
  readonly is: OfferState;
}

function seenAgain(
  before: ReadonlyMap<string, KnownOffer>,
  seen: readonly Offer[],
): readonly Again[] {
  return seen.flatMap((offer) => {
    const known = before.get(offer.key);
    return known?.listed ? [{ was: known.offer.state, is: offer.state }] : [];
  });
}

function transition(again: readonly Again[], limits: GuardLimits): string | null {
  const moved = again.filter(({ was, is }) => was.availability !== is.availability).length;
  if (again.length < limits.fromOffers || moved <= again.length * limits.transition) return null;
  return `${moved} of ${again.length} offers changed their availability at once (over ${percent(limits.transition)})`;
}

/** A price that is called something else reads as one that is not shown. What is sold out may well show none. */
function unpriced(again: readonly Again[], limits: GuardLimits): string | null {
  const priced = again.filter(
    ({ was, is }) => was.price !== null && is.availability !== 'sold-out',
  );
  const lost = priced.filter(({ is }) => is.price === null).length;
  if (priced.length < limits.fromOffers || lost <= priced.length * limits.transition) return null;
  return `${lost} of ${priced.length} offers lost their price at once (over ${percent(limits.transition)})`;
}

/** Of a stock feed: a wave of names nobody knows is a feed that speaks of something else. */
function strangers({ before, seen }: GuardInput, limits: GuardLimits): string | null {
  const known = new Set([...before.values()].map(({ offer }) => offer.sku));
  const skus = distinct(seen.offers, ({ sku }) => sku);
  const familiar = [...skus].filter((sku) => known.has(sku)).length;
  if (skus.size < limits.fromOffers || familiar >= skus.size * limits.identity) return null;
  return `only ${familiar} of ${skus.size} SKUs are known (under ${percent(limits.identity)})`;
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
