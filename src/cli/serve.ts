import { Command, InvalidArgumentError } from 'commander';
import type { Context } from './context.ts';
import type { ServeOptions } from './serving.ts';

/** `chipwatch serve`: the service behind `npm start`. */
export function serveCommand(context: Context, end: (code: number) => void): Command {
  return new Command('serve')
    .description('crawl what is due, keep the schedule, deliver alerts and serve the API')
    .option('--host <address>', 'where to listen, by default loopback only')
    .option('--port <number>', 'port to listen on, 0 for any that is free', portNumber)
    .option('--no-crawl', 'only answer: no crawls, no deliveries, recorded nights too')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch serve --port 9000 --db /var/lib/chipwatch/chipwatch.db
  $ chipwatch serve --no-crawl --db demo-data/chipwatch.db`,
    )
    .action(async (_: unknown, command: Command) => {
      const options = command.optsWithGlobals<ServeOptions>();
      const { answerOnly, serve } = await import('./serving.ts');
      end(await (options.crawl ? serve : answerOnly)(context, options));
    });
}

function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('expected a port from 0 to 65535.');
}
