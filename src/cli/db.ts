import { Command } from 'commander';
import type { Context } from './context.ts';
import { wholeNumber } from './filters.ts';
import type { PruneChoices } from './pruning.ts';
import type { BackupChoices } from './storing.ts';

type End = (code: number) => void;

/** `chipwatch db`: looks after the database. */
export function dbCommand(context: Context, end: End): Command {
  return new Command('db')
    .description('back up, restore, check, measure and prune the database')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch db backup
  $ chipwatch db restore backups/chipwatch-2026-08-04.db`,
    )
    .addCommand(backupCommand(context, end))
    .addCommand(restoreCommand(context, end))
    .addCommand(checkCommand(context, end))
    .addCommand(statsCommand(context, end))
    .addCommand(pruneCommand(context, end));
}

function backupCommand(context: Context, end: End): Command {
  return new Command('backup')
    .description('copy the database, in use or not, into a new file')
    .argument('[file]', 'where to; without it, a file in backups beside the database')
    .option('--daily', 'the one of today (UTC), if it is not there yet; seven days are kept')
    .option('--with-secrets', 'with the signing secrets that chipwatch made itself')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch db backup
  $ chipwatch db backup /mnt/elsewhere/chipwatch.db --with-secrets`,
    )
    .action(async (file: string | undefined, _: unknown, command: Command) => {
      const { backUp } = await import('./storing.ts');
      end(await backUp(context, file, command.optsWithGlobals<BackupChoices>()));
    });
}

function restoreCommand(context: Context, end: End): Command {
  return new Command('restore')
    .description('put a backup in the place of the database, and keep the former file')
    .argument('<file>', 'the backup')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch db restore backups/chipwatch-2026-08-04.db
  $ chipwatch db restore /mnt/elsewhere/chipwatch.db --db /var/lib/chipwatch/chipwatch.db`,
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const { restore } = await import('./storing.ts');
      end(await restore(context, file, command.optsWithGlobals()));
    });
}

function checkCommand(context: Context, end: End): Command {
  return new Command('check')
    .description('look at every page and every crawl of the database')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch db check
  $ chipwatch db check --db backups/chipwatch-2026-08-04.db`,
    )
    .action(async (_: unknown, command: Command) => {
      const { check } = await import('./storing.ts');
      end(await check(context, command.optsWithGlobals()));
    });
}

function statsCommand(context: Context, end: End): Command {
  return new Command('stats')
    .description(
      'how large the database and the archive are, how far back they go, and what pruning would free',
    )
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch db stats
  $ chipwatch db stats --json --db demo-data/chipwatch.db`,
    )
    .action(async (_: unknown, command: Command) => {
      const { stats } = await import('./measuring.ts');
      end(await stats(context, command.optsWithGlobals()));
    });
}

function pruneCommand(context: Context, end: End): Command {
  return new Command('prune')
    .description(
      'fold what marketplaces had to one change a day, and make the archive small enough',
    )
    .option('--days <n>', 'how long each move of stock is kept (store.stockDays, 90)', wholeNumber)
    .option('--daily', 'unless it was done today (UTC)')
    .option(
      '--vacuum',
      'give what is free in the file back to the disk; nobody else writes meanwhile',
    )
    .addHelpText(
      'after',
      `
Prices, flags and what anybody was told of stay, and so does where each offer stood at the end of each
day. What comes free in the file is written to again. The service does this once a day.

Examples:
  $ chipwatch db prune
  $ chipwatch db prune --days 30 --vacuum`,
    )
    .action(async (_: unknown, command: Command) => {
      const { prune } = await import('./pruning.ts');
      end(await prune(context, command.optsWithGlobals<PruneChoices>()));
    });
}
