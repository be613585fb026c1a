import { html } from 'hono/html';
import { isGivenUp, type ToldMessage } from '../../query/alerts.ts';
import { type Head, tableOf } from './table.ts';
import { ageOf, type Html, plural, timeOf } from './text.ts';

interface Shown {
  /** Milliseconds UTC. */
  readonly now: number;
  readonly mayChange: boolean;
}

const HEADS: readonly Head[] = [
  ['Told', 'number'],
  ['What, and why'],
  ['Rule', 'wide-only'],
  ['To', 'wide-only'],
  ['State'],
];

/** Messages, a row each, with why they were sent and what became of them. */
export function deliveryTable(deliveries: readonly ToldMessage[], shown: Shown): Html {
  return tableOf('Messages', HEADS, html`${deliveries.map((each) => row(each, shown))}`);
}

function row(delivery: ToldMessage, { now, mayChange }: Shown): Html {
  const { createdAt, headline, whys, more, rule, channel } = delivery;
  return html`<tr><td class="number">${ageOf(createdAt, now)}</td>
<th scope="row">${headline}<span class="sub narrow">${rule} to ${channel}</span>${whys.map((why) => html`<span class="sub">${why}</span>`)}${more > 0 ? html`<span class="sub">and ${more} more</span>` : ''}</th>
<td class="wide-only">${rule}</td><td class="wide-only">${channel}</td>
<td>${stateText(delivery)}${mayChange && isGivenUp(delivery) ? retryForm(delivery) : ''}</td></tr>`;
}

const TONES = { waiting: 'warn', delivered: 'good', dead: 'bad', parked: 'bad' } as const;

function stateText({
  state,
  attempts,
  nextAt,
  deliveredAt,
  lastStatus,
  lastError,
}: ToldMessage): Html {
  const facts = [
    ...(attempts > 0 ? [plural(attempts, 'try', 'tries')] : []),
    ...(lastStatus === null || lastError !== null ? [] : [`HTTP ${lastStatus}`]),
    ...(state !== 'delivered' && lastError !== null ? [lastError] : []),
  ];
  return html`<span class="${TONES[state]}">${state}</span>${state === 'delivered' && deliveredAt !== null ? html` ${timeOf(deliveredAt)}` : ''}${state === 'waiting' ? html`<span class="sub">next try ${timeOf(nextAt)}</span>` : ''}${facts.length > 0 ? html`<span class="sub">${facts.join(', ')}</span>` : ''}`;
}

function retryForm({ id, rule, channel }: ToldMessage): Html {
  return html`<form method="post" action="alerts"><button name="retry" value="${id}">Retry<span class="unseen"> the message of ${rule} to ${channel}</span></button></form>`;
}
