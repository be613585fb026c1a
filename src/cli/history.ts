import { Command } from 'commander';
import type { Context } from './context.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

const OPTIONS: readonly QuestionOption[] = [
  ['--since <time>', 'an age such as 30d, or a time such as 2026-08-04 (30d)'],
  ['--until <time>', 'up to then'],
  ...FILTER_OPTIONS,
  ['--currency <code>', 'prices of hardware in this currency (USD)'],
];

/** `chipwatch history`: how the price of a chip, or price and stock of one offer, came to be. */
export function historyCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('history')
    .description('show how prices and stock came to be: of hardware by day, of one offer by step')
    .argument('<spec-or-offer>', 'hardware such as H100:8, or the id or key of an offer');
  return withOptions(command, OPTIONS)
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch history H100 --since 30d
  $ chipwatch history ascend --outside-china --currency EUR --json`,
    )
    .action(async (name: string, _: unknown, command: Command) => {
      const { showHistory } = await import('./history-text.ts');
      end(await showHistory(context, name, command.optsWithGlobals<CommonOptions>()));
    });
}
