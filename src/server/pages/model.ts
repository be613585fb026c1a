import { html } from 'hono/html';
import { providerName } from '../../domain/catalogue/providers.ts';
import { acceleratorById } from '../../domain/catalogue/recognise.ts';
import { modelOf } from '../../domain/models/models.ts';
import { ASSUMED } from '../../domain/models/room.ts';
import { perAccelerator } from '../../domain/models/throughput.ts';
import { type FoundBreakEven, findBreakEven, type OfferedSystem } from '../../query/break-even.ts';
import { type Cheapest, type FoundFit, findFits } from '../../query/fit.ts';
import { busyText, shareText } from '../../query/in-words.ts';
import { breakEvenQuestion, fitQuestion } from '../../query/model-question.ts';
import type { Params } from '../../query/question-error.ts';
import { compareTokenPrices, tokenQuestion } from '../../query/token-comparison.ts';
import type { ServerDesk } from '../desk.ts';
import { chips, field, outsideChina } from './filters.ts';
import { address } from './links.ts';
import { Missing } from './missing.ts';
import { tokenTable } from './models.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, amount, type Html, NONE, outwards } from './text.ts';

/** What a model's page is called. */
export function modelTitle(_: ServerDesk, id: string): string {
  return modelOf(id)?.name ?? id;
}

const FIT = ['context', 'concurrency'];
const EVEN = ['input-ratio', 'cache-hit', 'utilisation', 'host'];

/** What holds a model, and from which price on renting it beats its APIs. Throws a `QuestionError` or `Missing`. */
export async function modelPage(desk: ServerDesk, params: Params, id: string): Promise<Html> {
  const model = modelOf(id);
  if (model === null) throw new Missing(`The catalogue has no model "${id}".`);
  const now = desk.now();
  const asked = { model: model.id, ...(model.contextTokens === null ? SHORT : {}), ...params };
  const fits = await findFits(desk.db, fitQuestion(without(asked, EVEN)), now);
  const evens = await findBreakEven(desk.db, breakEvenQuestion(without(asked, FIT), now), now);
  const tokens = await compareTokenPrices(desk.db, tokenQuestion({ model: model.id }, now));
  const holding = fits.found.filter(({ fit }) => 'instances' in fit);
  const missed = fits.found.length - holding.length;
  const { memoryShare, runtimeGb } = ASSUMED;
  return html`<nav class="crumbs" aria-label="Breadcrumb"><a href="../models">Models</a></nav>
<h1>${model.name} <small>${sizeText(model.parametersB, model.activeB)} ${model.licence ?? ''}</small></h1>
<p class="quiet">${model.note ?? ''} ${outwards(model.source, model.source)} (${model.date})</p>
${form(model.id, params)}
${chips(model.id, params)}
<h2>What holds it</h2>
${
  holding.length === 0
    ? html`<p>Nothing that is offered holds it; ${missed} kinds of instances do not.</p>`
    : tableOf(
        'Instances that hold it',
        FIT_HEADS,
        html`${holding.flatMap((each) => fitRows(each, now))}`,
      )
}
<p class="quiet">${missed} other kinds of instances do not. By arithmetic: ${memoryShare * 100} % of the memory of each rank, ${runtimeGb} GB of it for the engine, the cache on every rank that shares a layer. Holding is not serving well.</p>
<h2>Renting or paying by the token</h2>
${
  evens.found.length === 0
    ? html`<p>No published throughput under such conditions, or no price by API: nothing is guessed.</p>`
    : tableOf('Break-even', EVEN_HEADS, html`${evens.found.flatMap((each) => evenRows(each, now))}`)
}
<p class="quiet">An accelerator-hour that costs less than it is worth beats the API. The whole bill of a system is charged to its output; no operators, no spare machine.${withoutRate(evens.withoutRate)}</p>
<h2>By the token</h2>
${tokenTable(tokens)}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address(`../api/v1/models/${model.id}/fits`, without(params, EVEN))}">JSON of what holds it</a>
<a href="${address(`../api/v1/models/${model.id}/break-evens`, without(params, FIT))}">JSON of break-even</a>
</nav>`;
}

/** Where nobody published a context, so much is asked for. */
const SHORT = { context: '32K' } as const;

function without(params: Params, names: readonly string[]): Params {
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.includes(name)));
}

function sizeText(parametersB: number | null, activeB: number | null): string {
  if (parametersB === null) return 'size not published';
  return activeB === null ? `${parametersB}B` : `${parametersB}B, ${activeB}B active`;
}

function form(id: string, params: Params): Html {
  return html`<form class="filters" method="get" action="${id}" role="search" aria-label="Model">
${field(params, 'context', 'Tokens of a sequence', '1M, 128K')}
${field(params, 'concurrency', 'Sequences at a time', '4')}
${field(params, 'spec', 'Hardware', 'H200, ascend')}
${field(params, 'utilisation', 'Busy', '0.4')}
${field(params, 'input-ratio', 'Input for each output token', '160')}
${field(params, 'cache-hit', 'Share cached', '0.9')}
${outsideChina(params)}
<button class="main-action">Show</button>
</form>`;
}

const FIT_HEADS: readonly Head[] = [
  ['Hardware'],
  ['Fits'],
  ['GB left', 'number wide-only'],
  ['All of it, an hour', 'number'],
  ['Under the law', 'wide-only'],
  ['Offers', 'number wide-only'],
];

function fitRows(found: FoundFit, now: number): readonly Html[] {
  const { hardware, fit, cheapest, offers } = found;
  const { accelerator, count, unit, memoryGb } = hardware;
  const instances = 'instances' in fit ? fit.instances : 1;
  const room = 'room' in fit ? fit.room : null;
  const memory = memoryGb === null ? '' : `${memoryGb} GB each`;
  const line = (
    each: Cheapest | null,
  ): Html => html`<tr><th scope="row">${count}× ${accelerator.name}<span class="sub">${memory} ${unit ?? ''}</span></th>
<td>${fit.answer}${instances > 1 ? `, ${instances} of it` : ''}<span class="sub">${how(fit)}</span></td>
<td class="number wide-only">${room === null ? NONE : room.leftGb.toFixed(0)}</td>
<td class="number">${each === null ? NONE : priceOf(each, instances, now)}</td>
<td class="wide-only">${each?.jurisdiction ?? NONE}</td><td class="number wide-only">${offers}</td></tr>`;
  return cheapest.length === 0 ? [line(null)] : cheapest.map(line);
}

function how(fit: FoundFit['fit']): Html {
  if (fit.answer === 'fits, documented') {
    const { weights, recipe } = fit;
    return html`${weights.name}, ${recipe.engine}; ${outwards(recipe.source, recipe.source)}`;
  }
  if (fit.answer !== 'fits by arithmetic') return html``;
  return html`${fit.weights.name}${fit.documentedTo === null ? '' : `, documented to ${fit.documentedTo} tokens only`}`;
}

function priceOf({ offer, hourly, currency, seenAt }: Cheapest, instances: number, now: number) {
  return html`<a href="../offers/${offer.hash}"><b>${(hourly * instances).toFixed(2)}</b> ${currency}</a>
<span class="sub">${providerName(offer.provider)} ${offer.region ?? ''}, ${offer.evidence}, ${ageOf(seenAt, now)}</span>`;
}

const EVEN_HEADS: readonly Head[] = [
  ['Measured on'],
  ['Tokens/s each', 'number wide-only'],
  ['An hour is worth', 'number'],
  ['Offered at', 'number'],
  ['Wins when busy', 'number'],
  ['Under the law', 'wide-only'],
];

function evenRows({ line, offered }: FoundBreakEven, now: number): readonly Html[] {
  const { throughput, price, perAcceleratorHour } = line;
  const { accelerators, count, nodes, inputTokens, outputTokens, cacheHit, caveat } = throughput;
  const [id = ''] = accelerators;
  const name = acceleratorById(id)?.name ?? id;
  const load = `${inputTokens}/${outputTokens} tokens, ${shareText(cacheHit)} cached`;
  const row = (
    each: OfferedSystem | null,
  ): Html => html`<tr><th scope="row">${nodes > 1 ? `${nodes} × ` : ''}${count}× ${name}<span class="sub">${load}${caveat === null ? '' : `; ${caveat}`}</span></th>
<td class="number wide-only">${perAccelerator(throughput).toFixed(0)}</td>
<td class="number"><b>${amount(perAcceleratorHour)}</b> ${price.output.currency}<span class="sub">against ${price.host}, ${price.window}</span></td>
<td class="number">${each === null ? NONE : offeredAt(each, now)}</td>
<td class="number">${busyText(each) ?? NONE}</td><td class="wide-only">${each?.cheapest.jurisdiction ?? NONE}</td></tr>`;
  return offered.length === 0 ? [row(null)] : offered.map(row);
}

function offeredAt({ cheapest, perAcceleratorHour }: OfferedSystem, now: number): Html {
  const { offer, seenAt } = cheapest;
  return html`<a href="../offers/${offer.hash}">${amount(perAcceleratorHour)}</a>
<span class="sub">${providerName(offer.provider)} ${offer.region ?? ''}, ${ageOf(seenAt, now)}</span>`;
}

const NAMES_SHOWN = 8;

function withoutRate(names: readonly { readonly name: string }[]): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, NAMES_SHOWN).map(({ name }) => name);
  const more = names.length - shown.length;
  const rest = more > 0 ? ` and ${more} more that are offered` : '';
  return ` No published throughput for ${shown.join(', ')}${rest}.`;
}
