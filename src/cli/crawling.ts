import { setTimeout as sleep } from 'node:timers/promises';
import { claimKind } from '../../db/meta.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Config } from '../config.ts';
import type { Mode } from '../fetch/index.ts';
import { type Confirming, type CrawlResult, type Desk, run } from '../pipeline/run.ts';
import { confirmsSoon, intervalOf } from '../schedule/due.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit.ts';
import { chosenSources } from './known-sources.ts';
import { newsTable } from './news.ts';
import { createProgress } from './progress.ts';
import { type CommonOptions, configOf, writeJson } from './reading.ts';
import { type CrawlClock, clockOf, refuseLoneTime } from './replay-clock.ts';
import { exitOf, resultJson, resultLine, resultTable } from './results.ts';
import { type Sent, sendDue, tellSent } from './sending.ts';
import { refuseShortage } from './shortage.ts';
import { awaitSignals } from './signals.ts';
import { createPaint, isLive, usesColour, widthOf } from './terminal.ts';
import {
  hostsIn,
  isGone,
  leaseOwner,
  openFetcher,
  openForCrawling,
  openReading,
} from './workplace.ts';

/** What `chipwatch crawl` was asked for. */
export interface CrawlOptions extends CommonOptions {
  readonly record?: string;
  readonly replay?: string;
  readonly at?: string;
  readonly dryRun?: boolean;
  readonly confirm: boolean;
}

const MINUTE = 60_000;
/** A person waits at the terminal: the confirming crawl comes this soon at the latest. */
const PATIENCE_MS = 60_000;

/** Crawls the sources once, tells what was found, sends what is due. Gives the exit code. */
export async function crawlOnce(
  context: Context,
  ids: readonly string[],
  options: CrawlOptions,
): Promise<number> {
  const { env } = context;
  const config = configOf(context, options);
  const { rules, targets, guards, aliases } = config;
  const sources = chosenSources(ids, config);
  const mode = modeOf(options);
  const clock = clockOf(mode, options, context);
  const path = options.db ?? config.database;
  const dryRun = options.dryRun ?? false;
  refuseShortage(path, config.store);
  const db = openForCrawling(path, dryRun, config.store);
  const fetcher = openFetcher(env, path, {
    keep: mode.kind !== 'replay' && !dryRun,
    hosts: hostsIn(db),
    warn: (sentence) => context.stderr.write(`${sentence}\n`),
  });
  const parser = openReading();
  const stopping = awaitSignals(context);
  try {
    if (!dryRun) await claimKind(db, mode.kind === 'replay' ? 'replay' : 'live', path);
    const desk: Desk = {
      ...{ db, fetcher, mode, env, dryRun, isGone, read: parser.read },
      ...{ rules, targets, guards, aliases },
      intervalOf: (scraper) => intervalOf(scraper, config.schedule),
      now: clock.now,
      owner: leaseOwner(),
      stop: stopping.signal,
    };
    const confirming = options.confirm ? confirmingOf(context, config, mode, clock) : null;
    const results = await runWatched(context, desk, sources, confirming);
    const isStopped = await stopping.isTold();
    const isSilent = dryRun || isStopped || config.channels.size === 0;
    const sent = isSilent ? null : await sendDue(db, config);
    tell(context, options, results, sent);
    return isStopped ? await stopping.code : exitOf(results);
  } finally {
    stopping.forget();
    await fetcher.close();
    parser.close();
    db.close();
  }
}

function modeOf(options: CrawlOptions): Mode {
  const { record, replay, dryRun } = options;
  if (record !== undefined && replay !== undefined) {
    throw new UsageError('expected --record or --replay, found both');
  }
  refuseLoneTime(options);
  if (record !== undefined && dryRun) {
    throw new UsageError('expected --record or --dry-run, found both');
  }
  if (record !== undefined) return { kind: 'record', dir: record };
  return replay === undefined ? { kind: 'live' } : { kind: 'replay', dir: replay };
}

function confirmingOf(
  { stderr }: Context,
  { confirmAfterMinutes, schedule }: Config,
  mode: Mode,
  clock: CrawlClock,
): Confirming {
  const afterMs = confirmAfterMinutes * MINUTE;
  if (mode.kind === 'replay') {
    return { isWanted: () => true, wait: async () => clock.moveOn(afterMs) };
  }
  return {
    isWanted: (scraper) => confirmsSoon(scraper, schedule),
    async wait(sources, stop) {
      const ms = Math.min(afterMs, PATIENCE_MS);
      stderr.write(
        `${sources.join(', ')}: looking again in ${ms / 1000} s to confirm; --no-confirm leaves it to the next crawl\n`,
      );
      await sleep(ms, undefined, stop && { signal: stop }).catch((cause) => {
        if (!stop?.aborted) throw cause;
      });
    },
  };
}

/** Runs with a live line of progress on standard error. */
export async function runWatched(
  context: Pick<Context, 'env' | 'stderr'>,
  desk: Desk,
  sources: readonly Scraper[],
  confirming: Confirming | null,
): Promise<readonly CrawlResult[]> {
  const { env, stderr: stream } = context;
  const paint = createPaint(usesColour(stream, env));
  const progress = createProgress({
    stream,
    total: sources.length,
    live: isLive(stream, env),
    now: () => Date.now(),
  });
  try {
    return await run(desk, {
      sources,
      confirming,
      watcher: {
        started: (id) => progress.started(id),
        finished: (result) => progress.finished(result.source, resultLine(result, paint)),
      },
    });
  } finally {
    progress.stop();
  }
}

function tell(
  context: Context,
  { json, dryRun }: CrawlOptions,
  results: readonly CrawlResult[],
  sent: Sent | null,
): void {
  const { stdout, stderr, env } = context;
  if (json) {
    writeJson(context, { schema: 'crawls/1', crawls: results.map(resultJson) });
    return;
  }
  const look = { width: widthOf(stdout), paint: createPaint(usesColour(stdout, env)) };
  const changes = results.flatMap((result) => result.changes);
  const news = newsTable(changes, { ...look, perFlag: 20 });
  stdout.write(resultTable(results, look));
  stdout.write(news === '' ? '\nNothing new to tell.\n' : `\n${news}`);
  if (dryRun) stderr.write('A dry run: nothing was stored, nobody was told.\n');
  if (sent === null) return;
  tellSent(context, sent);
}
