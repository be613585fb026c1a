import { and, count, eq, gte } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, flagged } from '../../db/schema.ts';
import type { Flag } from '../domain/change.ts';

/** How many changes since then carry each flag, the most frequent first; without the first crawls of sources. */
export async function flagCounts(
  { orm }: Database,
  since: number,
): Promise<readonly { readonly flag: Flag; readonly changes: number }[]> {
  const rows = orm
    .select({ flag: flagged.flag, changes: count() })
    .from(changes)
    .innerJoin(flagged, eq(flagged.change, changes.id))
    .where(and(gte(changes.at, since), eq(changes.baseline, false)))
    .groupBy(flagged.flag)
    .all();
  return rows.toSorted((one, other) => other.changes - one.changes);
}
