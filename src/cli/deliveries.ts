import { Command, Option } from 'commander';
import type { DeliveryRow } from '../../db/deliveries.ts';
import type { Context } from './context.ts';
import { wholeNumber } from './filters.ts';
import type { CommonOptions } from './reading.ts';

/** Options of `chipwatch deliveries`. */
export interface ListOptions extends CommonOptions {
  readonly state?: DeliveryRow['state'];
  readonly channel?: string;
  readonly limit: number;
}

/** Options of `chipwatch deliveries retry`. */
export interface RetryOptions extends CommonOptions {
  readonly since?: string;
  readonly channel?: string;
  readonly force?: boolean;
}

/** `chipwatch deliveries`: what became of every alert. */
export function deliveriesCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('deliveries')
    .description('show alerts and what became of them; retry what was given up')
    .addOption(
      new Option('--state <state>', 'only those').choices([
        'waiting',
        'delivered',
        'dead',
        'parked',
      ]),
    )
    .option('--channel <name>', 'only those of a channel')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch deliveries --state dead
  $ chipwatch deliveries retry msg_0123456789abcdef0123456789abcdef`,
    )
    .action(async (_: unknown, command: Command) => {
      const { showDeliveries } = await import('./delivering.ts');
      end(await showDeliveries(context, command.optsWithGlobals<ListOptions>()));
    });
  addRetry(command, context, end);
  addSend(command, context, end);
  return command;
}

function addRetry(command: Command, context: Context, end: (code: number) => void): void {
  command
    .command('retry')
    .description('send messages again, under their own ids, that were given up or parked')
    .argument('[ids...]', 'their ids')
    .option('--since <time>', 'all not older than 24h, 7d or 2026-08-04')
    .option('--channel <name>', 'all of a channel')
    .option('--force', 'delivered ones too')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch deliveries retry msg_0123456789abcdef0123456789abcdef
  $ chipwatch deliveries retry --channel ops --since 7d`,
    )
    .action(async (ids: readonly string[], _: unknown, command: Command) => {
      const { retry } = await import('./delivering.ts');
      end(await retry(context, ids, command.optsWithGlobals<RetryOptions>()));
    });
}

function addSend(command: Command, context: Context, end: (code: number) => void): void {
  command
    .command('send')
    .description('send what is due now, where no service runs that does')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch deliveries send
  $ chipwatch crawl && chipwatch deliveries send`,
    )
    .action(async (_: unknown, command: Command) => {
      const { send } = await import('./sending.ts');
      end(await send(context, command.optsWithGlobals()));
    });
}
