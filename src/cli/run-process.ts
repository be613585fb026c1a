/**
 * The process that a service crawls in: it fetches, compares and writes, and tells people what came
 * of it, while the service answers.
 */
import { openDatabase } from '../../db/open.ts';
import { createLogger, LogLevel } from '../logger.ts';
import { type CrawlResult, type Desk, DISK_FULL } from '../pipeline/run.ts';
import { findDisagreements, quarrelsIn } from '../query/disagreements.ts';
import { intervalOf } from '../schedule/due.ts';
import { runWatched } from './crawling.ts';
import { EXIT } from './exit.ts';
import { scrapersOf } from './known-sources.ts';
import { newsTable } from './news.ts';
import { letReadersLeave } from './pipes.ts';
import { resultTable } from './results.ts';
import type { Order, RunReport, RunTask } from './run-beside.ts';
import { createPaint, usesColour, widthOf } from './terminal.ts';
import { hostsIn, isGone, leaseOwner, openFetcher, openReading } from './workplace.ts';

const { env, stdout } = process;
const stopping = new AbortController();

letReadersLeave(process);
// A service that was killed ends nobody: what it began is given up with it.
process.on('disconnect', abandoned);
// A terminal interrupts the whole group, a service manager ends it: the service says when to stop.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
process.on('message', async (order: Order) => {
  if (order.kind === 'stop') {
    stopping.abort();
    return;
  }
  const report = await runOf(order.task);
  process.off('disconnect', abandoned);
  process.send?.(report, () => process.disconnect());
});

function abandoned(): never {
  process.exit(EXIT.bug);
}

async function runOf({ database, sources, config }: RunTask): Promise<RunReport> {
  const { rules, targets, guards, aliases, schedule, store } = config;
  const log = createLogger({ level: LogLevel.catch('info').parse(env.CHIPWATCH_LOG) });
  const db = openDatabase(database, store);
  const warn = (sentence: string) => log.warn(sentence);
  const fetcher = openFetcher(env, database, { keep: true, hosts: hostsIn(db), warn });
  const parser = openReading();
  const desk: Desk = {
    ...{ db, fetcher, read: parser.read, env, isGone, rules, targets, guards, aliases },
    intervalOf: (scraper) => intervalOf(scraper, schedule),
    ...{ dryRun: false, mode: { kind: 'live' }, now: () => Date.now() },
    ...{ owner: leaseOwner(), stop: stopping.signal },
  };
  try {
    const results = await runWatched(process, desk, scrapersOf(sources), null);
    if (!stopping.signal.aborted) tell(results);
    const found = await findDisagreements(db, config.sources.tolerance);
    const isFull = results.some(({ message }) => message === DISK_FULL);
    return { disk: isFull ? DISK_FULL : null, quarrels: quarrelsIn(found) };
  } finally {
    await fetcher.close();
    parser.close();
    db.close();
  }
}

function tell(results: readonly CrawlResult[]): void {
  const look = { width: widthOf(stdout), paint: createPaint(usesColour(stdout, env)) };
  const changes = results.flatMap((result) => result.changes);
  const news = newsTable(changes, { ...look, perFlag: 20 });
  stdout.write(`\n${resultTable(results, look)}`);
  stdout.write(news === '' ? '\nNothing new to tell.\n' : `\n${news}`);
  const tried = results.filter(({ outcome }) => outcome !== 'skipped');
  if (tried.length > 0 && tried.every(({ failure }) => failure === 'unreachable')) {
    stdout.write(
      '\nNo source could be reached. Without a network, "npm run demo" shows recorded nights.\n',
    );
  }
}
