import { providerName } from '../domain/catalogue/providers.ts';
import { decimal } from '../domain/money.ts';
import type { FoundSighting } from '../query/sightings.ts';
import type { Watched } from '../query/watched.ts';
import { age, type Paint, plural } from './terminal.ts';

/** Sightings as a list that cannot be taken for offers; empty text where there is none. */
export function sightingList(sightings: readonly FoundSighting[], paint: Paint): string {
  const seen = sightings.filter(({ sighting }) => sighting.kind !== 'none-listed');
  const missed = sightings.filter(({ sighting }) => sighting.kind === 'none-listed');
  return [
    part('Sightings: dated reports, not measured and in no statistics', seen, paint),
    part('Looked at by others, and no Ascend listed', missed, paint),
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function part(title: string, sightings: readonly FoundSighting[], paint: Paint): string {
  if (sightings.length === 0) return '';
  const old = ({ state }: FoundSighting) => Number(state === 'expired');
  const freshFirst = sightings.toSorted((one, other) => old(one) - old(other));
  return [paint('bold', title), ...freshFirst.map((each) => sightingText(each, paint))]
    .map((text) => `${text}\n`)
    .join('');
}

function sightingText(found: FoundSighting, paint: Paint): string {
  const { seenOn, provider, place, country, what, price, priceUnit, says, source, confidence } =
    found.sighting;
  const where = `${providerName(provider)}, ${place}${country === null ? '' : ` (${country})`}`;
  const told = price === null ? '' : `; ${decimal(price)} ${price.currency} ${priceUnit}`;
  const small = [`${says} ${standing(found)}`, `${confidence}: ${source}`];
  const head = `  ${seenOn}  ${where}: ${what}${told}`;
  return [
    found.state === 'current' ? head : paint('gray', head),
    ...small.map((text) => paint('gray', `      ${text}`)),
  ].join('\n');
}

/** What became of it: a sighting that a measured offer confirms is no longer needed. */
function standing({ state, expiresOn, offer }: FoundSighting): string {
  const since = offer === null ? '' : new Date(offer.firstSeenAt).toISOString().slice(0, 10);
  if (state === 'confirmed') return `Confirmed by a measured offer since ${since}: ${offer?.key}`;
  if (state === 'refuted') return `No longer so: listed since ${since}, ${offer?.key}`;
  return state === 'expired' ? `Expired ${expiresOn}: too old to go by.` : `Expires ${expiresOn}.`;
}

const REGIONS_SHOWN = 6;

/** The providers that are read and list none of it; empty text where there is none. */
export function watchedList(watched: readonly Watched[], now: number, paint: Paint): string {
  if (watched.length === 0) return '';
  const lines = watched.map(({ provider, regions, readAt }) => {
    const seen = paint('gray', `read ${age(now - readAt)} ago`);
    return `  ${providerName(provider)}: ${regionsText(regions)}; ${seen}`;
  });
  return [paint('bold', 'Read by us, and none listed'), ...lines]
    .map((text) => `${text}\n`)
    .join('');
}

function regionsText(regions: readonly string[]): string {
  if (regions.length === 0) return 'nowhere, and it names no regions';
  const shown = regions.slice(0, REGIONS_SHOWN).join(', ');
  const more = regions.length - REGIONS_SHOWN;
  return more > 0 ? `${shown} and ${plural(more, 'more region', 'more regions')}` : shown;
}
