import { html } from 'hono/html';
import { Availability, Billing, Evidence, Stack } from '../../domain/words.ts';
import type { Facet } from '../../query/facets.ts';
import type { Params } from '../../query/question-error.ts';
import { address, withParam } from './links.ts';
import type { Html } from './text.ts';

/** Filters that are seldom used, behind "More". */
const MORE = ['memory', 'tier', 'stack', 'evidence', 'fresh', 'as-of', 'jurisdiction', 'source'];

/** The question as a form that GETs: the grammar is that of the command line. */
export function filterForm(params: Params, facets: readonly Facet[]): Html {
  const values = (name: Facet['parameter']) =>
    facets.find(({ parameter }) => parameter === name)?.values.map(({ value }) => value) ?? [];
  const isOpen = MORE.some((name) => params[name] !== undefined);
  return html`<form class="filters" method="get" action="offers" role="search" aria-label="Offers">
<div class="wide">${field(params, 'spec', 'Hardware', 'H100:8, ascend, nvidia:80GB..')}</div>
${field(params, 'provider', 'Provider', 'aws,gcp', values('provider'))}
${field(params, 'region', 'Region', 'eu-*')}
${field(params, 'country', 'Country', 'FI,FR', values('country'))}
${choice(params, 'billing', 'Billing', Billing.options)}
${choice(params, 'state', 'Stock', Availability.options)}
${field(params, 'price', 'Price of one chip·h', '..2.50')}
${outsideChina(params)}
<button class="main-action">Show</button>
<details${isOpen ? html` open` : ''}><summary>More filters</summary><div class="more">
${field(params, 'memory', 'GB of one chip', '80..')}
${field(params, 'tier', 'Tier', 'standard,secure')}
${choice(params, 'stack', 'Stack', Stack.options)}
${choice(params, 'evidence', 'Known by', Evidence.options)}
${field(params, 'jurisdiction', 'Jurisdiction', 'hong-kong,outside-china')}
${field(params, 'source', 'Source', 'aws')}
${field(params, 'fresh', 'Seen within', '6h')}
${field(params, 'as-of', 'As of', '2026-08-04')}
${field(params, 'currency', 'Currency', 'USD')}
</div></details>
${kept(params)}
</form>`;
}

/** A text field with its label. */
export function field(
  params: Params,
  name: string,
  label: string,
  ...[example, known = []]: [example: string, known?: readonly string[]]
): Html {
  const list = known.length > 1 ? html` list="known-${name}"` : '';
  return html`<div><label for="f-${name}">${label}</label>
<input type="text" id="f-${name}" name="${name}" value="${params[name] ?? ''}" placeholder="${example}" autocomplete="off" spellcheck="false"${list}>
${known.length > 1 ? html`<datalist id="known-${name}">${known.map((value) => html`<option value="${value}">`)}</datalist>` : ''}</div>`;
}

/** One of the words, or any. */
export function choice(
  params: Params,
  name: string,
  label: string,
  options: readonly string[],
): Html {
  const value = params[name] ?? '';
  // A list from a link or the command line stays what it is.
  const all = value === '' || options.includes(value) ? options : [...options, value];
  return html`<div><label for="f-${name}">${label}</label>
<select id="f-${name}" name="${name}"><option value="">any</option>${all.map(
    (option) =>
      html`<option value="${option}"${option === value ? html` selected` : ''}>${option}</option>`,
  )}</select></div>`;
}

/** What the form does not show goes on with the question. */
function kept(params: Params): Html {
  const names = ['sort', 'best-per', 'group-by', 'columns', 'limit', 'per'];
  return html`${names.map((name) =>
    params[name] === undefined
      ? ''
      : html`<input type="hidden" name="${name}" value="${params[name]}">`,
  )}`;
}

/** Each filter of the page at `path` that is on, with the link to the question without it. */
export function chips(path: string, params: Params): Html {
  const active = Object.entries(params).filter(([name]) => !UNFILTERING.includes(name));
  if (active.length === 0) return html``;
  return html`<ul class="chips" aria-label="Filters that are on">
${active.map(
  ([name, value]) =>
    html`<li><a href="${address(path, withParam(params, name, null))}"><span class="unseen">Remove the filter </span>${name === OUTSIDE ? name : `${name}: ${value}`} <span aria-hidden="true">✕</span></a></li>`,
)}
<li><a href="${path}">clear all</a></li>
</ul>`;
}

/** Parameters that leave nothing out. */
const UNFILTERING: readonly string[] = [
  'sort',
  'limit',
  'cursor',
  'currency',
  'per',
  'group-by',
  'columns',
  'since',
  'until',
];

const OUTSIDE = 'outside-china';

/** The switch that leaves out mainland China, Hong Kong, Macau and what is unknown. */
export function outsideChina(params: Params): Html {
  return html`<label class="check"><input type="checkbox" name="${OUTSIDE}" value="1"${params[OUTSIDE] === undefined ? '' : html` checked`}> outside China</label>`;
}

/** The form of a page that sums offers up: what, whose, where. */
export function groupForm(path: string, label: string, params: Params): Html {
  return html`<form class="filters" method="get" action="${path}" role="search" aria-label="${label}">
<div class="wide">${field(params, 'spec', 'Hardware', 'H100, ascend, nvidia')}</div>
${field(params, 'provider', 'Provider', 'aws,gcp')}
${field(params, 'country', 'Country', 'FI,FR')}
${choice(params, 'stack', 'Stack', Stack.options)}
${outsideChina(params)}
<button class="main-action">Show</button>
</form>`;
}
