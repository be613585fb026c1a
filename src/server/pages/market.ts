import { html } from 'hono/html';
import { chipHistory } from '../../query/chip-history.ts';
import { freshness } from '../../query/freshness.ts';
import { type FoundAccelerator, findAccelerators } from '../../query/groups.ts';
import { historyQuestion } from '../../query/history-question.ts';
import { GroupParams, groupQuestion } from '../../query/offer-groups.ts';
import { read } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { intervalOf, type ServerDesk } from '../desk.ts';
import { sparkline } from './chart.ts';
import type { Visit } from './layout.ts';
import { ascendOutside } from './market-ascend.ts';
import { latestChanges, newRegions, sourceLines } from './market-news.ts';
import { floorOf, medianOf, type Reading } from './price.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, percent, plural } from './text.ts';

const CHIPS_SHOWN = 12;

/** The answer at a glance: Ascend outside China, what chips cost, what changed, how the data is. Throws a `QuestionError`. */
export async function marketPage(
  desk: ServerDesk,
  params: Params,
  _: string,
  visit: Visit,
): Promise<Html> {
  read(GroupParams.pick({ currency: true }), params);
  const { root } = visit;
  const reading: Reading = { desk, seen: freshness(desk.db), root };
  return html`<h1>Market</h1>
${await ascendOutside(reading)}
${await chipSection(params, reading)}
${await latestChanges(desk, root)}
<div class="columns">${await newRegions(desk, root)}${sourceLines(visit, desk.now())}</div>`;
}

const HEADS: readonly Head[] = [
  ['Accelerator'],
  ['From', 'number'],
  ['Median', 'number wide-only'],
  ['Floor in 30 days', 'wide-only'],
  ['7 days', 'number'],
  ['Offers', 'number wide-only'],
  ['Providers', 'number wide-only'],
];

async function chipSection(params: Params, reading: Reading): Promise<Html> {
  const { desk, root } = reading;
  const all = await findAccelerators(desk.db, groupQuestion(params, desk.now()), desk.now());
  const shown = all.toSorted(foremost).slice(0, CHIPS_SHOWN);
  const rows: Html[] = [];
  for (const found of shown) rows.push(await row(found, params, reading));
  return html`<section><h2>What a chip costs for an hour, on demand</h2>
${all.length === 0 ? html`<p>Nothing was read yet. <code>chipwatch crawl</code> reads what there is.</p>` : tableOf('Chips and their prices', HEADS, html`${rows}`)}
<p><a href="${root}accelerators">${shown.length < all.length ? `${shown.length} of ${plural(all.length, 'accelerator')}: show all` : 'All accelerators'}</a></p></section>`;
}

/** Ascend first, then what the most providers list. */
function foremost(one: FoundAccelerator, other: FoundAccelerator): number {
  const isAscend = ({ stacks }: FoundAccelerator) => Number(stacks.includes('cann'));
  return (
    isAscend(other) - isAscend(one) ||
    other.providers.length - one.providers.length ||
    other.offers - one.offers
  );
}

async function row(found: FoundAccelerator, params: Params, reading: Reading): Promise<Html> {
  const { accelerator, name, prices, moved, offers, providers } = found;
  const { desk, root } = reading;
  const question = { ...historyQuestion(params, desk.now()), accelerator };
  const days = await chipHistory(desk.db, question, (source) => intervalOf(desk, source));
  const currency = prices[0]?.currency;
  const floors = days.map(
    (day) => day.prices.find((each) => each.currency === currency)?.floor ?? null,
  );
  return html`<tr><th scope="row"><a href="${root}accelerators/${accelerator}">${name}</a></th>
<td class="number">${floorOf(prices, reading)}</td><td class="number wide-only">${medianOf(prices)}</td>
<td class="wide-only">${sparkline(floors, `Floor of the ${name} in 30 days`)}</td>
<td class="number">${percent(moved.days7)}</td><td class="number wide-only">${offers}</td><td class="number wide-only">${providers.length}</td></tr>`;
}
