import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { whereabouts } from '../../domain/normalise.ts';
import { chipText } from '../../query/in-words.ts';
import { findOffers, type OfferAnswer } from '../../query/offers.ts';
import { offerQuestion } from '../../query/question.ts';
import { type FoundSighting, findSightings } from '../../query/sightings.ts';
import { findWatched, type Watched } from '../../query/watched.ts';
import { isStale } from '../desk.ts';
import { address } from './links.ts';
import { stockText } from './offer-table.ts';
import type { Reading } from './price.ts';
import { entry } from './sightings.ts';
import { ageOf, amount, type Html, plural } from './text.ts';

const ASKED = { spec: 'ascend', 'outside-china': '1' };
const OFFERS_SHOWN = '5';
const SIGHTINGS_SHOWN = 4;

/** Whether an Ascend can be rented outside mainland China tonight, and if not, what comes nearest. */
export async function ascendOutside(reading: Reading): Promise<Html> {
  const { db, now } = reading.desk;
  const question = offerQuestion({ ...ASKED, sort: 'price', limit: OFFERS_SHOWN }, now());
  const answer = await findOffers(db, question, now());
  const sightings = await findSightings(db, question, now());
  const nearest = sightings.filter(
    ({ sighting, state }) => state === 'current' && sighting.kind !== 'none-listed',
  );
  const watched = await findWatched(db, question);
  const everywhere = await findWatched(db, { ...question, outsideChina: false });
  return html`<section class="answer"><h2>Ascend outside China tonight</h2>
${answer.total > 0 ? offersText(answer, reading) : noneText(watched, everywhere, reading)}
${leftOutText(answer)}
${answer.total > 0 ? '' : sightingsText(nearest)}
<p><a href="${reading.root}${address('offers', ASKED)}">All that is known of it</a></p></section>`;
}

function offersText({ offers, total, currency }: OfferAnswer, { desk, root }: Reading): Html {
  return html`<p class="lead"><b>${plural(total, 'offer')}</b>${offers.length < total ? `, the cheapest ${offers.length}:` : ''}</p>
<ul class="entries">${offers.map(
    (
      offer,
    ) => html`<li><a href="${root}offers/${offer.row.hash}">${chipText(offer)}</a>, ${whereabouts(offer.row)}:
<b>${amount(offer.converted ?? offer.perAccelerator)}</b> ${offer.converted === null ? (offer.row.currency ?? '') : currency} a chip-hour, ${stockText(offer.row)}
<small class="sub">${offer.row.evidence}, read ${ageOf(offer.seenAt, desk.now())} ago${isStale(desk, offer.row.source, offer.seenAt) ? html` <span class="warn">stale</span>` : ''}</small></li>`,
  )}</ul>`;
}

/** None is an answer too, and as good as the list of who was asked. */
function noneText(
  watched: readonly Watched[],
  everywhere: readonly Watched[],
  { desk }: Reading,
): Html {
  if (watched.length === 0 && everywhere.length > 0) {
    return html`<p class="lead"><b>None, and no region of the ${plural(everywhere.length, 'provider')} read is known to lie there.</b></p>`;
  }
  if (watched.length === 0)
    return html`<p class="lead"><b>Not known: no source was read yet.</b></p>`;
  const read = watched.map(({ readAt }) => readAt);
  const stale = watched
    .filter(({ sources, readAt }) => sources.every((source) => isStale(desk, source, readAt)))
    .map(({ provider }) => providerName(provider));
  const regions = watched.reduce((sum, each) => sum + each.regions.length, 0);
  return html`<p class="lead"><b>None among the ${plural(watched.length, 'provider')} and ${plural(regions, 'region')} that are read.</b></p>
<p>Last read ${ageOf(Math.max(...read), desk.now())} to ${ageOf(Math.min(...read), desk.now())} ago${stale.length > 0 ? html`; <b class="warn">stale</b>: ${stale.join(', ')}` : ''}.</p>`;
}

function leftOutText({ leftOut }: OfferAnswer): Html {
  const parts = Object.entries(leftOut).map(([jurisdiction, n]) => `${n} in ${jurisdiction}`);
  return parts.length === 0 ? html`` : html`<p class="quiet">Elsewhere: ${parts.join(', ')}.</p>`;
}

function sightingsText(nearest: readonly FoundSighting[]): Html {
  if (nearest.length === 0) return html``;
  const shown = nearest.slice(0, SIGHTINGS_SHOWN);
  const more = nearest.length - shown.length;
  return html`<h3>Nearest sightings: dated reports, not measured</h3>
<ul class="entries">${shown.map(entry)}</ul>${more > 0 ? html`<p class="quiet">and ${plural(more, 'more sighting')}</p>` : ''}`;
}
