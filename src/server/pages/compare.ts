import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import {
  type ComparedField,
  type Comparison,
  compareOffers,
  compareQuestion,
} from '../../query/compare.ts';
import { chipText } from '../../query/in-words.ts';
import type { Params } from '../../query/question-error.ts';
import type { ServerDesk } from '../desk.ts';
import { address, withParam } from './links.ts';
import { factList, type Head, tableOf } from './table.ts';
import { type Html, NONE, timeOf } from './text.ts';

/** Offers side by side: first in what they differ, then what is the same. Throws a `QuestionError`. */
export async function comparePage(desk: ServerDesk, params: Params): Promise<Html> {
  const title = html`<h1>Compare</h1>`;
  if (params.id === undefined) return html`${title}${nothingChosen()}`;
  const found = await compareOffers(desk.db, compareQuestion(params), desk.now());
  const same = found.fields.filter(({ differs }) => !differs);
  return html`${title}
<p class="quiet">${found.offers.length} offers, each in the state it was last seen in. ${ratesText(found)}</p>
<h2>In what they differ</h2>
${differences(found, params)}
<h2>What is the same</h2>
${factList(same.flatMap(({ name, values: [value = null] }) => (value === null ? [] : [[LABELS[name], shown(name, value)] as const])))}
<nav class="links" aria-label="This question elsewhere">
<a href="${address('api/v1/compare', params)}">JSON</a>
<button type="button" data-copy hidden>Copy link</button>
</nav>`;
}

function nothingChosen(): Html {
  return html`<p><b>No offers are chosen.</b> Tick two or more on the <a href="offers">offers page</a>, then press “Compare”.</p>`;
}

function ratesText({ rates, currency, offers }: Comparison): string {
  const others = offers.some(({ row }) => row.currency !== null && row.currency !== currency);
  if (!others) return '';
  return rates === null
    ? 'Prices in other currencies are not converted: no rate of these days is known.'
    : `Prices are compared in ${currency} at the rates of ${rates.date}.`;
}

/** A fact a row, an offer a column. */
function differences({ offers, fields }: Comparison, params: Params): Html {
  const ids = offers.map(({ row }) => row.hash);
  const heads = offers.map((offer) => {
    const { hash, provider, listed } = offer.row;
    const others = ids.filter((id) => id !== hash).join(',');
    return html`<th scope="col" class="side"><a href="offers/${hash}">${chipText(offer)}</a>
<span class="sub">${providerName(provider)}${listed ? '' : ', no longer listed'}</span>${
      ids.length > 2
        ? html`<a class="sub" href="${address('compare', withParam(params, 'id', others))}">Leave out<span class="unseen"> ${chipText(offer)} of ${providerName(provider)}</span></a>`
        : ''
    }</th>`;
  });
  const first: Head = ['Fact'];
  const rows = fields.filter(({ differs }) => differs).map(differing);
  return tableOf('In what the offers differ', [first, ...heads], html`${rows}`);
}

function differing({ name, values }: ComparedField): Html {
  const best = PRICES.includes(name) ? lowest(values) : null;
  return html`<tr><th scope="row" class="side">${LABELS[name]}</th>${values.map(
    (value) =>
      html`<td>${shown(name, value)}${value !== null && value === best ? html` <span class="tag good">lowest</span>` : ''}</td>`,
  )}</tr>`;
}

/** Amounts that are in one currency, so that they can be held against each other. */
const PRICES: readonly ComparedField['name'][] = ['hourlyPerAccelerator', 'hourly'];

function lowest(values: ComparedField['values']): number | null {
  const amounts = values.filter((value) => typeof value === 'number');
  return amounts.length > 1 ? Math.min(...amounts) : null;
}

const TIMES: readonly ComparedField['name'][] = ['firstSeenAt', 'priceSince', 'seenAt'];

function shown(name: ComparedField['name'], value: ComparedField['values'][number]): Html {
  if (value === null) return html`${NONE}`;
  if (TIMES.includes(name)) return timeOf(Date.parse(String(value)));
  if (name === 'provider') return html`${providerName(String(value))}`;
  if (typeof value === 'boolean') return html`${value ? 'yes' : 'no'}`;
  return html`${value}`;
}

const LABELS: Readonly<Record<ComparedField['name'], string>> = {
  provider: 'Provider',
  region: 'Region',
  zone: 'Zone',
  country: 'Country',
  jurisdiction: 'Jurisdiction',
  sku: 'Instance',
  accelerator: 'Accelerator',
  unit: 'Unit counted',
  stack: 'Stack',
  vramGb: 'GB of one chip',
  count: 'Chips',
  fraction: 'Part of a chip',
  billing: 'Billing',
  termMonths: 'Term in months',
  tier: 'Tier',
  vcpus: 'vCPUs',
  ramGb: 'GB of RAM',
  diskGb: 'GB of disk',
  hourlyPerAccelerator: 'Price of one chip·h, compared',
  hourly: 'Price of the instance·h, compared',
  nativeAmount: 'Price of the instance·h, as sold',
  nativePerAccelerator: 'Price of one chip·h, as sold',
  nativeCurrency: 'Currency',
  taxIncluded: 'Tax included',
  listed: 'Listed now',
  availability: 'Stock',
  quantity: 'How many',
  evidence: 'Known by',
  words: 'In the provider’s words',
  source: 'Source',
  firstSeenAt: 'First seen',
  priceSince: 'Price since',
  seenAt: 'Last seen',
};
