import cron from 'node-cron';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { PastCrawl } from '../query/past-crawls.ts';
import { dueNow, type Schedule } from './due.ts';

/** What keeps the schedule, and what it asks and calls for it. */
export interface TickerOptions {
  readonly sources: readonly Scraper[];
  readonly schedule: Schedule;
  readonly confirmAfterMs: number;
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Crawls of each source since a time, newest first: the database remembers, not this process. */
  readonly past: (since: number) => Promise<ReadonlyMap<string, readonly PastCrawl[]>>;
  readonly crawl: (sources: readonly Scraper[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const TWO_DAYS_MS = 48 * 3_600_000;

/** The sources that are due now, as the database tells. */
export async function dueSources(
  options: Pick<TickerOptions, 'sources' | 'schedule' | 'confirmAfterMs' | 'now' | 'past'>,
): Promise<readonly Scraper[]> {
  const now = options.now();
  const past = await options.past(now - TWO_DAYS_MS);
  return options.sources.filter(
    (source) => dueNow(source, past.get(source.id) ?? [], options, now) !== null,
  );
}

/**
 * Asks every minute what is due and crawls it, one run at a time: a night that a sleeping machine
 * missed is made up for when it wakes. `stop` waits for the run under way.
 */
export function startTicker(options: TickerOptions): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  const tick = async () => {
    const due = await dueSources(options);
    if (due.length > 0) await options.crawl(due);
  };
  const task = cron.schedule(
    '* * * * *',
    () => {
      running = tick().catch(options.onError);
      return running;
    },
    { timezone: 'Etc/UTC', noOverlap: true },
  );
  return {
    async stop() {
      await task.stop();
      await running;
    },
  };
}
