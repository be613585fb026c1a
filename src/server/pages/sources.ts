import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { findDisagreements, quarrelsIn } from '../../query/disagreements.ts';
import type { Params } from '../../query/question-error.ts';
import type { SourceStanding } from '../../query/source-standings.ts';
import type { ServerDesk } from '../desk.ts';
import type { Visit } from './layout.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, type Html, NONE, outwards } from './text.ts';

/** How every source is doing, how far it is proven, and why not better. */
export async function sourcesPage(
  desk: ServerDesk,
  _params: Params,
  _id: string,
  { standings }: Visit,
): Promise<Html> {
  return html`<h1>Sources</h1>
${tableOf('Sources', HEADS, html`${standings.map((standing) => row(standing, desk.now()))}`)}
${await quarrels(desk)}`;
}

const HEADS: readonly Head[] = [
  ['Source'],
  ['Last crawl'],
  ['Offers', 'number'],
  ['Rejects', 'number wide-only'],
  ['Waiting', 'number wide-only'],
  ['Read', 'number'],
  ['Known by', 'wide-only'],
  ['Verified', 'wide-only'],
  ['Every', 'wide-only'],
  ['Why', 'wide-only'],
];

/** Sources of one provider that price the same market differently. */
async function quarrels({ db, tolerance }: ServerDesk): Promise<Html | string> {
  const found = quarrelsIn(await findDisagreements(db, tolerance));
  if (found.length === 0) return '';
  return html`<section><h2>Disagreements</h2>
<ul class="entries">${found.map(({ says }) => html`<li class="warn">${says}</li>`)}</ul></section>`;
}

function row({ facts, health, freshness }: SourceStanding, now: number): Html {
  const why = health?.last.message ?? '';
  const last = health?.last.outcome ?? 'never';
  const tone = last === 'failed' || last === 'quarantined' ? 'bad' : '';
  const late = freshness === 'late' || freshness === 'stale' ? freshness : null;
  return html`<tr><th scope="row">${outwards(facts.homepage, facts.id)}<span class="sub">${providerName(facts.provider)}</span></th>
<td><span class="${tone}">${last}</span><span class="sub narrow">${why}</span></td>
<td class="number">${health?.offers ?? NONE}</td><td class="number wide-only">${health?.last.rejects ?? NONE}</td>
<td class="number wide-only">${health?.last.pending ?? NONE}</td>
<td class="number">${ageOf(health?.lastGoodAt ?? null, now)}${late === null ? '' : html` <span class="warn">${late}</span>`}</td>
<td class="wide-only short quiet">${facts.evidence}</td><td class="wide-only short">${facts.verified}</td>
<td class="wide-only">${facts.every ?? NONE}</td><td class="wide-only cut">${why}</td></tr>`;
}
