import { Command } from 'commander';
import type { Context } from './context.ts';

/** `chipwatch notify`: tries the channels. */
export function notifyCommand(context: Context, end: (code: number) => void): Command {
  const notify = new Command('notify').description('try the channels that alerts go to');
  const examples = `
Examples:
  $ chipwatch notify test
  $ CHIPWATCH_WEBHOOK_URL=https://example.com/hook chipwatch notify test webhook`;
  notify.addHelpText('after', examples);
  notify
    .command('test')
    .description('send a signed test message and say what the receiver answered')
    .argument('[channels...]', 'channels to try; without any, all of them')
    .addHelpText('after', examples)
    .action(async (channels: readonly string[], _: unknown, command: Command) => {
      const { sendTest } = await import('./delivering.ts');
      end(await sendTest(context, channels, command.optsWithGlobals()));
    });
  return notify;
}
