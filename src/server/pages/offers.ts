import { html } from 'hono/html';
import { type Facet, offerFacets } from '../../query/facets.ts';
import { currencyText, leftOutText, staleText } from '../../query/in-words.ts';
import { notesOn } from '../../query/json.ts';
import { findOffers, type OfferAnswer } from '../../query/offers.ts';
import { FILTER_PARAMS, offerQuestion } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { findSightings } from '../../query/sightings.ts';
import { findWatched } from '../../query/watched.ts';
import { isStale, type ServerDesk } from '../desk.ts';
import { chips, filterForm } from './filters.ts';
import { address, toggled, withParam, wordsOf } from './links.ts';
import { offerTable } from './offer-table.ts';
import { noteList, sightingLists, watchedList } from './sightings.ts';
import { type Html, plural } from './text.ts';

const PAGE_SIZE = '100';
const FACET_SHOWN = 10;

/** The explorer: one question, its answer, and what may be asked next. Throws a `QuestionError`. */
export async function offersPage(desk: ServerDesk, params: Params): Promise<Html> {
  const now = desk.now();
  const question = offerQuestion({ limit: PAGE_SIZE, ...params }, now);
  const answer = await findOffers(desk.db, question, now);
  const sightings = await findSightings(desk.db, question, now);
  const isScarce = sightings.length > 0 || answer.total === 0;
  const watched = isScarce ? await findWatched(desk.db, question) : [];
  const facets = await offerFacets(desk.db, question, now);
  const old: IsStale = (source, seenAt) => isStale(desk, source, seenAt);
  return html`<h1>Offers</h1>
${filterForm(params, facets)}
${chips('offers', params)}
${facetList(params, facets)}
${noteLines(answer, old)}
${answer.offers.length === 0 ? emptyText(params, answer) : offerTable({ answer, params, now, isStale: old })}
${answer.offers.length > 1 ? html`<form id="compare" method="get" action="compare"><button>Compare those ticked</button></form>` : ''}
${pager(params, answer)}
${linkList(params)}
${sightingLists(sightings)}
${watchedList(watched, now)}
${noteList(notesOn(answer.offers, sightings))}`;
}

function facetList(params: Params, facets: readonly Facet[]): Html {
  const useful = facets.filter(({ values }) => values.length > 1);
  if (useful.length === 0) return html``;
  return html`<dl class="facets">${useful.map(
    ({ parameter, values }) =>
      html`<dt>${parameter === 'state' ? 'stock' : parameter}</dt><dd>${values
        .slice(0, FACET_SHOWN)
        .map(({ value, offers }, index) => {
          const isOn = wordsOf(params, parameter).includes(value);
          const href = address('offers', toggled(params, parameter, value));
          return html`${index > 0 ? ' · ' : ''}<a href="${href}"${isOn ? html` aria-current="true"` : ''}>${value}</a> ${offers}`;
        })}${values.length > FACET_SHOWN ? ` · and ${values.length - FACET_SHOWN} more` : ''}</dd>`,
  )}</dl>`;
}

type IsStale = (source: string, seenAt: number | null) => boolean;

/** How many, what was left out, how prices compare, and what is old. */
function noteLines(answer: OfferAnswer, isOld: IsStale): Html {
  const { offers, total, matching, witnesses } = answer;
  const old = offers.filter(({ row, seenAt }) => isOld(row.source, seenAt));
  const stale = [...new Set(old.map(({ row }) => row.source))].sort();
  const lines = [
    offers.length < total
      ? `${offers.length} of ${plural(total, 'offer')}`
      : plural(total, 'offer'),
    ...(matching > total ? [`the cheapest of each group, of ${plural(matching, 'offer')}`] : []),
    ...leftOutText(answer, 'outside-china'),
    ...(witnesses > 0
      ? [`${plural(witnesses, 'offer')} known from weaker evidence too, not repeated`]
      : []),
    ...currencyText(answer),
  ];
  return html`<ul class="notes">${lines.map((line, index) => html`<li>${index === 0 ? html`<b>${line}</b>` : line}</li>`)}
${staleText(stale).map((line) => html`<li class="warn">${line}</li>`)}</ul>`;
}

/** Nothing found: which filter stands in the way. */
function emptyText(params: Params, { without }: OfferAnswer): Html {
  const ways = without.filter(({ offers }) => offers > 0);
  return html`<p><b>No measured offer matches.</b></p>
<ul class="notes">${ways.map(
    ({ filter, offers }) =>
      html`<li>without <a href="${address('offers', withParam(params, filter, null))}">${filter}</a> there would be ${plural(offers, 'offer')}</li>`,
  )}</ul>`;
}

function pager(params: Params, { next }: OfferAnswer): Html {
  const { cursor } = params;
  if (cursor === undefined && next === null) return html``;
  const first = address('offers', withParam(params, 'cursor', null));
  return html`<nav class="links" aria-label="Pages of this answer">
${cursor === undefined ? '' : html`<a href="${first}">First page</a>`}
${next === null ? '' : html`<a href="${address('offers', { ...params, cursor: next })}" rel="next">Next page</a>`}
</nav>`;
}

/** The very same question to programs, feeds, colleagues and rules. */
function linkList(params: Params): Html {
  const { cursor: _, ...question } = params;
  const { sort: __, limit: ___, currency: ____, per: _____, ...filters } = question;
  return html`<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address('api/v1/offers.csv', question)}">CSV</a>
<a href="${address('api/v1/offers', question)}">JSON</a>
<a href="${address('changes', changesOf(filters))}">What changed</a>
<a href="${address('api/v1/changes.atom', changesOf(filters))}">Feed</a>
<a href="${address('alerts/new', filters)}">Make a rule</a>
</nav>`;
}

/** Of the filters on offers, those that what changed can be asked by too. */
function changesOf(filters: Params): Params {
  const shared = Object.entries(filters).filter(([name]) => CHANGE_FILTERS.includes(name));
  return Object.fromEntries(shared);
}

const CHANGE_FILTERS: readonly string[] = Object.keys(FILTER_PARAMS);
