import { html } from 'hono/html';
import { freshness } from '../../query/freshness.ts';
import { type GenerationHistory, generationHistory } from '../../query/generation-history.ts';
import type { Params } from '../../query/question-error.ts';
import { type StackQuestion, stackQuestion } from '../../query/stack-question.ts';
import { type FoundGeneration, type FoundStack, findStacks } from '../../query/stacks.ts';
import { findTargets, hasAlternative } from '../../query/targets.ts';
import { intervalOf, type ServerDesk } from '../desk.ts';
import { pastOf } from './accelerator-past.ts';
import { chips, groupForm } from './filters.ts';
import { address, withParam } from './links.ts';
import { floorOf, medianOf, type Reading } from './price.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, NONE, percent, plural } from './text.ts';
import { windowLinks } from './window.ts';

/** Hardware families beside each other, NVIDIA's and the others: where, how much, by what they have. Throws a `QuestionError`. */
export async function stacksPage(desk: ServerDesk, params: Params): Promise<Html> {
  const now = desk.now();
  const question = stackQuestion(params, now);
  const { since: _, ...filters } = params;
  const stacks = await findStacks(desk.db, question, now);
  const targets = await findTargets(desk.db, desk.targets, question, now);
  const reading: Reading = { desk, seen: freshness(desk.db), root: './' };
  const generations = stacks.flatMap(({ stack, generations }) =>
    generations.map((each) => generationRow(stack, each, { reading, params: filters })),
  );
  const interval = (source: string) => intervalOf(desk, source);
  const history = await generationHistory(desk.db, question, interval);
  return html`<h1>Stacks</h1>
${groupForm('stacks', 'Stacks', params)}
${chips('stacks', params)}
<p>How far the market is from one maker’s. ${freedom(targets.filter(hasAlternative).length, targets.length)}</p>
${
  stacks.length === 0
    ? html`<p>No measured offer matches.</p>`
    : html`${tableOf('Hardware families', STACK_HEADS, html`${stacks.map((each) => stackRow(each, filters))}`)}
<h2>By generation</h2>
<p class="quiet">Prices are of one accelerator-hour; per gigabyte and per dense TFLOPS, the lowest of such an hour.</p>
${tableOf('Generations of hardware', GENERATION_HEADS, html`${generations}`)}
<section><h2>What a generation came to cost</h2>${windowLinks('stacks', params, '30d')}
${pasts(history, question)}</section>`
}
<nav class="links" aria-label="This question elsewhere">
<button type="button" data-copy hidden>Copy link</button>
<a href="${address('api/v1/stacks', params)}">JSON</a>
<a href="${address('offers', filters)}">Offers</a>
</nav>`;
}

/** A chart for each generation, so that each has the scale of its own prices. */
function pasts(history: readonly GenerationHistory[], question: StackQuestion): Html {
  if (history.length === 0) return html`<p>No price on demand was read in this time.</p>`;
  const charts = history.map(
    ({ stack, generation, days }) =>
      html`<div><h3>${generation} <small>${NAMES[stack]}</small></h3>${pastOf(days, question, generation)}</div>`,
  );
  return html`<p class="quiet">Of one accelerator-hour at the end of each day; a day that was not read is a gap.</p>
<div class="multiples">${charts}</div>`;
}

/** Of the user's own targets; nothing where none are set. */
function freedom(free: number, all: number): Html {
  if (all === 0)
    return html`Name your <a href="targets">targets</a> to see which of them could do without NVIDIA.`;
  return html`<b>${free} of ${plural(all, 'target')}</b> could run without NVIDIA today: <a href="targets">which</a>.`;
}

const STACK_HEADS: readonly Head[] = [
  ['Stack'],
  ['Share of offers', 'number'],
  ['Offers', 'number'],
  ['Said in stock', 'number wide-only'],
  ['Outside China', 'number'],
  ['Providers', 'number wide-only'],
  ['Regions', 'number wide-only'],
  ['Countries', 'number wide-only'],
];

function stackRow(found: FoundStack, params: Params): Html {
  const { stack, offers, inStock, outsideChina, providers, regions, countries } = found;
  const link = address('offers', withParam(params, 'stack', stack));
  return html`<tr><th scope="row"><a href="${link}">${NAMES[stack]}</a><span class="sub">${stack}</span></th>
<td class="number">${shareText(found.share)}</td><td class="number">${offers}</td><td class="number wide-only">${inStock}</td>
<td class="number">${shareText(outsideChina / offers)}</td>
<td class="number wide-only">${providers.length}</td><td class="number wide-only">${regions}</td>
<td class="number wide-only">${countries.length}</td></tr>`;
}

/** Whose hardware a stack is, for people. */
const NAMES: Readonly<Record<FoundStack['stack'], string>> = {
  cuda: 'NVIDIA',
  cann: 'Huawei Ascend',
  rocm: 'AMD',
  tpu: 'Google TPU',
  neuron: 'AWS Trainium',
  gaudi: 'Intel Gaudi',
};

function shareText(share: number): string {
  return `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
}

const GENERATION_HEADS: readonly Head[] = [
  ['Generation'],
  ['From', 'number'],
  ['Median', 'number'],
  ['30 days', 'number'],
  ['Spot from', 'number wide-only'],
  ['Per GB', 'number wide-only'],
  ['Per FP16 TFLOPS', 'number wide-only'],
  ['Per FP8 TFLOPS', 'number wide-only'],
  ['Offers', 'number'],
  ['Providers', 'number wide-only'],
];

interface Asked {
  readonly reading: Reading;
  readonly params: Params;
}

function generationRow(
  stack: FoundStack['stack'],
  found: FoundGeneration,
  { reading, params }: Asked,
): Html {
  const { generation, prices, spot, per, moved30, offers, providers, accelerators } = found;
  const link = address('accelerators', withParam(params, 'spec', accelerators.join(',')));
  return html`<tr><th scope="row"><a href="${link}">${generation}</a><span class="sub">${NAMES[stack]}</span></th>
<td class="number">${floorOf(prices, reading)}</td><td class="number">${medianOf(prices)}</td>
<td class="number">${percent(moved30)}</td><td class="number wide-only">${floorOf(spot, reading)}</td>
<td class="number wide-only">${small(per.gb)}</td><td class="number wide-only">${small(per.fp16)}</td>
<td class="number wide-only">${small(per.fp8)}</td>
<td class="number">${offers}</td><td class="number wide-only">${providers.length}</td></tr>`;
}

const small = (value: number | null): string => (value === null ? NONE : value.toFixed(4));
