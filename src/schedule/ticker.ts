import cron from 'node-cron';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { PastCrawl } from '../query/past-crawls.ts';
import { dueNow, type Plan } from './due.ts';

/** What keeps the schedule, and what it asks and calls for it. */
export interface TickerOptions extends Plan {
  readonly sources: readonly Scraper[];
  /** Milliseconds UTC. */
  readonly now: () => number;
  /** Crawls of each source since a time, and its last, newest first: the database remembers, not this process. */
  readonly past: (since: number) => Promise<ReadonlyMap<string, readonly PastCrawl[]>>;
  readonly crawl: (sources: readonly Scraper[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const TWO_DAYS_MS = 48 * 3_600_000;

/** The sources that are due now, as the database tells. */
export async function dueSources(
  options: Plan & Pick<TickerOptions, 'sources' | 'now' | 'past'>,
): Promise<readonly Scraper[]> {
  const now = options.now();
  const past = await options.past(now - TWO_DAYS_MS);
  return options.sources.filter(
    (source) => dueNow(source, past.get(source.id) ?? [], options, now) !== null,
  );
}

/**
 * Asks now and then every minute what is due and crawls it, one run at a time: a night that a
 * sleeping machine missed is made up for when it wakes. `first` is the end of what is due at once;
 * `stop` waits for the run under way.
 */
export function startTicker(options: TickerOptions): {
  readonly first: Promise<void>;
  stop(): Promise<void>;
} {
  let running: Promise<void> | null = null;
  const tick = async () => {
    const due = await dueSources(options);
    if (due.length > 0) await options.crawl(due);
  };
  const look = () => {
    running ??= tick()
      .catch(options.onError)
      .finally(() => {
        running = null;
      });
    return running;
  };
  const task = cron.schedule('* * * * *', look, { timezone: 'Etc/UTC', noOverlap: true });
  const first = look();
  return {
    first,
    async stop() {
      await task.stop();
      await running;
    },
  };
}
