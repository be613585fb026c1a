import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { billingText, chipText } from '../../query/in-words.ts';
import { offerJson } from '../../query/json.ts';
import type { FoundOffer, OfferAnswer } from '../../query/offers.ts';
import type { ORDERS } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { address, withParam } from './links.ts';
import { tableOf } from './table.ts';
import { ageOf, amount, type Html, NONE } from './text.ts';

interface Shown {
  readonly answer: OfferAnswer;
  readonly params: Params;
  readonly now: number;
  readonly isStale: (source: string, seenAt: number | null) => boolean;
}

/** The offers, a row each. */
export function offerTable(shown: Shown): Html {
  const { answer, params } = shown;
  const { currency, rates } = answer;
  const per = rates === null ? 'chip·h' : `${currency}/chip·h`;
  return tableOf(
    'Offers found',
    [
      head(params, 'accelerator', 'Accelerator'),
      head(params, 'provider', 'Provider'),
      head(params, 'region', 'Place', 'wide-only'),
      head(params, 'country', 'In', 'wide-only'),
      ['Billing', 'wide-only'],
      head(params, 'memory', 'GB', 'wide-only number'),
      head(params, 'price', per, 'number'),
      ['Instance·h', 'number wide-only'],
      head(params, 'stock', 'Stock'),
      ['Known by', 'wide-only'],
      ['Instance', 'wide-only'],
      ['Seen', 'number wide-only'],
    ],
    html`${answer.offers.map((offer) => row(offer, shown))}`,
  );
}

function row(offer: FoundOffer, { answer, now, isStale }: Shown): Html {
  const { row: of, seenAt } = offer;
  const { native } = offerJson(offer, { rates: answer.rates, url: null });
  const chip = chipText(offer);
  const place = of.zone ?? of.region;
  const instance = native === null ? NONE : `${native.amount} ${native.currency}`;
  const stale = isStale(of.source, seenAt);
  const seen = html`${ageOf(seenAt, now)}${stale ? html` <span class="warn">stale</span>` : ''}`;
  return html`<tr>
<th scope="row" class="chip">${compareBox(of.hash, `${chip} of ${providerName(of.provider)}`)}<a href="offers/${of.hash}">${chip}</a><span class="sub narrow">${of.sku}</span></th>
<td>${providerName(of.provider)}<span class="sub narrow">${place ?? NONE}${of.country === null ? '' : `, ${of.country}`}</span></td>
<td class="wide-only cut">${place ?? NONE}</td>
<td class="wide-only">${of.country ?? NONE}</td>
<td class="wide-only short">${billingText(of)}</td>
<td class="wide-only number">${of.memoryGb ?? NONE}</td>
<td class="number"><span class="price">${amount(offer.converted ?? offer.perAccelerator)}</span>${ownCurrency(offer, answer)}<span class="sub narrow">${instance}</span></td>
<td class="number wide-only">${instance}</td>
<td class="short">${stockText(of)}<span class="sub narrow">${of.evidence}</span><span class="sub narrow">${seen}</span></td>
<td class="wide-only short quiet">${of.evidence}</td>
<td class="wide-only cut">${of.sku}</td>
<td class="number wide-only">${seen}</td>
</tr>`;
}

/** Belongs to the form below the table, which leads to the comparison. */
function compareBox(id: string, what: string): Html {
  return html`<label><input type="checkbox" form="compare" name="id" value="${id}"><span class="unseen">Compare ${what}</span></label> `;
}

type Row = FoundOffer['row'];

/** A price that could not be converted says its currency itself. */
function ownCurrency({ converted, row }: FoundOffer, { rates, currency }: OfferAnswer): Html {
  const isOwn = converted === null || (rates === null && row.currency !== currency);
  return isOwn && row.currency !== null ? html` <small>${row.currency}</small>` : html``;
}

/** In the word of the vocabulary, with how many where that is known. */
export function stockText({
  availability,
  quantity,
}: Pick<Row, 'availability' | 'quantity'>): Html {
  const tone = { available: 'good', limited: 'warn', 'sold-out': 'bad' }[String(availability)];
  const many = quantity === null ? '' : ` (${quantity})`;
  return html`<span class="${tone ?? ''}">${availability}</span>${many}`;
}

/** A head that sorts by its column, and turns the order round when that is on already. */
function head(params: Params, by: (typeof ORDERS)[number], label: string, tone = ''): Html {
  const [first = ''] = (params.sort ?? 'accelerator').split(',');
  const isOn = first.replace(/^-/, '') === by;
  const isDown = first.startsWith('-');
  const next = isOn && !isDown ? `-${by}` : by;
  const order = isDown ? 'descending' : 'ascending';
  const mark = isOn ? html` <span aria-hidden="true">${isDown ? '▼' : '▲'}</span>` : '';
  return html`<th scope="col" class="${tone}"${isOn ? html` aria-sort="${order}"` : ''}><a href="${address('offers', withParam(params, 'sort', next))}">${label}${mark}</a></th>`;
}
