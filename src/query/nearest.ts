import { distanceKm, type Point, pointOf } from '../domain/catalogue/coordinates.ts';
import { REGIONS, regionOf } from '../domain/catalogue/regions.ts';
import { isIn, type Spot, type Target } from '../domain/targets.ts';
import type { Jurisdiction } from '../domain/words.ts';
import type { GroupedOffer } from './offer-groups.ts';

/** The place with an offer that is nearest to a target. */
export interface Nearest {
  readonly offer: GroupedOffer;
  /** Kilometres from the nearest of the target's regions; null where either's place is not known. */
  readonly km: number | null;
  /** Whether it is under a law that the target's regions are under too. */
  readonly isSameLaw: boolean;
}

/** Of these offers the nearest to the target: under the same law first, then by distance; null of none. */
export function nearestTo(target: Target, offers: readonly GroupedOffer[]): Nearest | null {
  const home = homeOf(target);
  const found = offers.map((offer): Nearest => {
    const there = offer.region === null ? null : placeOf(offer.provider, offer.region);
    const ways = there === null ? [] : home.points.map((point) => distanceKm(point, there));
    const km = ways.length === 0 ? null : Math.round(Math.min(...ways));
    return { offer, km, isSameLaw: home.laws.has(offer.jurisdiction) };
  });
  return found.sort(nearestFirst)[0] ?? null;
}

/** Where a target lies, by the regions of the catalogue that are in it. */
function homeOf(target: Target): {
  readonly points: readonly Point[];
  readonly laws: ReadonlySet<Jurisdiction>;
} {
  const regions = REGIONS.filter((region: Spot) => isIn(target, region));
  return {
    points: regions.flatMap((region) => pointOf(region) ?? []),
    laws: new Set(target.jurisdictions ?? regions.map(({ jurisdiction }) => jurisdiction)),
  };
}

function placeOf(provider: string, code: string): Point | null {
  const region = regionOf(provider, code);
  return region === null ? null : pointOf(region);
}

function nearestFirst(one: Nearest, other: Nearest): number {
  return (
    Number(other.isSameLaw) - Number(one.isSameLaw) ||
    (one.km ?? Number.MAX_VALUE) - (other.km ?? Number.MAX_VALUE) ||
    one.offer.key.localeCompare(other.offer.key)
  );
}
