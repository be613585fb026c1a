import { Command } from 'commander';
import type { Context } from './context.ts';
import { wholeNumber } from './filters.ts';
import type { CommonOptions } from './reading.ts';

/** `chipwatch quarantine`: crawls that were not believed, for a person to decide. */
export function quarantineCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('quarantine')
    .description('look at crawls that were not believed, and approve or discard them')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch quarantine list
  $ chipwatch quarantine show 42
  $ chipwatch quarantine approve 42`,
    );
  command
    .command('list')
    .description('crawls that were not believed, and why')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch quarantine list
  $ chipwatch quarantine list -o csv`,
    )
    .action(async (_: unknown, sub: Command) => {
      const { listQuarantine } = await import('./quarantine-text.ts');
      end(await listQuarantine(context, sub.optsWithGlobals<CommonOptions>()));
    });
  const ONE = {
    show: 'what would change if the crawl were believed',
    approve: 'believe the crawl: its changes are stored, and told in one message a rule and flag',
    discard: 'forget the crawl, and those of its source before it',
  } as const;
  for (const [verb, description] of Object.entries(ONE)) {
    command
      .command(verb)
      .description(description)
      .argument('<crawl>', 'its number', wholeNumber)
      .addHelpText(
        'after',
        `
Examples:
  $ chipwatch quarantine ${verb} 42
  $ chipwatch quarantine ${verb} 42 --json`,
      )
      .action(async (crawl: number, _: unknown, sub: Command) => {
        const text = await import('./quarantine-text.ts');
        const answer = {
          show: text.showQuarantined,
          approve: text.approveOne,
          discard: text.discardOne,
        };
        end(await answer[verb as keyof typeof ONE](context, crawl, sub.optsWithGlobals()));
      });
  }
  return command;
}
