import { html } from 'hono/html';
import type { Period } from '../../query/gaps.ts';
import type { OfferHistory, Step } from '../../query/offer-history.ts';
import { stepChart } from './chart.ts';
import { tableOf } from './table.ts';
import { type Html, moneyText, NONE, timeOf } from './text.ts';

/** Price and stock of an offer over time. Steps in another currency than the newest are in the table alone. */
export function offerChart({ steps, gaps }: OfferHistory, window: Period): Html {
  const currency = steps.findLast(({ price }) => price !== null)?.price?.currency ?? null;
  const levels = steps.flatMap(({ from, to, price }) =>
    price === null || price.currency !== currency ? [] : [{ from, to, value: price.micros / 1e6 }],
  );
  const others = steps.filter(({ price }) => price !== null && price.currency !== currency);
  const chart = stepChart({
    label: `Price of an instance-hour in ${currency}, as it was read`,
    unit: `${currency} per instance-hour`,
    lines: [{ name: 'price', tone: 'first', levels }],
    band: steps
      .filter(({ listed }) => listed)
      .map(({ from, to, availability }) => ({ from, to, word: availability })),
    ...{ window, gaps },
  });
  return html`${chart}
${others.length > 0 ? html`<p class="quiet">Prices in another currency are not drawn; the table has them.</p>` : ''}
<details><summary>The same as a table</summary>${stepTable(steps, gaps)}</details>`;
}

type Part = Step | (Period & { readonly listed: null });

function stepTable(steps: readonly Step[], gaps: readonly Period[]): Html {
  const parts: readonly Part[] = [...steps, ...gaps.map((gap) => ({ ...gap, listed: null }))];
  const rows = parts.toSorted((one, other) => other.from - one.from).map(row);
  return tableOf(
    'Price and stock over time',
    [['From'], ['To'], ['Price', 'number'], ['Stock'], ['How many', 'number']],
    html`${rows}`,
  );
}

function row(part: Part): Html {
  const time = html`<th scope="row" class="short">${timeOf(part.from)}</th><td class="short">${timeOf(part.to)}</td>`;
  if (part.listed === null)
    return html`<tr>${time}<td class="number">${NONE}</td><td class="quiet">not read</td><td class="number">${NONE}</td></tr>`;
  const { price, listed, availability, quantity } = part;
  return html`<tr>${time}<td class="number">${moneyText(price)}</td>
<td>${listed ? availability : 'not listed'}</td><td class="number">${(listed ? quantity : null) ?? NONE}</td></tr>`;
}
