import { html } from 'hono/html';
import { z } from 'zod';
import { ruleFacts, ruleYaml } from '../../domain/rule-yaml.ts';
import type { Rule } from '../../domain/rules.ts';
import { isGivenUp, messageNumbered, ruleTallies, toldMessages } from '../../query/alerts.ts';
import { read } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import type { ServerDesk } from '../desk.ts';
import { ProblemError } from '../problem.ts';
import { channelTable } from './channels.ts';
import { deliveryTable } from './deliveries.ts';
import { choice } from './filters.ts';
import type { Visit } from './layout.ts';
import { address, withParam } from './links.ts';
import { ruleSentence } from './rule-text.ts';
import { type Html, plural, READ_ONLY, timeOf } from './text.ts';

const STATES = ['waiting', 'delivered', 'dead', 'parked'] as const;
const MONTH_MS = 30 * 86_400_000;
const SHOWN = 50;

const AlertParams = z
  .strictObject({
    state: z.enum(STATES, `expected one of ${STATES.join(', ')}`),
    channel: z.string().max(100),
    /** The message that was made due again. */
    retried: z.string().max(100),
  })
  .partial();

/** What is watched, who is told, and what became of every message. Throws a `QuestionError`. */
export async function alertsPage(
  desk: ServerDesk,
  params: Params,
  _id: string,
  { mayChange }: Visit,
): Promise<Html> {
  const { state, channel, retried } = read(AlertParams, params);
  const now = desk.now();
  const question = { limit: SHOWN, ...(state && { state }), ...(channel && { channel }) };
  const deliveries = await toldMessages(desk.db, question);
  return html`<h1>Alerts</h1>
${retried === undefined ? '' : await retriedText(desk, retried)}
${await ruleList(desk)}
<h2>Channels</h2>
${await channelTable(desk)}
<h2 id="deliveries">Messages</h2>
<form class="filters" method="get" action="alerts" role="search" aria-label="Messages">
${choice(params, 'state', 'State', STATES)}
${choice(
  params,
  'channel',
  'Channel',
  desk.channels.map(({ name }) => name),
)}
<button class="main-action">Show</button>
</form>
${deliveries.length === 0 ? emptyText(params) : deliveryTable(deliveries, { now, mayChange })}
${mayChange || !deliveries.some(isGivenUp) ? '' : html`<p class="quiet">${READ_ONLY} There: <code>chipwatch deliveries retry ID</code>.</p>`}
<nav class="links" aria-label="This question elsewhere"><a href="${address('api/v1/deliveries', { ...(state && { state }), ...(channel && { channel }) })}">JSON</a> <a href="api/v1/rules">Rules as JSON</a></nav>`;
}

/** What is true of the message now: a link cannot make it up. */
async function retriedText({ db }: ServerDesk, id: string): Promise<Html> {
  const delivery = await messageNumbered(db, id);
  if (delivery === null || isGivenUp(delivery)) return html``;
  const says = delivery.state === 'waiting' ? 'is due again' : 'was delivered';
  return html`<p class="panel" role="status">The message of ${delivery.rule} to ${delivery.channel} ${says}.</p>`;
}

function emptyText(params: Params): Html {
  const filters = ['state', 'channel'].filter((name) => params[name] !== undefined);
  if (filters.length === 0) return html`<p><b>Nobody was told of anything yet.</b></p>`;
  return html`<p><b>No message matches.</b></p>
<ul class="notes">${filters.map((name) => html`<li><a href="${address('alerts', withParam(params, name, null))}">without ${name}</a></li>`)}</ul>`;
}

async function ruleList({ db, rules, now }: ServerDesk): Promise<Html> {
  const tallies = await ruleTallies(db, now() - MONTH_MS);
  if (rules.length === 0) {
    return html`<p><b>No rule tells anybody.</b> Set <code>CHIPWATCH_WEBHOOK_URL</code> for the default rule, write rules in <code>chipwatch.yaml</code>, or make one of any <a href="offers">question about offers</a>.</p>`;
  }
  return html`<h2>Rules</h2>
<ul class="entries">${rules.map((rule) => ruleEntry(rule, tallies.get(rule.id) ?? null))}</ul>
<p class="quiet">Another one: ask for <a href="offers">offers</a>, then “Make a rule”.</p>`;
}

function ruleEntry(
  rule: Rule,
  tally: { readonly messages: number; readonly lastAt: number } | null,
): Html {
  const fired =
    tally === null
      ? html`told nothing in 30 days`
      : html`told ${plural(tally.messages, 'thing')} in 30 days, the last at ${timeOf(tally.lastAt)}`;
  return html`<li><b>${rule.id}</b> <small>${fired}</small><br>${ruleSentence(rule)}
<details><summary>As YAML</summary><pre tabindex="0" aria-label="The rule ${rule.id} as YAML">${ruleYaml(rule.id, ruleFacts(rule))}</pre></details></li>`;
}

/** Makes a message due again that was given up or parked. */
export async function retryMessage(desk: ServerDesk, fields: Params): Promise<string> {
  const { retry } = read(z.strictObject({ retry: z.string().max(100) }), fields);
  const due = await desk.retry(retry);
  if (due.length > 0) return address('./alerts', { retried: retry });
  throw new ProblemError(
    'not-possible',
    'expected a message that is dead or parked, of a channel that is on',
  );
}
