import { suggestion } from '../config/nearest.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { whereabouts } from '../domain/normalise.ts';
import { DEFAULT_RULE, type Rule } from '../domain/rules.ts';
import type { FoundChange } from '../query/change-rows.ts';
import type { OfferQuestion } from '../query/question.ts';
import { ruleOfQuestion } from '../query/question-rule.ts';
import { type Firing, type RuleTrial, tryRule } from '../query/rule-trial.ts';
import { eventsOf, flagCounts, trialJson, trialQuestion } from '../query/rule-trial-json.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import { asked } from './params.ts';
import { type CommonOptions, configOf, withDatabase, writeJson } from './reading.ts';
import type { TrialOptions } from './rules.ts';
import { type Column, table } from './table.ts';
import { percent, plural, widthOf } from './terminal.ts';

const DAY_MS = 86_400_000;

/** Tells what the rules of the configuration would have told, had they been added some time ago. */
export async function testRules(
  context: Context,
  name: string | undefined,
  options: TrialOptions,
): Promise<number> {
  const { rules } = configOf(context, options);
  const wanted = chosen(rules.length > 0 ? rules : [DEFAULT_RULE], name);
  const { since, limit } = options;
  const given = { ...(since && { since }), ...(limit && { limit }) };
  const question = asked(() => trialQuestion(given, context.now()));
  const trials = await withDatabase(context, options, async (db) => {
    const found: RuleTrial[] = [];
    for (const rule of wanted) found.push(await tryRule(db, rule, question));
    return found;
  });
  if (options.json) {
    const generatedAt = new Date(context.now()).toISOString();
    const tests = trials.map((trial) => trialJson(trial, question.limit));
    writeJson(context, { schema: 'rule-tests/1', generatedAt, tests });
  } else {
    const texts = trials.map((trial) => trialText(trial, question.limit, widthOf(context.stdout)));
    context.stdout.write(texts.join('\n'));
  }
  return EXIT.ok;
}

function chosen(rules: readonly Rule[], name: string | undefined): readonly Rule[] {
  if (name === undefined) return rules;
  const found = rules.filter(({ id }) => id === name);
  if (found.length > 0) return found;
  const names = rules.map(({ id }) => id);
  const near = suggestion(name, names) || `; there are ${names.join(', ')}`;
  throw new UsageError(`expected the name of a rule, found "${name}"${near}`);
}

/** Prints the rule that watches what the question asks, and how often it would have told of it. */
export async function writeRule(
  context: Context,
  { name, question }: { readonly name: string; readonly question: OfferQuestion },
  options: CommonOptions,
): Promise<number> {
  const { rule, yaml } = asked(() => ruleOfQuestion(name, question));
  const window = trialQuestion({}, context.now());
  const trial = await withDatabase(context, options, (db) => tryRule(db, rule, window));
  if (options.json) {
    const generatedAt = new Date(context.now()).toISOString();
    writeJson(context, { schema: 'rule/1', generatedAt, yaml, test: trialJson(trial, 0) });
  } else {
    context.stdout.write(`# ${summary(trial).join('\n# ')}\n${yaml}`);
  }
  return EXIT.ok;
}

function trialText(trial: RuleTrial, limit: number, width: number): string {
  const shown = trial.firings.slice(0, limit);
  const more = trial.firings.length - shown.length;
  return [
    ...summary(trial).map((line) => `${line}\n`),
    shown.length === 0 ? '' : table(COLUMNS, shown, { width }),
    more > 0
      ? `the newest ${shown.length} are shown, and ${more} older ones not: see --limit\n`
      : '',
  ].join('');
}

/** How often, of what, and for how long we have looked at all. */
function summary(trial: RuleTrial): readonly string[] {
  const { rule, since, until, knownSince, changes, firings } = trial;
  const days = plural(Math.round((until - since) / DAY_MS), 'day');
  const flags = flagCounts(firings).map(([flag, n]) => `${n} ${flag}`);
  const told =
    firings.length === 0
      ? `would have told nothing in ${days}, of ${plural(changes, 'change')} with its flags`
      : `would have sent ${plural(firings.length, 'message')} about ${plural(eventsOf(firings), 'change')} in ${days}: ${flags.join(', ')}`;
  const known = knownSince === null ? null : Math.floor((until - knownSince) / DAY_MS);
  if (known === null) return [`${rule.id} ${told}`, 'nothing was crawled yet'];
  return knownSince !== null && knownSince > since
    ? [`${rule.id} ${told}`, `known are the last ${plural(known, 'day')} of them`]
    : [`${rule.id} ${told}`];
}

const COLUMNS: readonly Column<Firing>[] = [
  {
    header: 'when',
    value: ({ at }) => new Date(at).toISOString().slice(0, 16).replace('T', ' '),
    fixed: true,
  },
  { header: 'flag', value: ({ flag }) => flag, fixed: true },
  { header: 'source', value: ({ source }) => source },
  { header: 'changes', value: ({ matched }) => matched.length },
  { header: 'first', value: ({ matched: [first] }) => (first ? subjectOf(first.change) : null) },
  {
    header: 'change',
    value: ({ matched: [first] }) => percent(first?.change.changePercent ?? null),
    align: 'right',
  },
  { header: 'why', value: ({ matched: [first] }) => first?.why ?? null },
];

function subjectOf({ offer, subject, detail }: FoundChange): string {
  if (offer === null) return detail ?? subject ?? '';
  const chip = acceleratorById(offer.accelerator)?.name ?? offer.accelerator;
  return `${whereabouts(offer)} ${offer.sku}, ${offer.count}× ${chip}`;
}
