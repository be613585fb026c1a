import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import {
  createFetcher,
  type Fetcher,
  type FetchSettings,
  type Mode,
  type Session,
} from '../../src/fetch/index.ts';
import { openGate } from '../../src/gate/index.ts';

/** A clock that stands still, jumps over every sleep and writes it down. */
export function stillClock(at = Date.UTC(2026, 0, 2, 3, 4, 5)) {
  const slept: number[] = [];
  let now = at;
  return {
    slept,
    now: () => now,
    random: () => 0.5,
    async sleep(ms: number) {
      slept.push(ms);
      now += ms;
    },
    advance(ms: number) {
      now += ms;
    },
  };
}

/** A scraper of a made-up source, whose reading is beside the point. */
export function aScraper(changes: Partial<Scraper> = {}): Scraper {
  return {
    id: 'northlight',
    provider: 'northlight',
    homepage: 'https://northlight.example/',
    reads: 'made-up offers',
    every: '1d',
    absentMeans: 'withdrawn',
    evidence: 'page',
    robots: 'documented-api',
    verified: 'documented',
    fetch: async () => [],
    parse: () => [],
    ...changes,
  };
}

/** A gate that opens to servers on loopback, and to them only. */
export const LOOPBACK = openGate({ allowed: ['127.0.0.1/32'], advice: null });

/** A fetcher that waits for nothing, closed with the test. */
export function aFetcher(changes: Partial<FetchSettings> = {}): Fetcher {
  const fetcher = createFetcher({
    version: '1.2.3',
    env: { PATH: process.env.PATH },
    archiveDir: null,
    minDelayMs: 0,
    gate: LOOPBACK,
    clock: stillClock(),
    ...changes,
  });
  onTestFinished(() => fetcher.close());
  return fetcher;
}

/** One crawl of it. */
export function aSession(
  options: {
    readonly scraper?: Partial<Scraper>;
    readonly settings?: Partial<FetchSettings>;
    readonly mode?: Mode;
    readonly at?: number;
  } = {},
): Session {
  const now = () => options.at ?? Date.UTC(2026, 0, 2, 3, 4, 5);
  const mode = options.mode ?? { kind: 'live' };
  return aFetcher(options.settings).session(aScraper(options.scraper), { mode, now });
}

/** A folder that goes with the test. */
export async function aFolder(): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'chipwatch-test-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}
