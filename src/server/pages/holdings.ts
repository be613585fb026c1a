import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import type { Holding } from '../../query/holdings.ts';
import { floorOf, medianOf, type Reading } from './price.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, NONE } from './text.ts';

const HEADS: readonly Head[] = [
  ['Jurisdiction', 'wide-only'],
  ['Provider'],
  ['On demand from', 'number'],
  ['Median', 'number wide-only'],
  ['Spot from', 'number wide-only'],
  ['Said in stock', 'number'],
  ['Share of stock', 'number wide-only'],
  ['Regions', 'wide-only'],
];

/** Who lists it where, and whose share of what is said to be in stock; `elsewhere` leads to the other half of the question. */
export function holdingTable(
  holdings: readonly Holding[],
  reading: Reading,
  elsewhere: Html,
): Html {
  const stock = holdings.reduce((sum, { inStock }) => sum + inStock, 0);
  const rows = holdings.map((holding) => row(holding, stock, reading));
  return html`<p>${elsewhere}</p>
${holdings.length === 0 ? html`<p>Nobody lists it there.</p>` : tableOf('Who lists it where', HEADS, html`${rows}`)}`;
}

function row(holding: Holding, stock: number, reading: Reading): Html {
  const { jurisdiction, provider, prices, spot, offers, inStock } = holding;
  const share = inStock === 0 ? NONE : `${Math.round((100 * inStock) / stock)} %`;
  return html`<tr><td class="wide-only short">${jurisdiction}</td>
<th scope="row">${providerName(provider)}<span class="sub narrow">${jurisdiction}</span><span class="sub narrow">${placesOf(holding)}</span></th>
<td class="number">${floorOf(prices, reading)}</td><td class="number wide-only">${medianOf(prices)}</td>
<td class="number wide-only">${floorOf(spot, reading)}</td>
<td class="number">${inStock} of ${offers}</td><td class="number wide-only">${share}</td>
<td class="wide-only">${placesOf(holding)}</td></tr>`;
}

/** Its codes; a mark stands where something is said to be in stock. */
function placesOf({ places }: Holding): Html {
  if (places.length === 0) return html`names no regions`;
  return html`${places.map(({ region, isInStock }, index) => {
    const code = isInStock
      ? html`<span class="good">${region} <span aria-hidden="true">●</span><span class="unseen">in stock</span></span>`
      : region;
    return html`${index > 0 ? ', ' : ''}${code}`;
  })}`;
}
