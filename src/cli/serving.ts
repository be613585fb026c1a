import { existsSync } from 'node:fs';
import { dailyBackupPath } from '../../db/backups.ts';
import { refuseTornPages } from '../../db/check.ts';
import { roomOf } from '../../db/disk.ts';
import { claimKind } from '../../db/meta.ts';
import { type Database, openDatabase, openForReading } from '../../db/open.ts';
import { dayOf, prunedOn } from '../../db/prune.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Config } from '../config.ts';
import { createLogger, type Logger, LogLevel } from '../logger.ts';
import { type Delivering, openDelivery } from '../pipeline/delivery.ts';
import { pastCrawls } from '../query/past-crawls.ts';
import { slotAfter } from '../schedule/due.ts';
import { startTicker, type TickerOptions } from '../schedule/ticker.ts';
import { startServer } from '../server/index.ts';
import type { Context } from './context.ts';
import { type Chore, startChores } from './daily.ts';
import { UsageError } from './exit.ts';
import { createIncidents } from './incidents.ts';
import { chosenSources } from './known-sources.ts';
import { createQuarrelWatch } from './quarrels.ts';
import { type CommonOptions, configOf } from './reading.ts';
import { runBeside } from './run-beside.ts';
import { doorOf, serverDesk } from './server-desk.ts';
import { shortage } from './shortage.ts';
import { awaitSignals } from './signals.ts';
import { plural } from './terminal.ts';

/** What `chipwatch serve` was asked for. */
export interface ServeOptions extends CommonOptions {
  readonly host?: string;
  readonly port?: number;
  readonly crawl?: boolean;
}

/**
 * Crawls what is due, then keeps the schedule, delivers alerts and serves the API until it is told
 * to stop. Gives the exit code of the signal.
 */
export async function serve(context: Context, options: ServeOptions): Promise<number> {
  const config = configOf(context, options);
  const door = doorOf(config, options);
  const path = options.db ?? config.database;
  const db = await openStore(path, config.store);
  const log = createLogger({ level: LogLevel.catch('info').parse(context.env.CHIPWATCH_LOG) });
  const clock = { now: () => context.now(), random: () => Math.random() };
  const facing = serverDesk(config, { db, log, now: clock.now });
  const server = await startServer(facing, door).catch((cause: Error) => {
    throw new UsageError(cause.message, { cause });
  });
  const stopping = awaitSignals(context);
  const { channels, hours, webhooks } = config;
  const delivery = await openDelivery(db, { channels, hours, ...webhooks, clock });
  const worker = delivery.start(watchIn(log));
  greet(context, { path, url: server.url, config });
  const watch = startCrawls(context, { config, db, path, log, stop: stopping.signal });
  const chores = startChores(context, {
    ...{ database: path, config: config.file, chores: choresOf(context, db, path) },
    onError: (what, says) => log.error({ says }, `the daily ${what} failed`),
  });
  const code = await stopping.code;
  await Promise.all([watch.stop(), chores.stop(), worker.stop(), server.close()]);
  await delivery.close();
  db.close();
  stopping.forget();
  return code;
}

/**
 * Serves pages and API until it is told to stop: of recorded nights too, into which no live crawl may
 * go. It crawls and sends nothing; who has its token may still approve, discard and retry. Gives the exit
 * code of the signal.
 */
export async function answerOnly(context: Context, options: ServeOptions): Promise<number> {
  const config = configOf(context, options);
  const door = doorOf(config, options);
  const path = options.db ?? config.database;
  const db = openForReading(path, config.store);
  const log = createLogger({ level: LogLevel.catch('info').parse(context.env.CHIPWATCH_LOG) });
  const server = await startServer(serverDesk(config, { db, log, now: context.now }), door).catch(
    (cause: Error) => {
      throw new UsageError(cause.message, { cause });
    },
  );
  const stopping = awaitSignals(context);
  context.stdout.write(
    `chipwatch answers from ${path} at ${server.url}, and crawls and sends nothing; Ctrl-C stops it.\n`,
  );
  const code = await stopping.code;
  await server.close();
  db.close();
  stopping.forget();
  return code;
}

function choresOf({ now }: Context, db: Database, path: string): readonly Chore[] {
  return [
    {
      what: 'backup',
      args: ['db', 'backup', '--daily'],
      isDone: async () => existsSync(dailyBackupPath(path, now())),
    },
    {
      what: 'pruning',
      args: ['db', 'prune', '--daily'],
      isDone: async () => (await prunedOn(db)) === dayOf(now()),
    },
  ];
}

interface Crawling {
  readonly config: Config;
  readonly db: Database;
  readonly path: string;
  readonly log: Logger;
  readonly stop: AbortSignal;
}

/** Crawls what is due now, then by the schedule, until `stop` ends what is under way. */
function startCrawls(context: Context, { config, db, path, log, stop }: Crawling) {
  const incidents = createIncidents(log);
  const quarrels = createQuarrelWatch(incidents);
  const crawl = async (sources: readonly Scraper[]) => {
    const short = shortage(roomOf(path), config.store);
    incidents.note('room', short?.says ?? null);
    if (short?.stops || stop.aborted) return;
    const ids = sources.map(({ id }) => id);
    const report = await runBeside({ database: path, sources: ids, config }, stop);
    incidents.note('disk', report.disk);
    quarrels.note(report.quarrels);
  };
  const plan = planOf(context, config, crawl, {
    past: (since) => pastCrawls(db, since),
    onError: (err) => log.error({ err }, 'the scheduled crawl broke'),
  });
  const ticker = startTicker(plan);
  const told = ticker.first.then(() => {
    if (!stop.aborted) tellNext(context, plan);
  });
  return {
    async stop() {
      await ticker.stop();
      await told;
    },
  };
}

/** Opens a database of live crawls; one that is damaged is not crawled into. */
async function openStore(path: string, store: Config['store']): Promise<Database> {
  const db = openDatabase(path, store);
  refuseTornPages(db, path);
  await claimKind(db, 'live', path);
  return db;
}

/** What goes wrong with deliveries, as lines in the log. */
function watchIn(log: Logger): Parameters<Delivering['start']>[0] {
  return {
    onError: (err, channel) => log.error({ err, channel }, 'delivery failed'),
    onOff: (turned) => log.warn(turned, 'channel turned off'),
  };
}

function planOf(
  { now }: Context,
  config: Config,
  crawl: TickerOptions['crawl'],
  means: Pick<TickerOptions, 'past' | 'onError'>,
): TickerOptions {
  return {
    ...means,
    now,
    startedAt: now(),
    crawl,
    sources: chosenSources([], config),
    schedule: config.schedule,
    confirmAfterMs: config.confirmAfterMinutes * 60_000,
  };
}

function greet(
  { stdout }: Context,
  { path, url, config }: { path: string; url: string; config: Config },
): void {
  const told = [...config.channels.keys()].join(', ');
  stdout.write(`chipwatch keeps its data in ${path} and answers at ${url}; Ctrl-C stops it.\n`);
  stdout.write(
    told === ''
      ? 'Nobody is alerted: set CHIPWATCH_WEBHOOK_URL, or name channels in chipwatch.yaml.\n'
      : `Alerts go to ${told}.\n`,
  );
}

function tellNext({ stdout, now }: Context, { sources, schedule }: TickerOptions): void {
  const next = Math.min(...sources.map((source) => slotAfter(source, schedule, now())));
  const at = new Date(next).toISOString().slice(0, 16).replace('T', ' ');
  stdout.write(`\nThe next crawl of ${plural(sources.length, 'source')} begins at ${at} UTC.\n`);
}
