import { html } from 'hono/html';
import { ACCELERATORS } from '../../domain/catalogue/recognise.ts';
import { freshness } from '../../query/freshness.ts';
import { type FoundAccelerator, findAccelerators } from '../../query/groups.ts';
import { groupQuestion } from '../../query/offer-groups.ts';
import type { Params } from '../../query/question-error.ts';
import type { ServerDesk } from '../desk.ts';
import { chips, groupForm } from './filters.ts';
import { address, withParam } from './links.ts';
import { floorOf, medianOf, type Reading } from './price.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, NONE, percent, plural } from './text.ts';

/** Every accelerator that is offered: from which price on, how it moved, and where. Throws a `QuestionError`. */
export async function acceleratorsPage(desk: ServerDesk, params: Params): Promise<Html> {
  const found = await findAccelerators(desk.db, groupQuestion(params, desk.now()), desk.now());
  const reading: Reading = { desk, seen: freshness(desk.db), root: './' };
  const rows = found.map((each) => row(each, reading));
  return html`<h1>Accelerators</h1>
${groupForm('accelerators', 'Accelerators', params)}
${chips('accelerators', params)}
<ul class="notes"><li><b>${plural(found.length, 'accelerator')} offered</b>; the catalogue knows ${ACCELERATORS.length}. Floor and median are of one chip-hour on demand.</li></ul>
${found.length === 0 ? await without(desk, params) : tableOf('Accelerators that are offered', HEADS, html`${rows}`)}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address('api/v1/accelerators', params)}">JSON</a>
<a href="${address('offers', params)}">Offers</a>
<a href="${address('map', params)}">Map</a>
</nav>`;
}

const HEADS: readonly Head[] = [
  ['Accelerator'],
  ['From', 'number'],
  ['Median', 'number wide-only'],
  ['7 days', 'number wide-only'],
  ['30 days', 'number wide-only'],
  ['Spot from', 'number wide-only'],
  ['Offers', 'number'],
  ['Said in stock', 'number wide-only'],
  ['Providers', 'number wide-only'],
  ['Regions', 'number wide-only'],
];

function row(found: FoundAccelerator, reading: Reading): Html {
  const { accelerator, name, chip, prices, spot, moved, offers, inStock } = found;
  const stack = found.stacks.join(', ') || NONE;
  return html`<tr><th scope="row"><a href="accelerators/${accelerator}">${name}</a><span class="sub">${chip?.vendor ?? ''} ${stack}${chip?.memoryGb === null || chip === null ? '' : `, ${chip.memoryGb} GB`}</span></th>
<td class="number">${floorOf(prices, reading)}</td><td class="number wide-only">${medianOf(prices)}</td>
<td class="number wide-only">${percent(moved.days7)}</td><td class="number wide-only">${percent(moved.days30)}</td>
<td class="number wide-only">${floorOf(spot, reading)}</td>
<td class="number">${offers}</td><td class="number wide-only">${inStock}</td>
<td class="number wide-only">${found.providers.length}</td><td class="number wide-only">${found.regions}</td></tr>`;
}

/** Nothing found: which filter stands in the way. */
async function without(desk: ServerDesk, params: Params): Promise<Html> {
  const ways: Html[] = [];
  for (const name of Object.keys(params)) {
    const others = withParam(params, name, null);
    const found = await findAccelerators(desk.db, groupQuestion(others, desk.now()), desk.now());
    if (found.length === 0) continue;
    ways.push(
      html`<li>without <a href="${address('accelerators', others)}">${name}</a> there would be ${plural(found.length, 'accelerator')}</li>`,
    );
  }
  return html`<ul class="notes">${ways}</ul>`;
}
