import { Command } from 'commander';
import type { Context } from './context.ts';
import { type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

const OPTIONS: readonly QuestionOption[] = [
  ['--input-ratio <number>', 'input tokens for an output token (3)'],
  ['--cache-hit <share>', 'of the input, 0 to 1 (0)'],
  ['--as-of <time>', 'as it was then: 2026-04-24, or 30d ago'],
];

/** `chipwatch tokens`: what APIs ask for tokens, side by side. */
export function tokensCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('tokens')
    .description('show what APIs ask for a million tokens, and how many times V4-Flash that is')
    .argument('[model]', 'deepseek-v4-flash, gpt-5.5; every model where none is named');
  return withOptions(command, OPTIONS)
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch tokens
  $ chipwatch tokens deepseek-v4-pro --as-of 2026-04-24 --json`,
    )
    .action(async (model: string | undefined, _: unknown, command: Command) => {
      const { showTokens } = await import('./tokens-text.ts');
      end(await showTokens(context, model, command.optsWithGlobals<CommonOptions>()));
    });
}
