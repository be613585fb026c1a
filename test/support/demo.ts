import { type Database, openDatabase } from '../../db/open.ts';
import { demoNights, type NightSource } from '../../src/cli/demo-nights.ts';
import { createFetcher, type Fetcher } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import type { SourceFacts } from '../../src/query/source-standings.ts';
import { LOOPBACK, stillClock } from '../fetch/crawling.ts';
import { DAY } from './market.ts';

const CONFIRM_AFTER_MS = 10 * 60_000;

/** The recorded nights of the demo in a database in memory, with the sources they are of. */
export async function aDemoMarket() {
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({
    ...{ version: '1.2.3', env: { PATH: process.env.PATH }, archiveDir: null, minDelayMs: 0 },
    ...{ gate: LOOPBACK, clock: stillClock() },
  });
  const facts = new Map<string, SourceFacts>();
  for (const [, sources] of demoNights('test/fixtures')) {
    for (const source of sources) {
      await playSource(db, fetcher, source);
      facts.set(source.scraper.id, { ...source.scraper, intervalMs: DAY });
    }
  }
  await fetcher.close();
  return { db, sources: [...facts.values()] };
}

async function playSource(
  db: Database,
  fetcher: Fetcher,
  { scraper, dir, at }: NightSource,
): Promise<void> {
  let time = at;
  await run(
    {
      ...{ db, fetcher, env: {}, read, rules: [], dryRun: false, owner: 'here:1' },
      ...{ mode: { kind: 'replay', dir } as const, now: () => time, isGone: () => false },
    },
    {
      sources: [scraper],
      confirming: {
        isWanted: () => true,
        async wait() {
          time += CONFIRM_AFTER_MS;
        },
      },
      watcher: { started: () => undefined, finished: () => undefined },
    },
  );
}
