import { and, count, desc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { crawls, documents, offers, rejects } from '../../db/schema.ts';
import { GOOD } from '../../db/state.ts';

export type CrawlRow = typeof crawls.$inferSelect;
export type RejectRow = typeof rejects.$inferSelect;

/** How a source is doing. */
export interface SourceHealth {
  readonly source: string;
  /** Its last crawl, whatever came of it. */
  readonly last: CrawlRow;
  /** When it was last read well, milliseconds UTC; null where it never was. */
  readonly lastGoodAt: number | null;
  /** Offers it lists now. */
  readonly offers: number;
}

/** Health by source; one that was never crawled is absent. */
export async function sourceHealth(db: Database): Promise<ReadonlyMap<string, SourceHealth>> {
  const { orm } = db;
  const sources = orm.selectDistinct({ source: crawls.source }).from(crawls).all();
  const listed = orm
    .select({ source: offers.source, n: count() })
    .from(offers)
    .where(eq(offers.listed, true))
    .groupBy(offers.source)
    .all();
  const counts = new Map(listed.map(({ source, n }) => [source, n]));
  const health = new Map<string, SourceHealth>();
  for (const { source } of sources) {
    const [last] = await recentCrawls(db, source, 1);
    if (last === undefined) continue;
    const lastGoodAt = lastGood(db, source);
    // A source without a row lists nothing: the count is zero, not unknown.
    health.set(source, { source, last, lastGoodAt, offers: counts.get(source) ?? 0 });
  }
  return health;
}

function lastGood({ orm }: Database, source: string): number | null {
  const found = orm
    .select({ at: crawls.finishedAt })
    .from(crawls)
    .where(and(eq(crawls.source, source), inArray(crawls.outcome, GOOD)))
    .orderBy(desc(crawls.id))
    .limit(1)
    .get();
  return found?.at ?? null;
}

/** The last crawls of a source, newest first. */
export async function recentCrawls(
  { orm }: Database,
  source: string,
  limit: number,
): Promise<readonly CrawlRow[]> {
  return orm
    .select()
    .from(crawls)
    .where(eq(crawls.source, source))
    .orderBy(desc(crawls.id))
    .limit(limit)
    .all();
}

/** A crawl by its number, or null where there was none. */
export async function crawlNumbered({ orm }: Database, id: number): Promise<CrawlRow | null> {
  return orm.select().from(crawls).where(eq(crawls.id, id)).get() ?? null;
}

/** What a crawl could not make an offer of. */
export async function rejectsOf({ orm }: Database, crawl: number): Promise<readonly RejectRow[]> {
  return orm.select().from(rejects).where(eq(rejects.crawl, crawl)).all();
}

/** What the last crawl that brought documents asked for, in its order. */
export async function lastRequests(db: Database, source: string): Promise<readonly string[]> {
  const recent = await recentCrawls(db, source, 30);
  const crawl = recent.find((each) => each.documents > 0);
  if (crawl === undefined) return [];
  const rows = db.orm
    .select({ url: documents.url })
    .from(documents)
    .where(eq(documents.crawl, crawl.id))
    .orderBy(documents.id)
    .all();
  return rows.map(({ url }) => url);
}
