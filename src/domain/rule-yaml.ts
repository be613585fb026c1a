import { decimal } from './money.ts';
import { DEFAULT_RULE, type Rule } from './rules.ts';

/** What a rule says in the configuration. */
export type RuleFacts = Readonly<Record<string, string | number | readonly string[]>>;

/**
 * A rule as `chipwatch.yaml` has it. Every text and its name are in the quotes of JSON, which are YAML
 * too: nothing in them means anything else.
 */
export function ruleYaml(id: string, facts: RuleFacts): string {
  const lines = Object.entries(facts).map(
    ([name, value]) => `    ${name}: ${JSON.stringify(value)}\n`,
  );
  return `rules:\n  ${JSON.stringify(id)}:\n${lines.join('')}`;
}

/** What there is to say of a rule: what is as usual is left out. */
export function ruleFacts({ id: _, flags, spec, ceiling, ...others }: Rule): RuleFacts {
  const facts = {
    when: flags,
    spec: spec?.text ?? null,
    ...others,
    ceiling: ceiling && `${decimal(ceiling)} ${ceiling.currency}`,
  };
  const usual: Readonly<Record<string, unknown>> = { minDropPercent: DEFAULT_RULE.minDropPercent };
  return Object.fromEntries(
    Object.entries(facts).flatMap(([name, value]) =>
      value === null || value === usual[name] ? [] : [[name, value]],
    ),
  );
}
