import { Command } from 'commander';
import type { Context } from './context.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

type End = (code: number) => void;

export interface ModelOptions extends CommonOptions {
  readonly all?: boolean;
}

const CURRENCY: QuestionOption = ['--currency <code>', 'prices in this currency (USD)'];

/** What is asked of instances. */
export const FIT_OPTIONS: readonly QuestionOption[] = [
  ['--context <tokens>', 'of each sequence: 1M, 128K, 86016 (all the model has)'],
  ['--concurrency <number>', 'sequences at a time (1)'],
  ['--tensor-parallel <number>', 'ranks that share each layer (whatever holds most)'],
  ...FILTER_OPTIONS,
  CURRENCY,
];

/** `chipwatch fit`: which of the instances that can be rented hold a model. */
export function fitCommand(context: Context, end: End): Command {
  const command = new Command('fit')
    .description(
      'show which instances hold a model, how that is known, and where they are cheapest',
    )
    .argument('<model>', 'deepseek-v4-flash, "V4-Pro", qwen3-235b-a22b')
    .argument('[spec]', 'hardware: H200, H200:8, ascend');
  return withOptions(command, FIT_OPTIONS)
    .option('--all', 'what does not fit too, all of it')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch fit deepseek-v4-flash --context 1M --concurrency 4
  $ chipwatch fit V4-Pro ascend --outside-china --json`,
    )
    .action(async (model: string, spec: string | undefined, _: unknown, command: Command) => {
      const { showFits } = await import('./fit-text.ts');
      end(await showFits(context, { model, spec }, command.optsWithGlobals<ModelOptions>()));
    });
}

/** What renting is held against. */
export const BREAK_EVEN_OPTIONS: readonly QuestionOption[] = [
  ['--input-ratio <number>', 'input tokens for an output token (as each rate was measured)'],
  ['--cache-hit <share>', 'of the input, 0 to 1 (as each rate was measured)'],
  ['--utilisation <share>', 'of time in which the system is busy (0.4)'],
  ['--host <name>', 'whose API (the cheapest)'],
  ['--as-of <time>', 'with the prices of then: 2026-04-24, or 30d ago'],
  ...FILTER_OPTIONS,
  CURRENCY,
];

/** `chipwatch breakeven`: from which price on renting beats paying by the token. */
export function breakEvenCommand(context: Context, end: End): Command {
  const command = new Command('breakeven')
    .description('show from which price of a chip-hour on renting beats paying by the token')
    .argument('<model>', 'deepseek-v4-flash, "V4-Pro"')
    .argument('[spec]', 'hardware: H200, ascend');
  return withOptions(command, BREAK_EVEN_OPTIONS)
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch breakeven deepseek-v4-flash --input-ratio 160 --cache-hit 0.9 --utilisation 0.4
  $ chipwatch breakeven deepseek-v4-pro --as-of 2026-04-24 --json`,
    )
    .action(async (model: string, spec: string | undefined, _: unknown, command: Command) => {
      const { showBreakEven } = await import('./breakeven-text.ts');
      end(await showBreakEven(context, { model, spec }, command.optsWithGlobals<ModelOptions>()));
    });
}
