import { Command } from 'commander';
import type { Context } from './context.ts';
import { wholeNumber } from './filters.ts';

/** `chipwatch notify`: tries the channels, and looks after their secrets. */
export function notifyCommand(context: Context, end: (code: number) => void): Command {
  const notify = new Command('notify')
    .description('try the channels that alerts go to; their secrets')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch notify test
  $ chipwatch notify rotate ops`,
    );
  addTest(notify, context, end);
  const ofOne = (verb: 'showSecrets' | 'rotate' | 'turnOn') => {
    return async (channel: string, _: unknown, command: Command) => {
      const verbs = await import('./notifying.ts');
      end(await verbs[verb](context, channel, command.optsWithGlobals()));
    };
  };
  notify
    .command('secret')
    .description('print the secret that signs what a webhook is sent')
    .argument('<channel>', 'a webhook')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch notify secret ops
  $ SECRET=$(chipwatch notify secret ops | head -1) node receiver.mjs`,
    )
    .action(ofOne('showSecrets'));
  notify
    .command('rotate')
    .description('make a new secret; the old one signs beside it for a day')
    .argument('<channel>', 'a webhook')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch notify rotate ops
  $ chipwatch notify rotate ops --config /etc/chipwatch/config.yaml`,
    )
    .action(ofOne('rotate'));
  notify
    .command('on')
    .description('turn a channel on again that was turned off')
    .argument('<channel>', 'its name')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch notify on ops
  $ chipwatch notify on ops && chipwatch deliveries retry --channel ops`,
    )
    .action(ofOne('turnOn'));
  return notify;
}

function addTest(notify: Command, context: Context, end: (code: number) => void): void {
  notify
    .command('test')
    .description('send a change of the past, marked as a test, and say what was answered')
    .argument('[channels...]', 'channels to try; without any, all of them')
    .option('--change <number>', 'the change to tell, else the last flagged one', wholeNumber)
    .option('--print', 'show what would be sent, and send nothing')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch notify test
  $ chipwatch notify test room --change 88213 --print
  $ CHIPWATCH_WEBHOOK_URL=https://example.com/hook chipwatch notify test webhook`,
    )
    .action(async (channels: readonly string[], _: unknown, command: Command) => {
      const { sendTest } = await import('./notifying.ts');
      end(await sendTest(context, channels, command.optsWithGlobals()));
    });
}
