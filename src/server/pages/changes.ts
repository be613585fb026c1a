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
import { address, withParam } from './links.ts';
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
${answer.changes.length === 0 ? '' : changeTable(answer.changes)}
<nav class="links" aria-label="This question elsewhere">
${params.cursor === undefined ? '' : html`<a href="${address('changes', asked)}">First page</a>`}
${answer.next === null ? '' : html`<a href="${address('changes', { ...params, cursor: answer.next })}" rel="next">Next page</a>`}
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

/** Changes, a row each. */
export function changeTable(changes: readonly FoundChange[]): Html {
  return html`<div class="scroll" role="region" aria-label="What changed" tabindex="0"><table>
<thead><tr><th scope="col" class="wide-only">When</th><th scope="col">What happened</th><th scope="col">To what</th>
<th scope="col" class="number wide-only">Before</th><th scope="col" class="number wide-only">After</th><th scope="col" class="number">Change</th></tr></thead>
<tbody>${changes.map(row)}</tbody></table></div>`;
}

function row(change: FoundChange): Html {
  const { at, flags, kind, before, after, changePercent } = change;
  const [was, is] = [stateText(before, kind), stateText(after, kind)];
  return html`<tr><td class="wide-only short">${timeOf(at)}</td>
<td>${flags.length === 0 ? kind : flags.map(flagTag)}<span class="sub narrow">${timeOf(at)}</span></td>
<th scope="row">${subjectOf(change)}<span class="sub narrow">${was} → ${is}</span></th>
<td class="number wide-only">${was}</td><td class="number wide-only">${is}</td>
<td class="number">${percent(changePercent)}</td></tr>`;
}

function subjectOf({ offer, subject, detail, acceleratorName }: FoundChange): string {
  return offer === null
    ? `${subject}: ${detail}`
    : `${offer.count}× ${acceleratorName}, ${whereabouts(offer)}, ${offer.sku}`;
}

function stateText(state: OfferState | null, kind: string): string {
  if (state === null) return NONE;
  if (kind === 'quantity') return String(state.quantity ?? NONE);
  if (kind === 'availability' || state.price === null) return state.availability;
  return moneyText(state.price);
}
