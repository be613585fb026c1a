import { Command } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './reading.ts';

/** Options of `chipwatch import`. */
export interface ImportOptions extends CommonOptions {
  readonly provider?: string;
  readonly partial?: boolean;
  readonly accept?: boolean;
  readonly schema?: boolean;
}

/** `chipwatch import`: quotes and capacity of one's own, beside what is read. */
export function importCommand(context: Context, end: (code: number) => void): Command {
  return new Command('import')
    .description('take in offers of your own: quotes, private capacity; one listing a line')
    .argument('[file]', 'JSON lines, or - for standard input')
    .option('--provider <name>', 'who sells: letters, digits and hyphens')
    .option('--partial', 'it is some of what they sell: what it leaves out stands as it was')
    .option('--accept', 'believe it, however unlikely it looks')
    .option('--schema', 'print the JSON Schema of a line')
    .addHelpText(
      'after',
      `
What the file leaves out is withdrawn, unless it is --partial.

Examples:
  $ chipwatch import quotes.jsonl --provider northlight
  $ make-quotes | chipwatch import - --provider lambda --partial`,
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const { importFile, printSchema } = await import('./importing.ts');
      const options = command.optsWithGlobals<ImportOptions>();
      end(options.schema ? printSchema(context) : await importFile(context, file, options));
    });
}
