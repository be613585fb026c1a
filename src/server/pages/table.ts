import { html } from 'hono/html';
import type { Html } from './text.ts';

/** The head of a column, and the classes of its cells. */
export type Head = readonly [label: string, tone?: 'number' | 'wide-only' | 'number wide-only'];

/** A table that scrolls within itself where it is too wide, by keyboard too. */
export function tableOf(label: string, heads: readonly (Head | Html)[], rows: Html): Html {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${heads.map((head) => (isHead(head) ? headOf(head) : head))}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function isHead(head: Head | Html): head is Head {
  return Array.isArray(head);
}

function headOf([label, tone]: Head): Html {
  return tone === undefined
    ? html`<th scope="col">${label}</th>`
    : html`<th scope="col" class="${tone}">${label}</th>`;
}

/** What is known of one thing, name by name. */
export function factList(facts: readonly (readonly [name: string, value: Html | string])[]): Html {
  return html`<dl class="facts">${facts.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`,
  )}</dl>`;
}
