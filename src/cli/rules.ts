import { Command } from 'commander';
import type { Rule } from '../domain/rules.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { CommonOptions } from './reading.ts';

/** `chipwatch rules`: what is watched, and who is told. */
export function rulesCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('rules')
    .description('show what is watched, and who is told')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch rules
  $ chipwatch rules --config ./chipwatch.yaml --json`,
    )
    .action(async (_: unknown, command: Command) => {
      end(await showRules(context, command.optsWithGlobals<CommonOptions>()));
    });
  addTest(command, context, end);
  return command;
}

export interface TrialOptions extends CommonOptions {
  readonly since?: string;
  readonly limit?: string;
}

function addTest(command: Command, context: Context, end: (code: number) => void): void {
  command
    .command('test')
    .description('replay rules over past changes: how often they would have told what')
    .argument('[rule]', 'its name; without one, every rule')
    .option('--since <time>', 'as if added then: an age such as 30d, or 2026-08-04 (30d)')
    .option('--limit <number>', 'show at most so many messages, the newest (50)')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch rules test
  $ chipwatch rules test h100-eu-cheap --since 90d --json`,
    )
    .action(async (name: string | undefined, _: unknown, command: Command) => {
      const { testRules } = await import('./trying.ts');
      end(await testRules(context, name, command.optsWithGlobals<TrialOptions>()));
    });
}

async function showRules(context: Context, options: CommonOptions): Promise<number> {
  const { configOf } = await import('./reading.ts');
  const { isData, writeRows } = await import('./output.ts');
  const { table } = await import('./table.ts');
  const { widthOf } = await import('./terminal.ts');
  const { rules, warnings, file } = configOf(context, options);
  const { stdout, stderr } = context;
  for (const warning of warnings) stderr.write(`${warning}\n`);
  if (isData(options)) {
    const { ruleJson } = await import('../query/rule-trial-json.ts');
    writeRows(context, options, { answer: { rules: rules.map(ruleJson) }, list: 'rules' });
  } else if (rules.length === 0) {
    const where = file ?? 'a chipwatch.yaml';
    stdout.write(
      `No rule tells anybody. Set CHIPWATCH_WEBHOOK_URL for the default rule, or write rules in ${where}.\n`,
    );
  } else {
    const columns = [
      { header: 'rule', value: ({ id }: Rule) => id, fixed: true },
      { header: 'when', value: ({ flags }: Rule) => flags.join(', ') },
      { header: 'only', value: filtersText },
      { header: 'tells', value: ({ channels }: Rule) => channels.join(', ') },
    ];
    stdout.write(table(columns, rules, { width: widthOf(stdout) }));
  }
  return EXIT.ok;
}

function filtersText(rule: Rule): string {
  const { spec, provider, region, country, jurisdiction, billing, tier, ceiling } = rule;
  const lists = [provider, country, jurisdiction, billing, tier].flatMap((list) => list ?? []);
  const drop = rule.flags.includes('price.drop') ? [`drops of ${rule.minDropPercent} %`] : [];
  const most = ceiling === null ? [] : [`at most ${ceiling.micros / 1e6} ${ceiling.currency}`];
  return [
    ...(spec ? [spec.text] : []),
    ...(region ? [region] : []),
    ...lists,
    ...drop,
    ...most,
  ].join(', ');
}
