import { and, desc, eq, gte, inArray, lte, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { remembered } from '../../db/remembered.ts';
import { crawls, offers } from '../../db/schema.ts';
import { COUNTS_FROM, GOOD } from '../../db/state.ts';
import { within } from '../domain/source-state.ts';

/** When what a source holds was last seen, by scope. Milliseconds UTC. */
export interface Freshness {
  /** Null for a scope that no good crawl of the last thirty read. */
  seenAt(source: string, scope: string | null): number | null;
}

interface GoodCrawl {
  readonly finishedAt: number;
  /** Scopes it could not read. */
  readonly missed: ReadonlySet<string>;
}

const Missing = z.array(z.object({ scope: z.string() }));
const LOOKED_BACK = 30;

/**
 * Reads the last good crawls of a source once, when it is first asked for: a crawl row says what
 * was seen, no offer row does. `asOf`: what was known at that time.
 */
export function freshness(db: Database, asOf?: number): Freshness {
  const bySource = new Map<string, readonly GoodCrawl[]>();
  const read = asOf === undefined ? lastGoodCrawls : goodCrawls;
  return {
    seenAt(source, scope) {
      const good = bySource.get(source) ?? read(db, source, asOf);
      bySource.set(source, good);
      return good.find(({ missed }) => !within(scope, missed))?.finishedAt ?? null;
    },
  };
}

const lastGoodCrawls = remembered((db, source) => goodCrawls(db, source));

function goodCrawls({ orm }: Database, source: string, asOf?: number): readonly GoodCrawl[] {
  const rows = orm
    .select({ finishedAt: crawls.finishedAt, missing: crawls.missing })
    .from(crawls)
    .where(
      and(
        eq(crawls.source, source),
        inArray(crawls.outcome, GOOD),
        asOf === undefined ? undefined : lte(COUNTS_FROM, asOf),
      ),
    )
    .orderBy(desc(crawls.id))
    .limit(LOOKED_BACK)
    .all();
  return rows.map(({ finishedAt, missing }) => ({
    finishedAt,
    missed: new Set(Missing.parse(JSON.parse(missing)).map(({ scope }) => scope)),
  }));
}

/** The condition that a good crawl since then read the offer's scope. `asOf`: as was known at that time. */
export function seenSince({ orm }: Database, since: number, asOf?: number): SQL | undefined {
  const rows = orm
    .select({ source: crawls.source, missing: crawls.missing })
    .from(crawls)
    .where(
      and(
        inArray(crawls.outcome, GOOD),
        gte(crawls.finishedAt, since),
        asOf === undefined ? undefined : lte(COUNTS_FROM, asOf),
      ),
    )
    .all();
  const missedBySource = new Map<string, ReadonlySet<string>>();
  for (const { source, missing } of rows) {
    const missed = new Set(Missing.parse(JSON.parse(missing)).map(({ scope }) => scope));
    const before = missedBySource.get(source);
    missedBySource.set(source, before === undefined ? missed : missedByBoth(before, missed));
  }
  const whole = [...missedBySource].filter(([, missed]) => missed.size === 0);
  const parts = [...missedBySource].filter(([, missed]) => missed.size > 0);
  return or(
    inArray(
      offers.source,
      whole.map(([source]) => source),
    ),
    ...parts.map(([source, missed]) => and(eq(offers.source, source), outside(missed))),
  );
}

/** Scopes that neither crawl read: of `fr-par` and `fr-par/fr-par-2` the one that lies within. */
function missedByBoth(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([
    ...[...one].filter((scope) => within(scope, other)),
    ...[...other].filter((scope) => within(scope, one)),
  ]);
}

function outside(missed: ReadonlySet<string>): SQL | undefined {
  const scope = offers.scope;
  const below = [...missed].map(
    (each) => sql`${scope} not like ${`${likeText(each)}/%`} escape '\\'`,
  );
  return or(sql`${scope} is null`, and(notInArray(scope, [...missed]), ...below));
}

const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
