import type { PastTokens } from './diff-tokens.ts';
import type { Offer, OfferState } from './offer.ts';
import type { Availability } from './words.ts';

/** An offer as last accepted. Withdrawn offers stay known, so that a return is told as one. */
export interface KnownOffer {
  readonly offer: Offer;
  readonly listed: boolean;
  /** When its state last changed, milliseconds UTC. */
  readonly changedAt: number;
}

/** A difference seen once that needs a second good crawl before it counts. */
export interface Pending {
  readonly kind:
    | 'listed'
    | 'absent'
    | 'availability'
    | 'price'
    | 'place'
    | 'hardware'
    | 'unread'
    | 'tokens';
  /** An offer's key, a place's key, or a name that is not in the catalogue. */
  readonly subject: string;
  /** What was seen, where the second crawl must agree with it. */
  readonly candidate: OfferState | null;
  /** When it was first seen. */
  readonly since: number;
}

/** How an offer's availability turned of late. */
export interface Unrest {
  /** One bit a crawl, the last one lowest: set where it was another than the crawl before. */
  readonly flips: number;
  /** The availability last told where it flaps; null where it does not. */
  readonly told: Availability | null;
}

/** Everything accepted about one source, and what its provider and the whole catalogue already show. */
export interface SourceState {
  /** This crawl is where our knowledge starts: all is recorded, nothing is told. */
  readonly baseline: boolean;
  readonly offers: ReadonlyMap<string, KnownOffer>;
  readonly places: ReadonlySet<string>;
  /** What the source asked last for tokens, by key. */
  readonly tokens: ReadonlyMap<string, PastTokens>;
  readonly pending: ReadonlyMap<string, Pending>;
  /** Offers that did not rest in the last crawls. */
  readonly restless: ReadonlyMap<string, Unrest>;
  /** What the last good crawl said of the rows it could not read. */
  readonly lastRejects: ReadonlySet<string>;
  /** Scopes that every earlier crawl missed: their first reading is a silent baseline of its own. */
  readonly unreadScopes: ReadonlySet<string>;
  /** `stack/region` pairs the provider is known to have, over all its sources. */
  readonly regions: ReadonlySet<string>;
  /** Accelerators the provider is known to have. */
  readonly accelerators: ReadonlySet<string>;
  /** Accelerators and unknown names seen at any provider. */
  readonly hardware: ReadonlySet<string>;
}

/** `stack/region`, or null where there is no region to be new. */
export function regionKey(stack: string | null, region: string | null): string | null {
  return region === null ? null : `${stack ?? '-'}/${region}`;
}

/** Whether a scope is one of these or lies below one of them: `fr-par/fr-par-2` below `fr-par`. */
export function within(scope: string | null, scopes: ReadonlySet<string>): boolean {
  if (scope === null) return false;
  const steps = scope.split('/');
  return steps.some((_, index) => scopes.has(steps.slice(0, index + 1).join('/')));
}
