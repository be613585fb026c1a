import { type Point, pointOf } from '../../domain/catalogue/coordinates.ts';
import { regionOf } from '../../domain/catalogue/regions.ts';
import type { MapRegion } from '../../query/map-regions.ts';

/** What a point of the map shows: of the two families that are looked for, which are there. */
export type Kind = 'both' | 'ascend' | 'nvidia' | 'neither';

/** A region with the city or area the catalogue has for it. */
export interface Placed extends MapRegion {
  readonly city: string | null;
  readonly point: Point | null;
}

/** The regions that lie at one point. */
export interface MapPoint {
  readonly point: Point;
  readonly name: string;
  readonly kind: Kind;
  readonly regions: readonly Placed[];
}

export function kindOf(stacks: readonly string[]): Kind {
  if (stacks.includes('cann')) return stacks.includes('cuda') ? 'both' : 'ascend';
  return stacks.includes('cuda') ? 'nvidia' : 'neither';
}

export function placed(region: MapRegion): Placed {
  const known = regionOf(region.provider, region.region);
  const point = known === null ? null : pointOf(known);
  return { ...region, city: known?.city ?? null, point };
}

/** What is rare is drawn last, so that nothing lies over it. */
const ORDER: readonly Kind[] = ['neither', 'nvidia', 'both', 'ascend'];

/** The points of the regions whose place is known, in the order they are drawn. */
export function pointsOf(regions: readonly Placed[]): readonly MapPoint[] {
  const byPlace = new Map<string, [Point, Placed[]]>();
  for (const region of regions) {
    const { point } = region;
    if (point === null) continue;
    const key = `${point.latitude} ${point.longitude}`;
    const [, there] = byPlace.get(key) ?? [point, []];
    byPlace.set(key, [point, [...there, region]]);
  }
  const points = [...byPlace.values()].map(([point, there]): MapPoint => {
    const [first] = there;
    const kind = kindOf(there.flatMap(({ stacks }) => stacks));
    return { point, name: `${first?.city}, ${first?.country}`, kind, regions: there };
  });
  return points.toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind));
}
