import { gunzipSync, gzipSync } from 'node:zlib';
import { and, desc, eq, notInArray } from 'drizzle-orm';
import type { Normalised } from '../src/domain/normalise.ts';
import type { Database } from './open.ts';
import { crawls, quarantine } from './schema.ts';

/** A reading that was not believed. */
export interface Quarantined {
  readonly source: string;
  readonly crawl: number;
  /** When its reading began and ended, milliseconds UTC, and why it was not believed. */
  readonly startedAt: number;
  readonly at: number;
  readonly message: string | null;
  /** How many crawls in a row told the same, this one included, and since when. */
  readonly streak: number;
  readonly since: number;
  readonly seen: Normalised;
  /** Scopes it could not read. */
  readonly missing: readonly string[];
  /** A person brought it as some of what there is: what it leaves out is not absent. */
  readonly isPart: boolean;
}

/** What is kept of a crawl that is not believed. */
export interface QuarantineRecord {
  readonly streak: number;
  readonly since: number;
  readonly seen: Normalised;
  readonly missing: readonly string[];
  readonly isPart: boolean;
}

/** Readings kept a source: enough to see how they differ. */
const KEPT = 5;
/** Rejects kept of a reading: those that a comparison can ask about. */
const REJECTS_KEPT = 500;

/** Keeps the reading of a crawl, and forgets the oldest. Runs inside the crawl's transaction. */
export function writeQuarantine(
  { orm }: Database,
  { crawl, source }: { readonly crawl: number; readonly source: string },
  { streak, since, seen, missing, isPart }: QuarantineRecord,
): void {
  const rejects = seen.rejects.slice(0, REJECTS_KEPT);
  const reading = gzipSync(JSON.stringify({ seen: { ...seen, rejects }, missing, isPart }));
  orm.insert(quarantine).values({ crawl, source, streak, since, reading }).run();
  const newest = orm
    .select({ crawl: quarantine.crawl })
    .from(quarantine)
    .where(eq(quarantine.source, source))
    .orderBy(desc(quarantine.crawl))
    .limit(KEPT);
  orm
    .delete(quarantine)
    .where(and(eq(quarantine.source, source), notInArray(quarantine.crawl, newest)))
    .run();
}

/** Forgets what a source read while it was not believed. Gives how many readings that were. */
export function clearQuarantine({ orm }: Database, source: string): number {
  return orm.delete(quarantine).where(eq(quarantine.source, source)).run().changes;
}

/** The readings of a source, or of all, that wait for a person; the newest first. */
export async function quarantined(
  { orm }: Database,
  source: string | null,
): Promise<readonly Quarantined[]> {
  const rows = orm
    .select({
      ...{ source: quarantine.source, crawl: quarantine.crawl, reading: quarantine.reading },
      ...{ streak: quarantine.streak, since: quarantine.since },
      ...{ startedAt: crawls.startedAt, at: crawls.finishedAt, message: crawls.message },
    })
    .from(quarantine)
    .innerJoin(crawls, eq(crawls.id, quarantine.crawl))
    .where(source === null ? undefined : eq(quarantine.source, source))
    .orderBy(desc(quarantine.crawl))
    .all();
  return rows.map(({ reading, ...row }) => ({ ...row, ...unpacked(reading) }));
}

/**
 * We wrote it, in the transaction of its crawl: its shape is ours. Before there were exchange rates,
 * prices of tokens and imports, a reading had none of them and was never a part.
 */
function unpacked(reading: Buffer): Pick<Quarantined, 'seen' | 'missing' | 'isPart'> {
  const { seen, ...more } = JSON.parse(gunzipSync(reading).toString());
  return { isPart: false, seen: { rates: [], tokens: [], ...seen }, ...more };
}
