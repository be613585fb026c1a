import { html } from 'hono/html';
import { channelStates } from '../../query/alerts.ts';
import type { ServerDesk } from '../desk.ts';
import { type Head, tableOf } from './table.ts';
import { type Html, timeOf } from './text.ts';

const HEADS: readonly Head[] = [
  ['Channel'],
  ['Kind', 'wide-only'],
  ['State'],
  ['Delivered', 'number'],
  ['Waiting', 'number'],
  ['Given up', 'number'],
];

/** Who is told, and how that goes. Where to is a secret, and not shown. */
export async function channelTable({ db, channels }: ServerDesk): Promise<Html> {
  if (channels.length === 0) {
    return html`<p><b>There is no channel.</b> Set <code>CHIPWATCH_WEBHOOK_URL</code>, or name channels in <code>chipwatch.yaml</code>.</p>`;
  }
  const states = await channelStates(db);
  const rows = channels.map(({ name, type }) => {
    const { off, delivered, waiting, dead, parked } = states(name);
    const givenUp = dead + parked;
    return html`<tr><th scope="row">${name}<span class="sub narrow">${type}</span></th><td class="wide-only">${type}</td>
<td>${off === null ? 'on' : html`<span class="bad">off</span> since ${timeOf(off.since)}<span class="sub">${off.reason}; on again with <code>chipwatch notify on ${name}</code></span>`}</td>
<td class="number">${delivered}</td><td class="number">${waiting}</td>
<td class="number">${givenUp === 0 ? 0 : html`<a class="bad" href="alerts?state=${dead > 0 ? 'dead' : 'parked'}&amp;channel=${name}#deliveries">${givenUp}</a>`}</td></tr>`;
  });
  return tableOf('Channels', HEADS, html`${rows}`);
}
