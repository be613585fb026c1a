import type { Database } from '../../db/open.ts';
import { quarantined } from '../../db/quarantine.ts';
import { time } from './json.ts';

/** A crawl that was not believed; times are milliseconds UTC. */
export interface WaitingCrawl {
  readonly source: string;
  readonly crawl: number;
  readonly at: number;
  /** Since when crawls tell the same, and how many in a row. */
  readonly since: number;
  readonly streak: number;
  readonly message: string | null;
  readonly offers: number;
}

/** The crawls that wait for a person, the newest first. */
export async function waitingCrawls(db: Database): Promise<readonly WaitingCrawl[]> {
  const waiting = await quarantined(db, null);
  return waiting.map(({ source, crawl, at, since, streak, message, seen }) => ({
    ...{ source, crawl, at, since, streak, message },
    offers: seen.offers.length,
  }));
}

/** The crawls that were not believed, as the command line and the API give them. */
export async function quarantineJson(db: Database) {
  const waiting = await waitingCrawls(db);
  return waiting.map(({ at, since, ...facts }) => ({
    ...facts,
    ...{ at: time(at), since: time(since) },
  }));
}
