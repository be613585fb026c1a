import { html } from 'hono/html';
import { generationOf } from '../../domain/catalogue/generations.ts';
import { acceleratorById } from '../../domain/catalogue/recognise.ts';
import { freshness } from '../../query/freshness.ts';
import { findAccelerators } from '../../query/groups.ts';
import { historyQuestion } from '../../query/history-question.ts';
import { findHoldings } from '../../query/holdings.ts';
import { notesOn } from '../../query/json.ts';
import { groupQuestion } from '../../query/offer-groups.ts';
import { nameOf } from '../../query/offers.ts';
import { offerQuestion } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { findSightings } from '../../query/sightings.ts';
import { findWatched } from '../../query/watched.ts';
import type { ServerDesk } from '../desk.ts';
import { chipFacts, chipLinks, marketLine } from './accelerator-facts.ts';
import { chipPast } from './accelerator-past.ts';
import { chips } from './filters.ts';
import { holdingTable } from './holdings.ts';
import { address, toggled } from './links.ts';
import { Missing } from './missing.ts';
import type { Reading } from './price.ts';
import { noteList, sightingLists, watchedList } from './sightings.ts';
import type { Html } from './text.ts';
import { windowLinks } from './window.ts';

/** One accelerator: what it is, what it costs and cost, and where it can be had. Throws a `QuestionError` or `Missing`. */
export async function acceleratorPage(desk: ServerDesk, params: Params, id: string): Promise<Html> {
  const now = desk.now();
  const past = { ...historyQuestion(params, now), accelerator: id };
  const { since: _, until: __, ...filters } = params;
  const question = { ...groupQuestion(filters, now), accelerator: id };
  const [found] = await findAccelerators(desk.db, question, now);
  const chip = acceleratorById(id);
  if (chip === null && found === undefined) {
    throw new Missing(
      'expected the id of an accelerator, such as h100-sxm; the page of accelerators has them',
    );
  }
  const asked = offerQuestion({ spec: id }, now);
  const sightings = await findSightings(desk.db, asked, now);
  const reading: Reading = { desk, seen: freshness(desk.db), root: '../' };
  const holdings = await findHoldings(desk.db, question, now);
  return html`<h1>${nameOf(id)}${chip === null ? '' : html` <small>${generationOf(chip)}, ${chip.vendor}${chip.coming ? ', announced: any offer would be news' : ''}</small>`}</h1>
${marketLine(found ?? null, reading)}
${chipLinks(id, filters)}
${chips(id, params)}
<section><h2>Floor and median</h2>${windowLinks(id, params, '30d')}${await chipPast(desk, past)}</section>
<section><h2>Where it can be had</h2>${holdingTable(holdings, reading, elsewhere(id, params))}</section>
${sightingLists(sightings)}
${sightings.length > 0 || found === undefined ? watchedList(await findWatched(desk.db, asked), now) : ''}
${noteList(notesOn([], sightings))}
<section><h2>What it is</h2>${chip === null ? html`<p>The catalogue does not know it.</p>` : chipFacts(chip)}</section>`;
}

/** The same page for the world without China, or for all of it. */
function elsewhere(id: string, params: Params): Html {
  const href = address(id, toggled(params, 'outside-china', '1'));
  const isOutside = params['outside-china'] !== undefined;
  return html`<a href="${href}">${isOutside ? 'Show everywhere' : 'Show outside China only'}</a>`;
}

export function acceleratorTitle(_: ServerDesk, id: string): string {
  return nameOf(id);
}
