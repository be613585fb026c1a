import type { Database } from '../../db/open.ts';
import { quarantined } from '../../db/quarantine.ts';
import { time } from './json.ts';

/** The crawls that were not believed, as the command line and the API give them. */
export async function quarantineJson(db: Database) {
  const waiting = await quarantined(db, null);
  return waiting.map(({ source, crawl, at, since, streak, message, seen }) => ({
    ...{ source, crawl, at: time(at), since: time(since), streak, message },
    offers: seen.offers.length,
  }));
}
