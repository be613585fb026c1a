import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { claimKind } from '../../db/meta.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { Rule } from '../domain/rules.ts';
import { parseSpec } from '../domain/spec.ts';
import type { Fetcher } from '../fetch/index.ts';
import { newSecret } from '../notify/index.ts';
import { type Delivering, openDelivery } from '../pipeline/delivery.ts';
import type { Parser } from '../pipeline/parsing.ts';
import { type CrawlResult, run } from '../pipeline/run.ts';
import { findSightings } from '../query/sightings.ts';
import { demoNights, type NightSource } from './demo-nights.ts';
import { type Received, type Receiver, startReceiver } from './demo-receiver.ts';
import { EXIT } from './exit.ts';
import { newsTable } from './news.ts';
import { createProgress, type Progress } from './progress.ts';
import { resultLine, resultTable } from './results.ts';
import { sightingList } from './sightings.ts';
import { table } from './table.ts';
import { createPaint, isLive, type Paint, plural, usesColour, widthOf } from './terminal.ts';
import { leaseOwner, openFetcher, openReading } from './workplace.ts';

const FOLDER = 'demo-data';
const DATABASE = join(FOLDER, 'chipwatch.db');
const FIXTURES = join('test', 'fixtures');
const CONFIRM_AFTER_MS = 10 * 60_000;

/** What the demo watches: everything a person may want to be told. */
const RULE = Rule.parse({
  id: 'demo',
  flags: ['region.new', 'hardware.new', 'price.drop', 'price.rise', 'sold-out', 'back'],
  channels: ['receiver'],
});

interface Stage {
  readonly db: Database;
  readonly fetcher: Fetcher;
  readonly parser: Parser;
  readonly delivery: Delivering;
  readonly receiver: Receiver;
  readonly paint: Paint;
  readonly width: number;
}

const { stdout, stderr, env } = process;
const say = (text = '') => stdout.write(`${text}\n`);

/** Three recorded nights through the real scrapers into a database of their own, without a network. */
async function demo(): Promise<number> {
  const began = performance.now();
  rmSync(FOLDER, { recursive: true, force: true });
  const db = openDatabase(DATABASE);
  await claimKind(db, 'replay', DATABASE);
  const secret = newSecret();
  const receiver = await startReceiver(secret);
  const delivery = await openDelivery(db, {
    channels: new Map([['receiver', { type: 'webhook', url: receiver.url, secret: [secret] }]]),
    allowPrivate: ['127.0.0.1/32'],
    clock: { now: () => Date.now(), random: () => Math.random() },
  });
  const fetcher = openFetcher(env, DATABASE, { keep: false });
  const parser = openReading();
  const look = { paint: createPaint(usesColour(stdout, env)), width: widthOf(stdout) };
  const stage: Stage = { db, fetcher, parser, delivery, receiver, ...look };
  try {
    const faults = await playNights(stage);
    await sayElsewhere(stage);
    sayGoodbye((performance.now() - began) / 1000);
    for (const fault of faults) stderr.write(`The demo failed: ${fault}\n`);
    return faults.length === 0 ? EXIT.ok : EXIT.bug;
  } finally {
    await fetcher.close();
    parser.close();
    await delivery.close();
    await receiver.close();
    db.close();
  }
}

/** Plays all nights, and gives a sentence for each thing that should not have happened. */
async function playNights(stage: Stage): Promise<readonly string[]> {
  const faults: string[] = [];
  const nights = demoNights(FIXTURES);
  for (const [night, sources] of nights) {
    say(stage.paint('bold', `\nNight ${night} of ${nights.size}`));
    const results = await playNight(stage, sources);
    const received = stage.receiver.take();
    const recorded = new Map(sources.map((each) => [each.scraper.id, each.recorded]));
    sayNight(stage, results, recorded);
    sayDeliveries(stage, received);
    const waiting = results.reduce((sum, { messages }) => sum + messages, 0) - received.length;
    const bad = results.filter(({ outcome }) => outcome === 'failed' || outcome === 'broken');
    faults.push(...bad.map(({ source, message }) => `${source}: ${message}`));
    if (waiting !== 0) faults.push(`${waiting} messages of night ${night} did not arrive`);
    if (received.some(({ verified }) => !verified)) faults.push('a signature was not ours');
  }
  return faults;
}

async function playNight(
  stage: Stage,
  sources: readonly NightSource[],
): Promise<readonly CrawlResult[]> {
  const progress = createProgress({
    stream: stderr,
    total: sources.length,
    live: isLive(stderr, env),
    now: () => Date.now(),
  });
  const crawled = await Promise.all(sources.map((source) => playSource(stage, source, progress)));
  progress.stop();
  await stage.delivery.due();
  return crawled.flat();
}

/** Each source believes the clock of its own recording. */
function playSource(
  { db, fetcher, parser }: Stage,
  { scraper, dir, at }: NightSource,
  progress: Progress,
): Promise<readonly CrawlResult[]> {
  let time = at;
  const paint = createPaint(usesColour(stderr, env));
  const desk = {
    ...{ db, fetcher, env, read: parser.read, rules: [RULE], dryRun: false },
    mode: { kind: 'replay', dir } as const,
    now: () => time,
    owner: leaseOwner(),
    isGone: () => false,
  };
  return run(desk, {
    sources: [scraper],
    confirming: {
      isWanted: () => true,
      async wait() {
        time += CONFIRM_AFTER_MS;
      },
    },
    watcher: {
      started: (id) => progress.started(id),
      finished: (result) => progress.finished(result.source, resultLine(result, paint)),
    },
  });
}

function sayNight(
  { paint, width }: Stage,
  results: readonly CrawlResult[],
  recorded: ReadonlyMap<string, string>,
): void {
  say();
  say(resultTable(results, { width, paint, recorded }));
  const changes = results.flatMap((result) => result.changes);
  say(newsTable(changes, { width, paint, perFlag: 6 }).trimEnd());
}

function sayDeliveries({ paint, width }: Stage, received: readonly Received[]): void {
  if (received.length === 0) {
    say('\nNo alert: what a first crawl finds is where our knowledge starts, not news.');
    return;
  }
  const verified = received.filter((each) => each.verified).length;
  say(paint('bold', `\nWebhook: ${plural(received.length, 'message')}, ${verified} verified`));
  const columns = [
    { header: 'type', value: ({ type }: Received) => type, fixed: true },
    {
      header: 'signature',
      value: (each: Received) => (each.verified ? 'verified' : 'WRONG'),
      fixed: true,
    },
    { header: 'headline', value: ({ headline }: Received) => headline },
  ];
  stdout.write(table(columns, received, { width }));
}

async function sayElsewhere({ db, paint }: Stage): Promise<void> {
  const question = { spec: parseSpec('ascend'), outsideChina: true };
  const outside = await findSightings(db, question, Date.now());
  say(paint('bold', '\nAscend outside mainland China'));
  stdout.write(sightingList(outside, paint));
}

function sayGoodbye(seconds: number): void {
  const chipwatch = `node dist/src/cli/index.js --db ${DATABASE}`;
  say(`\nDone in ${seconds.toFixed(0)} s, without a network. The database is ${DATABASE}. Try:\n`);
  say(`  ${chipwatch} offers ascend --outside-china`);
  say(`  ${chipwatch} offers H100:8 --sort price`);
  say(`  ${chipwatch} changes --flag price.drop`);
  say(`  ${chipwatch} fit deepseek-v4-flash`);
  say(`  ${chipwatch} serve --no-crawl    (the dashboard)`);
  say(`  sqlite3 ${DATABASE} 'SELECT * FROM v_offers LIMIT 5'`);
}

process.exitCode = await demo();
