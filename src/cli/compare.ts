import { Command } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './reading.ts';

export interface CompareOptions extends CommonOptions {
  readonly currency?: string;
}

/** `chipwatch compare`: offers side by side. */
export function compareCommand(context: Context, end: (code: number) => void): Command {
  return new Command('compare')
    .description('show offers side by side, and in what they differ')
    .argument('<offers...>', 'ids or keys of offers, as offers --json shows them')
    .option('--currency <code>', 'compare prices in this currency (USD)')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch compare 0v3k1q 7b2m9c
  $ chipwatch compare 0v3k1q 7b2m9c --currency EUR --json`,
    )
    .action(async (names: readonly string[], _: unknown, command: Command) => {
      const { showComparison } = await import('./compare-text.ts');
      end(await showComparison(context, names, command.optsWithGlobals<CompareOptions>()));
    });
}
