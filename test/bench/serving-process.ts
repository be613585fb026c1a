/**
 * A service: answers over HTTP and, when it is told to, crawls a large source meanwhile, as the service
 * does. Says how late its loop was, and what a question took in between.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { openDatabase } from '../../db/open.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { openParser } from '../../src/pipeline/parsing.ts';
import { type Desk, run } from '../../src/pipeline/run.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { openDoor } from '../../src/server/door.ts';
import { startServer } from '../../src/server/index.ts';
import { QUESTION } from './serving.ts';
import { scraperById } from './serving-registry.ts';

const DAY = 86_400_000;
/** Between two questions of its own. */
const PAUSE = 20;

const [path = '', offers = '', now = ''] = process.argv.slice(2);
const db = openDatabase(path);
const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null, minDelayMs: 0 });
const parser = openParser(new URL('./serving-registry.ts', import.meta.url));
let time = Number(now);
const desk: Desk = {
  ...{ db, fetcher, read: parser.read, env: {}, rules: [], dryRun: false, mode: { kind: 'live' } },
  ...{ now: () => time, owner: 'bench:1', isGone: () => false },
};
const unasked = () => Promise.reject(new Error('not asked for here'));
const server = await startServer(
  {
    ...{ db, now: () => time, sources: [], tolerance: 2, rules: [], channels: [], targets: [] },
    approvals: { propose: unasked, approve: unasked, discard: unasked },
    retry: unasked,
    onError: (cause) => {
      throw cause;
    },
  },
  openDoor({ host: '127.0.0.1', port: 0 }),
);

async function crawl(): Promise<void> {
  const source = scraperById(`made-up-${offers}-offers`);
  if (source === undefined) throw new Error('expected a source, found none');
  time += DAY;
  const watcher = { started: () => undefined, finished: () => undefined };
  const [result] = await run(desk, { sources: [source], confirming: null, watcher });
  if (result?.outcome !== 'ok') throw new Error(result?.message ?? 'it was not crawled');
}

/** What questions take while this goes on, and how late the loop is at worst. */
async function watched(work: () => Promise<void>) {
  const late = monitorEventLoopDelay({ resolution: 5 });
  const questions: number[] = [];
  const asking = setInterval(async () => {
    const began = performance.now();
    await findOffers(db, offerQuestion(QUESTION, time), time);
    questions.push(performance.now() - began);
  }, PAUSE);
  late.enable();
  await work();
  late.disable();
  clearInterval(asking);
  return { questions, late: late.max / 1e6 - 5 };
}

process.on('message', async (order: 'begin' | 'rest' | 'crawl' | 'end') => {
  if (order === 'begin') {
    await crawl();
    process.send?.('begun');
  } else if (order === 'rest') process.send?.(await watched(() => new Promise(restFor)));
  else if (order === 'crawl') process.send?.(await watched(crawl));
  else await end();
});

function restFor(done: () => void): void {
  setTimeout(done, 5000);
}

async function end(): Promise<void> {
  await server.close();
  await fetcher.close();
  parser.close();
  db.close();
  process.disconnect();
}

process.send?.(server.url);
