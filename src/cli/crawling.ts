import { setTimeout as sleep } from 'node:timers/promises';
import { claimKind } from '../../db/meta.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Config } from '../config.ts';
import { type Mode, recordedAt } from '../fetch/index.ts';
import { type Confirming, type CrawlResult, type Desk, run } from '../pipeline/run.ts';
import { confirmsSoon, intervalOf } from '../schedule/due.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit.ts';
import { newsTable } from './news.ts';
import { createProgress } from './progress.ts';
import { type CommonOptions, configOf, writeJson } from './reading.ts';
import { exitOf, resultJson, resultLine, resultTable } from './results.ts';
import { type Sent, sendDue, tellSent } from './sending.ts';
import { refuseShortage } from './shortage.ts';
import { awaitSignals } from './signals.ts';
import { createPaint, isLive, usesColour, widthOf } from './terminal.ts';
import {
  chosenSources,
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

function modeOf({ record, replay, at, dryRun }: CrawlOptions): Mode {
  if (record !== undefined && replay !== undefined) {
    throw new UsageError('expected --record or --replay, found both');
  }
  if (at !== undefined && replay === undefined) {
    throw new UsageError('--at is the clock of a replay: give --replay DIR with it');
  }
  if (record !== undefined && dryRun) {
    throw new UsageError('expected --record or --dry-run, found both');
  }
  if (record !== undefined) return { kind: 'record', dir: record };
  return replay === undefined ? { kind: 'live' } : { kind: 'replay', dir: replay };
}

/** The clock the crawls believe; a replay's stands still until it is moved on. */
interface CrawlClock {
  readonly now: () => number;
  readonly moveOn: (ms: number) => void;
}

function clockOf(mode: Mode, { at }: CrawlOptions, context: Context): CrawlClock {
  if (mode.kind !== 'replay') return { now: () => context.now(), moveOn: () => undefined };
  let time = at === undefined ? recordingTime(mode.dir) : parseTime(at);
  return {
    now: () => time,
    moveOn(ms) {
      time += ms;
    },
  };
}

function recordingTime(dir: string): number {
  let at: number | null;
  try {
    at = recordedAt(dir);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (at === null) {
    throw new UsageError(`the recording in ${dir} does not say when it was made: give --at TIME`);
  }
  return at;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

function parseTime(at: string): number {
  const time = TIME.test(at) ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`expected a time such as 2026-08-04T02:00:00Z for --at, found "${at}"`);
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
