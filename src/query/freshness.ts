import { desc, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { crawls } from '../../db/schema.ts';
import { GOOD } from '../../db/state.ts';
import { within } from '../domain/source-state.ts';

/** When what a source holds was last seen, by scope. Milliseconds UTC. */
export interface Freshness {
  /** Null for a scope that no good crawl of the last thirty read. */
  seenAt(source: string, scope: string | null): number | null;
}

const Missing = z.array(z.object({ scope: z.string() }));

/** Reads the last good crawls once: a crawl row says what was seen, no offer row does. */
export function freshness({ orm }: Database): Freshness {
  const rows = orm
    .select({ source: crawls.source, finishedAt: crawls.finishedAt, missing: crawls.missing })
    .from(crawls)
    .where(inArray(crawls.outcome, GOOD))
    .orderBy(desc(crawls.id))
    .limit(3000)
    .all();
  const bySource = new Map<string, GoodCrawl[]>();
  for (const { source, finishedAt, missing } of rows) {
    const scopes = Missing.parse(JSON.parse(missing)).map(({ scope }) => scope);
    const good = bySource.get(source) ?? [];
    good.push({ finishedAt, missed: new Set(scopes) });
    bySource.set(source, good);
  }
  return {
    seenAt(source, scope) {
      const good = bySource.get(source) ?? [];
      return good.find(({ missed }) => !within(scope, missed))?.finishedAt ?? null;
    },
  };
}

interface GoodCrawl {
  readonly finishedAt: number;
  readonly missed: ReadonlySet<string>;
}
