import { html } from 'hono/html';
import { Flag } from '../../domain/change.ts';
import { whereabouts } from '../../domain/normalise.ts';
import type { OfferState } from '../../domain/offer.ts';
import { changesQuestion } from '../../query/change-question.ts';
import type { FoundChange } from '../../query/change-rows.ts';
import { type ChangeAnswer, findChanges } from '../../query/changes.ts';
import type { Params } from '../../query/question-error.ts';
import type { ServerDesk } from '../desk.ts';
import { choice, field } from './filters.ts';
import type { Root } from './layout.ts';
import { address, withParam } from './links.ts';
import { type Head, tableOf } from './table.ts';
import { flagTag, type Html, moneyText, NONE, percent, plural, timeOf } from './text.ts';

const PAGE_SIZE = '100';

/** The log of what changed, newest first, with the feed of this very question. Throws a `QuestionError`. */
export async function changesPage(desk: ServerDesk, params: Params): Promise<Html> {
  const question = changesQuestion({ limit: PAGE_SIZE, ...params }, desk.now());
  const answer = await findChanges(desk.db, question);
  const { cursor: _, ...asked } = params;
  return html`<h1>Changes</h1>
<form class="filters" method="get" action="changes" role="search" aria-label="Changes">
<div class="wide">${field(params, 'spec', 'Hardware', 'H100:8, ascend')}</div>
${field(params, 'provider', 'Provider', 'aws,gcp')}
${field(params, 'region', 'Region', 'eu-*')}
${choice(params, 'flag', 'What happened', Flag.options)}
${field(params, 'since', 'Since', '7d')}
<button class="main-action">Show</button>
</form>
${notes(answer, params)}
${answer.changes.length === 0 ? '' : changeTable(answer.changes, './')}
<nav class="links" aria-label="This question elsewhere">
${params.cursor === undefined ? '' : html`<a href="${address('changes', asked)}">First page</a>`}
${answer.next === null ? '' : html`<a href="${address('changes', { ...params, cursor: answer.next })}" rel="next">Next page</a>`}
<a href="${address('api/v1/changes.csv', asked)}">CSV</a>
<a href="${address('api/v1/changes', asked)}">JSON</a>
<a href="${address('api/v1/changes.atom', asked)}">Atom feed</a>
<a href="${address('api/v1/changes.json-feed', asked)}">JSON feed</a>
<button type="button" data-copy hidden>Copy link</button>
</nav>`;
}

function notes({ changes, total, baseline, without }: ChangeAnswer, params: Params): Html {
  const shown = changes.length < total ? `${changes.length} of ` : '';
  const ways = without.filter((each) => each.changes > 0);
  return html`<ul class="notes"><li><b>${total === 0 ? 'No change matches.' : `${shown}${plural(total, 'change')}`}</b></li>
${ways.map(
  ({ filter, changes: n }) =>
    html`<li>without <a href="${address('changes', withParam(params, filter, null))}">${filter}</a> there would be ${plural(n, 'change')}</li>`,
)}
${baseline > 0 ? html`<li>${plural(baseline, 'row')} of first crawls are no news; <a href="${address('changes', withParam(params, 'all', '1'))}">show them</a></li>` : ''}</ul>`;
}

const HEADS: readonly Head[] = [
  ['When', 'wide-only'],
  ['What happened'],
  ['To what'],
  ['Before', 'number wide-only'],
  ['After', 'number wide-only'],
  ['Change', 'number'],
];

/** Changes, a row each. */
export function changeTable(changes: readonly FoundChange[], root: Root): Html {
  return tableOf('What changed', HEADS, html`${changes.map((change) => row(change, root))}`);
}

function row(change: FoundChange, root: Root): Html {
  const { at, flags, kind, before, after, changePercent } = change;
  const [was, is] = [stateText(before, kind), stateText(after, kind)];
  return html`<tr><td class="wide-only short">${timeOf(at)}</td>
<td>${flags.length === 0 ? kind : flags.map(flagTag)}<span class="sub narrow">${timeOf(at)}</span></td>
<th scope="row">${subjectOf(change, root)}<span class="sub narrow">${was} → ${is}</span></th>
<td class="number wide-only">${was}</td><td class="number wide-only">${is}</td>
<td class="number">${percent(changePercent)}</td></tr>`;
}

function subjectOf({ offer, subject, detail, acceleratorName }: FoundChange, root: Root): Html {
  if (offer === null) return html`${subject}: ${detail}`;
  const chip = `${offer.count}× ${acceleratorName}`;
  return html`<a href="${root}offers/${offer.hash}">${chip}</a>, ${whereabouts(offer)}, ${offer.sku}`;
}

function stateText(state: OfferState | null, kind: string): string {
  if (state === null) return NONE;
  if (kind === 'quantity') return String(state.quantity ?? NONE);
  if (kind === 'availability' || state.price === null) return state.availability;
  return moneyText(state.price);
}
