import { html } from 'hono/html';
import type { Model } from '../../domain/models/model.ts';
import { MODELS } from '../../domain/models/models.ts';
import { decimal } from '../../domain/money.ts';
import { loadText } from '../../query/in-words.ts';
import type { Params } from '../../query/question-error.ts';
import {
  type ComparedTokens,
  compareTokenPrices,
  tokenQuestion,
} from '../../query/token-comparison.ts';
import type { ServerDesk } from '../desk.ts';
import { address } from './links.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, NONE } from './text.ts';

/** The models it can say something of, and what APIs ask for them. Throws a `QuestionError`. */
export async function modelsPage(desk: ServerDesk, params: Params): Promise<Html> {
  const question = tokenQuestion(params, desk.now());
  const tokens = await compareTokenPrices(desk.db, question);
  return html`<h1>Models</h1>
<p>Which rentable instances hold a model, and from when on renting beats paying by the token.</p>
${tableOf('Models of the catalogue', HEADS, html`${MODELS.map(row)}`)}
<h2>By the token</h2>
<p class="quiet">A million tokens; “all in”: a million of output with its input, ${loadText(question)}, and how many times the cheapest V4-Flash that is.</p>
${tokenTable(tokens)}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="api/v1/models">JSON of models</a>
<a href="${address('api/v1/tokens', params)}">JSON of tokens</a>
</nav>`;
}

const HEADS: readonly Head[] = [
  ['Model'],
  ['Parameters', 'number'],
  ['Active', 'number wide-only'],
  ['Context', 'number wide-only'],
  ['Weights', 'number wide-only'],
  ['Licence', 'wide-only'],
];

function row({ id, name, parametersB, activeB, contextTokens, weights, licence }: Model): Html {
  const size = weights.flatMap(({ gb }) => gb ?? []);
  const text = size.length === 0 ? NONE : `${Math.round(Math.min(...size))} GB`;
  return html`<tr><th scope="row"><a href="models/${id}">${name}</a></th>
<td class="number">${billions(parametersB)}</td><td class="number wide-only">${billions(activeB)}</td>
<td class="number wide-only">${contextTokens ?? NONE}</td><td class="number wide-only">${text}</td>
<td class="wide-only">${licence ?? NONE}</td></tr>`;
}

const billions = (value: number | null): string => (value === null ? NONE : `${value}B`);

const TOKEN_HEADS: readonly Head[] = [
  ['Model'],
  ['API'],
  ['In', 'number'],
  ['Cached', 'number wide-only'],
  ['Out', 'number'],
  ['All in', 'number wide-only'],
  ['× V4-Flash', 'number'],
  ['Since', 'wide-only'],
];

/** Prices of tokens side by side. */
export function tokenTable(tokens: readonly ComparedTokens[]): Html {
  if (tokens.length === 0) return html`<p>No price of tokens is known.</p>`;
  const rows = tokens.map(({ price, perMillion, times }) => {
    const { model, host, window, input, cachedInput, output, from, date, confidence } = price;
    return html`<tr><th scope="row">${model}</th><td>${host}<span class="sub">${window}, ${confidence}</span></td>
<td class="number">${decimal(input)}</td><td class="number wide-only">${cachedInput === null ? NONE : decimal(cachedInput)}</td>
<td class="number">${decimal(output)} ${output.currency}</td><td class="number wide-only">${perMillion.toFixed(2)}</td>
<td class="number">${times?.toFixed(1) ?? NONE}</td><td class="wide-only">${from ?? `read ${date}`}</td></tr>`;
  });
  return tableOf('Prices of tokens', TOKEN_HEADS, html`${rows}`);
}
