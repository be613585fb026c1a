import { Command } from 'commander';
import type { CaptureOptions } from './capturing.ts';
import type { Context } from './context.ts';

/** `chipwatch capture`: makes a fixture of a source, for those who write or mend its scraper. */
export function captureCommand(context: Context, end: (code: number) => void): Command {
  return new Command('capture')
    .description('for contributors: visit a source once and make a fixture of what it served')
    .argument('<source>', 'the source to visit')
    .option('--out <dir>', 'a new folder for it; by default test/fixtures/SOURCE/DAY')
    .option('--replay <dir>', 'take the answers from a recording, such as one a browser saved')
    .option('--at <time>', 'the clock the replay believes, such as 2026-08-04T02:00:00Z')
    .addHelpText(
      'after',
      `
Nothing is stored in the database and nobody is told. Keys are taken out of what is kept.

Examples:
  $ chipwatch capture scaleway
  $ chipwatch capture lambda --replay test/fixtures/lambda/2026-08-15 --out /tmp/lambda`,
    )
    .action(async (id: string, _: unknown, command: Command) => {
      const { captureOnce } = await import('./capturing.ts');
      end(await captureOnce(context, id, command.optsWithGlobals<CaptureOptions>()));
    });
}
