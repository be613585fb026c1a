import PQueue from 'p-queue';
import { isFull } from '../../db/failure.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { crawlSource } from './crawl-source.ts';
import { type CrawlResult, type Desk, nothing } from './desk.ts';
import { catchStrays, owningStrays } from './strays.ts';

export type { CrawlResult, Desk } from './desk.ts';

/** How what needs two crawls gets its second one in the same run. */
export interface Confirming {
  /** Waits until the second crawl is due, or `stop` says not to: really, or by moving a replay's clock on. */
  readonly wait: (sources: readonly string[], stop?: AbortSignal) => Promise<void>;
  /** Whether this source is confirmed here, or by its next crawl anyway. */
  readonly isWanted: (scraper: Scraper) => boolean;
}

/** What a run tells while it goes. */
export interface Watcher {
  readonly started: (source: string) => void;
  readonly finished: (result: CrawlResult) => void;
}

export interface RunOptions {
  readonly sources: readonly Scraper[];
  readonly confirming: Confirming | null;
  readonly watcher: Watcher;
}

/** Sources at once: enough to hide a slow one, few enough for a small machine. */
const AT_ONCE = 6;

/**
 * Crawls many sources, each by itself: one that fails, or breaks, holds up no other. Gives a result
 * for each crawl, in the order of the sources, the confirming crawls last.
 */
export async function run(desk: Desk, options: RunOptions): Promise<readonly CrawlResult[]> {
  const letStraysGo = catchStrays();
  try {
    return await runOnceOrTwice(desk, options);
  } finally {
    letStraysGo();
  }
}

async function runOnceOrTwice(desk: Desk, options: RunOptions): Promise<readonly CrawlResult[]> {
  const first = await crawlAll(desk, options.sources, options.watcher);
  const { confirming } = options;
  const waiting = new Set(first.filter(({ pending }) => pending > 0).map(({ source }) => source));
  const again = options.sources.filter(
    (scraper) => waiting.has(scraper.id) && confirming?.isWanted(scraper),
  );
  if (confirming === null || desk.dryRun || again.length === 0) return first;
  await confirming.wait(
    again.map(({ id }) => id),
    desk.stop,
  );
  if (desk.stop?.aborted) return first;
  return [...first, ...(await crawlAll(desk, again, options.watcher))];
}

async function crawlAll(desk: Desk, sources: readonly Scraper[], watcher: Watcher) {
  const queue = new PQueue({ concurrency: AT_ONCE });
  return queue.addAll(
    sources.map((scraper) => async () => {
      watcher.started(scraper.id);
      const result = await crawlSafely(scraper, desk);
      watcher.finished(result);
      return result;
    }),
  );
}

/** What breaks in one source, waited for or not, is that source's result and no other's. */
async function crawlSafely(scraper: Scraper, desk: Desk): Promise<CrawlResult> {
  const strays: unknown[] = [];
  const result = await owningStrays(
    (cause) => strays.push(cause),
    () => crawlSource(scraper, desk).catch((cause) => broken(scraper, cause)),
  );
  const [stray] = strays;
  if (stray === undefined) return result;
  return { ...result, outcome: 'broken', message: broken(scraper, stray).message };
}

/** In the words of a full disk, so that whoever runs the service can be told once. */
export const DISK_FULL = 'the disk is full: nothing of this crawl was stored';

function broken({ id }: Scraper, cause: unknown): CrawlResult {
  const words = cause instanceof Error ? cause.message : String(cause);
  return { ...nothing(id), outcome: 'broken', message: isFull(cause) ? DISK_FULL : words };
}
