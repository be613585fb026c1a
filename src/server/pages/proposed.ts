import { html } from 'hono/html';
import { acceleratorById } from '../../domain/catalogue/recognise.ts';
import type { Change } from '../../domain/change.ts';
import { whereabouts } from '../../domain/normalise.ts';
import type { OfferState } from '../../domain/offer.ts';
import { type Head, tableOf } from './table.ts';
import { flagTag, type Html, moneyText, NONE, percent, plural } from './text.ts';

const SHOWN = 100;

/** Changes that are not stored: how many of which kind, and the biggest of them. */
export function proposedChanges(changes: readonly Change[]): Html {
  if (changes.length === 0) return html`<p><b>Nothing would change.</b></p>`;
  const counts = new Map<string, number>();
  for (const { kind } of changes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts].map(([kind, n]) => `${n} ${kind}`).join(', ');
  const shown = changes.toSorted((one, other) => weight(other) - weight(one)).slice(0, SHOWN);
  const rest = changes.length - shown.length;
  return html`<ul class="notes"><li><b>${plural(changes.length, 'change')}: ${kinds}</b></li>
${rest > 0 ? html`<li>the ${shown.length} biggest are shown, ${rest} more are not</li>` : ''}</ul>
${tableOf('What would change', HEADS, html`${shown.map(row)}`)}`;
}

const HEADS: readonly Head[] = [
  ['What would happen'],
  ['To what'],
  ['Before', 'number wide-only'],
  ['After', 'number wide-only'],
  ['Change', 'number'],
];

/** What people are told about comes first, then what moves most. */
function weight({ flags, changePercent }: Change): number {
  return (flags.length > 0 ? 1e6 : 0) + Math.abs(changePercent ?? 0);
}

function row(change: Change): Html {
  const { kind, flags, before, after, changePercent } = change;
  const [was, is] = [stateText(before), stateText(after)];
  return html`<tr><td>${flags.length === 0 ? kind : flags.map(flagTag)}</td>
<th scope="row">${subjectOf(change)}<span class="sub narrow">${was} → ${is}</span></th>
<td class="number wide-only">${was}</td><td class="number wide-only">${is}</td>
<td class="number">${percent(changePercent)}</td></tr>`;
}

function subjectOf({ offer, subject, detail }: Change): string {
  if (offer === null) return `${subject}: ${detail}`;
  const chip = acceleratorById(offer.accelerator)?.name ?? offer.accelerator;
  return `${offer.count}× ${chip}, ${whereabouts(offer)}, ${offer.sku}`;
}

function stateText(state: OfferState | null): string {
  if (state === null) return NONE;
  return `${moneyText(state.price)}, ${state.availability}`;
}
