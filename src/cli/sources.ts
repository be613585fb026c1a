import { Command } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './reading.ts';

/** Options of `chipwatch sources`. */
export interface SourceOptions extends CommonOptions {
  readonly requests?: boolean;
}

/** `chipwatch sources`: how every source is doing, and how far it is proven. */
export function sourcesCommand(context: Context, end: (code: number) => void): Command {
  return new Command('sources')
    .description('show how every source is doing, and how far it is proven')
    .argument('[id]', 'one source, with its last crawls and what it could not read')
    .option('--requests', 'with an id: what its last crawl asked for')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch sources
  $ chipwatch sources scaleway --requests`,
    )
    .action(async (id: string | undefined, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<SourceOptions>();
      if (id === undefined) {
        const { showSources } = await import('./source-text.ts');
        end(await showSources(context, options));
        return;
      }
      const { showSource } = await import('./one-source-text.ts');
      end(await showSource(context, id, options));
    });
}
