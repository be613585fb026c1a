import { Command, Option } from 'commander';
import type { Context } from './context.ts';
import type { CommonOptions } from './reading.ts';

export const FORMATS = ['csv', 'ndjson', 'parquet', 'sqlite'] as const;

export interface ExportOptions extends CommonOptions {
  readonly table?: 'offers' | 'changes' | 'prices';
  readonly format: (typeof FORMATS)[number];
  readonly since?: string;
  readonly byMonth?: boolean;
  readonly out?: string;
}

/** `chipwatch export`: the data, whole, for other programs. */
export function exportCommand(context: Context, end: (code: number) => void): Command {
  return new Command('export')
    .description('take the data out whole: as CSV, NDJSON, Parquet or SQLite')
    .addOption(
      new Option('--table <name>', 'which: prices has each state an offer has had').choices([
        'offers',
        'changes',
        'prices',
      ]),
    )
    .addOption(
      new Option('--format <name>', 'sqlite is a copy of all, without secrets')
        .choices(FORMATS)
        .default('csv'),
    )
    .option('--since <time>', 'only from then on: 30d, or 2026-08-04')
    .option('--by-month', 'a file for each month, prices-2026-08.parquet, in the folder --out')
    .option('--out <file>', 'where to; CSV and NDJSON go to stdout without it')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch export --table offers --format csv --out offers.csv
  $ chipwatch export --table prices --format parquet --by-month --out history`,
    )
    .action(async (_: unknown, command: Command) => {
      const { exportData } = await import('./exporting.ts');
      end(await exportData(context, command.optsWithGlobals<ExportOptions>()));
    });
}
