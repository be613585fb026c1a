import { desc, gte, inArray, max, or } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { crawls } from '../../db/schema.ts';

/** A crawl as the schedule sees it. */
export interface PastCrawl {
  /** Milliseconds UTC. */
  readonly finishedAt: number;
  /** Differences it left waiting for a second crawl. */
  readonly pending: number;
  /** The source did not want us: HTTP 403 and the like, a challenge page, robots.txt. */
  readonly refused: boolean;
}

/** The crawls of each source since then, and its last one whenever it was, newest first. */
export async function pastCrawls(
  { orm }: Database,
  since: number,
): Promise<ReadonlyMap<string, readonly PastCrawl[]>> {
  const lasts = orm
    .select({ id: max(crawls.id) })
    .from(crawls)
    .groupBy(crawls.source);
  const rows = orm
    .select({
      source: crawls.source,
      finishedAt: crawls.finishedAt,
      pending: crawls.pending,
      outcome: crawls.outcome,
      failure: crawls.failure,
    })
    .from(crawls)
    .where(or(gte(crawls.finishedAt, since), inArray(crawls.id, lasts)))
    .orderBy(desc(crawls.id))
    .all();
  const past = new Map<string, PastCrawl[]>();
  for (const { source, finishedAt, pending, outcome, failure } of rows) {
    const list = past.get(source) ?? [];
    past.set(source, list);
    list.push({ finishedAt, pending, refused: outcome === 'failed' && failure === 'refused' });
  }
  return past;
}
