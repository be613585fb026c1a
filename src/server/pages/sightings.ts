import { html } from 'hono/html';
import type { Note } from '../../domain/catalogue/notes.ts';
import { providerName } from '../../domain/catalogue/providers.ts';
import { sightingJson } from '../../query/json.ts';
import type { FoundSighting } from '../../query/sightings.ts';
import type { Watched } from '../../query/watched.ts';
import { ageOf, type Html, outwards, plural } from './text.ts';

/** Sightings as lists that cannot be taken for offers. */
export function sightingLists(sightings: readonly FoundSighting[]): Html {
  const seen = sightings.filter(({ sighting }) => sighting.kind !== 'none-listed');
  const missed = sightings.filter(({ sighting }) => sighting.kind === 'none-listed');
  return html`${list('Sightings: dated reports, not measured and in no statistics', seen)}
${list('Looked at by others, and no Ascend listed', missed)}`;
}

function list(title: string, sightings: readonly FoundSighting[]): Html {
  if (sightings.length === 0) return html``;
  const old = ({ state }: FoundSighting) => Number(state === 'expired');
  const freshFirst = sightings.toSorted((one, other) => old(one) - old(other));
  return html`<section><h2>${title}</h2><ul class="entries">${freshFirst.map(entry)}</ul></section>`;
}

/** One sighting, with who says so and what became of it. */
export function entry(found: FoundSighting): Html {
  const { seenOn, provider, place, country, what, priceUnit, says, source, confidence } =
    found.sighting;
  const { price } = sightingJson(found);
  const where = `${providerName(provider)}, ${place}${country === null ? '' : ` (${country})`}`;
  const told = price === null ? '' : `; ${price.amount} ${price.currency} ${priceUnit}`;
  return html`<li${found.state === 'current' ? '' : html` class="quiet"`}>${seenOn} <b>${where}</b>: ${what}${told}
<small class="sub">${says} ${standing(found)}</small>
<small class="sub">${confidence}: ${outwards(source, source)}</small></li>`;
}

/** What became of it: a sighting that a measured offer confirms is no longer needed. */
function standing(found: FoundSighting): Html {
  const { state, expiresOn } = found;
  const { offer } = sightingJson(found);
  const link = offer?.key;
  const since = offer?.since?.slice(0, 10);
  if (state === 'confirmed') return html`Confirmed by a measured offer since ${since}: ${link}`;
  if (state === 'refuted') return html`No longer so: listed since ${since}, ${link}`;
  return state === 'expired'
    ? html`Expired ${expiresOn}: too old to go by.`
    : html`Expires ${expiresOn}.`;
}

const REGIONS_SHOWN = 6;

/** The providers that are read and list none of it. */
export function watchedList(watched: readonly Watched[], now: number): Html {
  if (watched.length === 0) return html``;
  return html`<section><h2>Read by us, and none listed</h2><ul class="entries">${watched.map(
    ({ provider, regions, readAt }) =>
      html`<li><b>${providerName(provider)}</b>: ${regionsText(regions)}; <small>read ${ageOf(readAt, now)} ago</small></li>`,
  )}</ul></section>`;
}

function regionsText(regions: readonly string[]): string {
  if (regions.length === 0) return 'nowhere, and it names no regions';
  const shown = regions.slice(0, REGIONS_SHOWN).join(', ');
  const more = regions.length - REGIONS_SHOWN;
  return more > 0 ? `${shown} and ${plural(more, 'more region')}` : shown;
}

/** What to know before renting hardware of a family. */
export function noteList(notes: readonly Note[]): Html {
  return html`${notes.map(
    ({ date, text, url }) =>
      html`<p class="panel">${date} ${text} <small class="sub">${outwards(url, url)}</small></p>`,
  )}`;
}
