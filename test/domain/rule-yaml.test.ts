import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ruleFacts, ruleYaml } from '../../src/domain/rule-yaml.ts';
import { Rule } from '../../src/domain/rules.ts';

it.each(['on', '12', 'null', 'cheap-h100'])('a rule called %s is read back as it is', (id) => {
  const flags = ['price.drop'];
  const filters = { spec: 'H100:8', region: 'eu-*', ceiling: '2.50 USD', minDropPercent: 10 };
  const rule = Rule.parse({ id, flags, ...filters, channels: ['no'] });

  const { rules } = parse(ruleYaml(id, ruleFacts(rule)));

  expect(rules).toEqual({ [id]: { when: flags, ...filters, channels: ['no'] } });
});

it('what is as usual is left out of a rule', () => {
  const rule = Rule.parse({ id: 'usual', flags: ['price.drop'], channels: [] });

  expect(ruleFacts(rule)).toEqual({ when: ['price.drop'], channels: [] });
});
