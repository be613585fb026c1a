import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { findMapRegions } from '../../query/map-regions.ts';
import { groupQuestion } from '../../query/offer-groups.ts';
import { offerQuestion } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { findSightings } from '../../query/sightings.ts';
import { isStale, type ServerDesk } from '../desk.ts';
import { chips, groupForm } from './filters.ts';
import { address, withParam } from './links.ts';
import { anchorOf, drawing, KINDS } from './map-drawing.ts';
import { kindOf, type MapPoint, type Placed, placed, pointsOf } from './map-points.ts';
import { sightingLists } from './sightings.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, type Html, NONE, plural } from './text.ts';

/** Where in the world there are Ascend, NVIDIA, both or neither. Throws a `QuestionError`. */
export async function mapPage(desk: ServerDesk, params: Params): Promise<Html> {
  const now = desk.now();
  const found = await findMapRegions(desk.db, groupQuestion(params, now), now);
  const regions = found.map(placed);
  const points = pointsOf(regions);
  const { spec = 'ascend', ...others } = params;
  const { currency: _, 'new-since': __, ...where } = others;
  const sightings = await findSightings(desk.db, offerQuestion({ spec, ...where }, now), now);
  return html`<h1>Map</h1>
${groupForm('map', 'Map', params)}
${chips('map', params)}
${summary(regions)}
${regions.length === 0 ? withoutFilters(params) : html`${drawing(points)}${regionTable(regions, points, desk)}`}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address('api/v1/regions', params)}">JSON</a>
<a href="${address('offers', params)}">Offers</a>
</nav>
${sightingLists(sightings)}`;
}

/** How many regions are of each kind, outside China first, and how many are on no map. */
function summary(regions: readonly Placed[]): Html {
  const outside = regions.filter(({ jurisdiction }) => jurisdiction === 'outside-china');
  const lost = regions.filter(({ point }) => point === null);
  return html`<ul class="notes"><li><b>Outside China: ${countsOf(outside)}</b></li>
<li>In all, ${plural(regions.length, 'region')} that sources show: ${countsOf(regions)}</li>
${lost.length > 0 ? html`<li>${plural(lost.length, 'region')} not on the map: no source says in which city; the end of the table has them</li>` : ''}</ul>`;
}

function countsOf(regions: readonly Placed[]): string {
  const kinds = regions.map(({ stacks }) => kindOf(stacks));
  const count = (...wanted: readonly string[]) =>
    kinds.filter((kind) => wanted.includes(kind)).length;
  return `${count('ascend', 'both')} with Ascend, ${count('nvidia', 'both')} with NVIDIA, ${count('neither')} with neither`;
}

function withoutFilters(params: Params): Html {
  return html`<p><b>No region that a source shows lies there.</b></p>
<ul class="notes">${Object.keys(params).map(
    (name) =>
      html`<li><a href="${address('map', withParam(params, name, null))}">without ${name}</a></li>`,
  )}</ul>`;
}

const HEADS: readonly Head[] = [
  ['Place'],
  ['Region', 'wide-only'],
  ['What is there'],
  ['Jurisdiction', 'wide-only'],
  ['Offers', 'number'],
  ['Said in stock', 'number wide-only'],
  ['Read', 'number'],
];

/** The map as a table: what is looked for first, and what has no known place last. */
function regionTable(
  regions: readonly Placed[],
  points: readonly MapPoint[],
  desk: ServerDesk,
): Html {
  const anchors = new Map(points.map((point) => [point.regions[0], anchorOf(point)]));
  const rank = ({ stacks, point }: Placed) =>
    KINDS.findIndex(([kind]) => kind === kindOf(stacks)) + (point === null ? KINDS.length : 0);
  const sorted = regions.toSorted((one, other) => rank(one) - rank(other));
  const rows = sorted.map((region) => row(region, anchors.get(region), desk));
  return html`<h2 id="regions" tabindex="-1">Regions</h2>${tableOf('Regions and what is there', HEADS, html`${rows}`)}`;
}

function row(found: Placed, anchor: string | undefined, desk: ServerDesk): Html {
  const { provider, region, city, country, point, stacks, jurisdiction } = found;
  const place = city ?? (point === null ? 'unknown place' : NONE);
  const offers = address('offers', { provider, region });
  const names = stacks.map((stack) => STACKS[stack] ?? stack).join(', ');
  const isOld = found.sources.some((source) => isStale(desk, source, found.seenAt));
  const stale = isOld ? html`<span class="sub warn">stale</span>` : '';
  return html`<tr${anchor === undefined ? '' : html` id="${anchor}"`}><th scope="row">${place}${country === null ? '' : `, ${country}`}<span class="sub narrow">${providerName(provider)} ${region}</span></th>
<td class="wide-only">${providerName(provider)} <span class="sub">${region}</span></td>
<td>${names === '' ? html`<span class="quiet">neither</span>` : names}</td><td class="wide-only">${jurisdiction}</td>
<td class="number">${found.offers === 0 ? NONE : html`<a href="${offers}">${found.offers}</a>`}</td>
<td class="number wide-only">${found.offers === 0 ? NONE : found.inStock}</td><td class="number">${ageOf(found.seenAt, desk.now())}${stale}</td></tr>`;
}

const STACKS: Readonly<Record<string, string>> = { cann: 'Ascend', cuda: 'NVIDIA', rocm: 'AMD' };
