import { Command } from 'commander';
import type { Context } from './context.ts';
import type { CrawlOptions } from './crawling.ts';

/** `chipwatch crawl`: looks at sources once, and stores and tells what it found. */
export function crawlCommand(context: Context, end: (code: number) => void): Command {
  return new Command('crawl')
    .description('crawl sources once, store what they offer and tell what changed')
    .argument('[sources...]', 'sources to crawl; without any, all of them')
    .option('--record <dir>', 'keep every answer in DIR as a recording (HAR 1.2)')
    .option('--replay <dir>', 'answer every request from a recording, without a network')
    .option('--at <time>', 'the clock a replay believes, such as 2026-08-04T02:00:00Z')
    .option('--dry-run', 'look only: store nothing, tell nobody')
    .option('--no-confirm', 'leave what needs two crawls to the next one')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch crawl scaleway linode
  $ chipwatch crawl scaleway --replay test/fixtures/scaleway/2026-05-18 --db /tmp/try.db`,
    )
    .action(async (ids: readonly string[], _: unknown, command: Command) => {
      const { crawlOnce } = await import('./crawling.ts');
      end(await crawlOnce(context, ids, command.optsWithGlobals<CrawlOptions>()));
    });
}
