import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../db/open.ts';
import type { Scraper } from '../../scrapers/kit/index.ts';
import { scraperById } from '../../scrapers/registry.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { type Desk, run } from '../../src/pipeline/run.ts';
import { type Figure, type Sample, times } from './figures.ts';
import type { Size } from './sizes.ts';
import { timing } from './timing.ts';

const FIXTURES = 'test/fixtures';
/** It opens a browser, whose start is not ours to make cheap. */
const PAGES = new Set(['nebius']);
const READ = new Set(['ok', 'unchanged', 'partial']);
const START = Date.UTC(2027, 0, 1, 2);
const DAY = 86_400_000;

interface Recording {
  readonly scraper: Scraper;
  readonly dir: string;
}

/** Crawls every recording for so many times as many made-up sources: what the first and the last ones cost. */
export async function fixtures({ copies }: Size): Promise<readonly Figure[]> {
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null, minDelayMs: 0 });
  let time = START;
  const desk: Omit<Desk, 'mode'> = {
    ...{ db, fetcher, read, env: {}, rules: [], dryRun: false, now: () => time },
    ...{ owner: 'bench:1', isGone: () => false },
  };
  const recordings = recordingsOf();
  const crawlAll = (copy: number) =>
    timing(async () => {
      for (const { scraper, dir } of recordings) await crawl(desk, copied(scraper, copy), dir);
    })();
  const nights: [Sample[], Sample[]] = [[], []];
  for (const night of nights) {
    for (let copy = 0; copy < copies; copy += 1) night.push(await crawlAll(copy));
    time += DAY;
  }
  const offers = db.sqlite.prepare('select count(*) from offers').pluck().get();
  await fetcher.close();
  db.close();
  const names = ['the first time', 'the next night'];
  const few = Math.max(1, Math.floor(copies / 5));
  return nights.map((night, index) =>
    times(
      'P7',
      `${recordings.length} recorded sources, ${names[index]}, where there are ${recordings.length * copies} with ${offers} offers`,
      night.slice(-few),
      { target: {}, beside: ['the first of them', night.slice(0, few)] },
    ),
  );
}

/** The newest recording of each source. */
function recordingsOf(): readonly Recording[] {
  return readdirSync(FIXTURES).flatMap((id) => {
    const [scraper, name] = [scraperById(id), readdirSync(join(FIXTURES, id)).sort().at(-1)];
    if (scraper === undefined || name === undefined || PAGES.has(id)) return [];
    return [{ scraper, dir: join(FIXTURES, id, name) }];
  });
}

/** Another source of another provider that serves the same. */
function copied(scraper: Scraper, copy: number): Scraper {
  const [id, provider] = [`${scraper.id}-${copy}`, `${scraper.provider}-${copy}`];
  return { ...scraper, id, provider };
}

async function crawl(desk: Omit<Desk, 'mode'>, scraper: Scraper, dir: string): Promise<void> {
  const [result] = await run(
    { ...desk, mode: { kind: 'replay', dir } },
    {
      ...{ sources: [scraper], confirming: null },
      watcher: { started: () => undefined, finished: () => undefined },
    },
  );
  const { outcome = 'broken', message } = result ?? {};
  if (!READ.has(outcome)) throw new Error(`expected ${dir} read, found ${outcome}: ${message}`);
}
