import { Command } from 'commander';
import type { Context } from './context.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

type End = (code: number) => void;

const SINCE: QuestionOption = [
  '--since <time>',
  'tell the prices of generations since then: 90d, 2026-08-04 (30d)',
];
const CURRENCY: QuestionOption = ['--currency <code>', 'prices in this currency (USD)'];

/** `chipwatch stacks`: how far the market is from one maker's. */
export function stacksCommand(context: Context, end: End): Command {
  const command = new Command('stacks')
    .description('show hardware families side by side: where, at what price, by what they have')
    .argument('[spec]', 'hardware: ascend, H100, nvidia');
  return withOptions(command, [...FILTER_OPTIONS, SINCE, CURRENCY])
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch stacks
  $ chipwatch stacks ascend --since 90d
  $ chipwatch stacks --outside-china --stack cuda,cann --json`,
    )
    .action(async (spec: string | undefined, _: unknown, command: Command) => {
      const { showStacks } = await import('./stacks-text.ts');
      end(await showStacks(context, spec, command.optsWithGlobals<CommonOptions>()));
    });
}

/** `chipwatch targets`: what can be had where the user could deploy. */
export function targetsCommand(context: Context, end: End): Command {
  const command = new Command('targets').description(
    'show what your targets of the configuration can get, and where Ascend is nearest',
  );
  return withOptions(command, [CURRENCY])
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch targets
  $ chipwatch targets --currency EUR --json`,
    )
    .action(async (_: unknown, command: Command) => {
      const { showTargets } = await import('./targets-text.ts');
      end(await showTargets(context, command.optsWithGlobals<CommonOptions>()));
    });
}
