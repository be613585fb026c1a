import { html } from 'hono/html';
import { offerQuestion } from '../../query/question.ts';
import type { Params } from '../../query/question-error.ts';
import { ruleOfQuestion } from '../../query/question-rule.ts';
import type { RuleTrial } from '../../query/rule-trial.ts';
import { tryRule } from '../../query/rule-trial.ts';
import { eventsOf, flagCounts, trialQuestion } from '../../query/rule-trial-json.ts';
import type { ServerDesk } from '../desk.ts';
import { field } from './filters.ts';
import { address } from './links.ts';
import { ruleSentence } from './rule-text.ts';
import { type Head, tableOf } from './table.ts';
import { flagTag, type Html, plural, timeOf } from './text.ts';

const NAME = 'my-rule';
const SHOWN = 20;

/** A question about offers as a rule to paste, and what it would have told. Throws a `QuestionError`. */
export async function newRulePage(desk: ServerDesk, params: Params): Promise<Html> {
  const { 'as-rule': name = NAME, ...asked } = params;
  const question = offerQuestion(asked, desk.now());
  const { rule, yaml } = ruleOfQuestion(name, question);
  const trial = await tryRule(desk.db, rule, trialQuestion({}, desk.now()));
  const everyone = { ...rule, channels: ['every channel'] };
  return html`<nav class="crumbs" aria-label="Where this is"><a href="../alerts">Alerts</a> › New rule</nav>
<h1>Make a rule</h1>
<p>${ruleSentence(everyone)}</p>
<form class="filters" method="get" action="new" aria-label="Its name">
${field({ 'as-rule': name }, 'as-rule', 'Name of the rule', NAME)}
${Object.entries(asked).map(([key, value]) => html`<input type="hidden" name="${key}" value="${value}">`)}
<button>Rename</button>
</form>
<p>Paste it into <code>chipwatch.yaml</code>, below the rules that are there, and start the service again; this page writes no file.</p>
<pre tabindex="0" aria-label="The rule as YAML">${yaml}</pre>
<h2>What it would have told in 30 days</h2>
${trialText(trial)}
<p><a href="${address('../offers', asked)}">The offers it is about</a></p>`;
}

function trialText({ firings, changes, knownSince, since }: RuleTrial): Html {
  const flags = flagCounts(firings).map(([flag, n]) => `${n} ${flag}`);
  const sum =
    firings.length === 0
      ? html`<b>Nothing</b>, of ${plural(changes, 'change')} with its flags.`
      : html`<b>${plural(firings.length, 'message')}</b> about ${plural(eventsOf(firings), 'change')}: ${flags.join(', ')}.`;
  return html`<p>${sum} ${knownText(knownSince, since)}</p>
${firings.length === 0 ? '' : tableOf('What it would have told', HEADS, html`${firings.slice(0, SHOWN).map(row)}`)}
${firings.length > SHOWN ? html`<p class="quiet">The newest ${SHOWN} are shown.</p>` : ''}`;
}

function knownText(knownSince: number | null, since: number): Html {
  if (knownSince === null) return html`Nothing was crawled yet.`;
  return knownSince > since ? html`What was before ${timeOf(knownSince)} is not known.` : html``;
}

const HEADS: readonly Head[] = [['When'], ['What'], ['Source'], ['Changes', 'number'], ['Why']];

function row({ at, flag, source, matched }: RuleTrial['firings'][number]): Html {
  return html`<tr><th scope="row" class="short">${timeOf(at)}</th><td>${flagTag(flag)}</td>
<td>${source}</td><td class="number">${matched.length}</td><td>${matched[0]?.why}</td></tr>`;
}
