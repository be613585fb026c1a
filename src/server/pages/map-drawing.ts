import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import type { Kind, MapPoint } from './map-points.ts';
import type { Html } from './text.ts';

/** What the kinds are called. Their marks differ in shape, not in colour alone. */
export const KINDS: readonly (readonly [kind: Kind, name: string])[] = [
  ['ascend', 'Ascend'],
  ['both', 'Ascend and NVIDIA'],
  ['nvidia', 'NVIDIA'],
  ['neither', 'neither'],
];

/** Marks around the origin, in tenths of a degree. */
const MARKS: Readonly<Record<Kind, string>> = {
  ascend: 'M0-34L34 0 0 34-34 0z',
  both: 'M-28-28H28V28H-28zM0-28V28',
  nvidia: 'M-24 0a24 24 0 1 0 48 0a24 24 0 1 0-48 0z',
  neither: 'M-14 0a14 14 0 1 0 28 0a14 14 0 1 0-28 0z',
};

/** The world in tenths of a degree, as `assets/land.svg` is drawn, and a mark where regions lie. */
export function drawing(points: readonly MapPoint[]): Html {
  return html`<figure class="map">
<a class="skip" href="#regions">Skip the map</a>
<svg viewBox="-1700 -760 3530 1260" role="group" aria-label="World map of regions; the table below says the same">
<use class="land" href="assets/land.svg#land"/>
${points.map(mark)}
</svg>
<figcaption>${KINDS.map(([kind, name]) => legend(kind, name))}</figcaption>
</figure>`;
}

function mark(at: MapPoint): Html {
  const { point, kind } = at;
  const x = Math.round(point.longitude * 10);
  const y = Math.round(-point.latitude * 10);
  const says = saying(at);
  return html`<a href="#${anchorOf(at)}" aria-label="${says}"><g transform="translate(${x} ${y})"><path class="mark ${kind}" d="${MARKS[kind]}"><title>${says}</title></path></g></a>
`;
}

function saying({ name, kind, regions }: MapPoint): string {
  const [, what] = KINDS.find(([each]) => each === kind) ?? [kind, kind];
  const codes = regions.map(({ provider, region }) => `${providerName(provider)} ${region}`);
  return `${name}: ${what} (${codes.join(', ')})`;
}

/** Where the table has the first region of a point. */
export function anchorOf({ point }: Pick<MapPoint, 'point'>): string {
  return `at-${point.latitude}-${point.longitude}`.replaceAll('.', '_');
}

function legend(kind: Kind, name: string): Html {
  return html`<span><svg class="sample" viewBox="-40 -40 80 80" aria-hidden="true"><path class="mark ${kind}" d="${MARKS[kind]}"/></svg> ${name}</span>`;
}
