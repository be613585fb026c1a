import { and, count, desc, eq, ne } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import type { OfferRow } from '../../db/rows.ts';
import { changes, offers } from '../../db/schema.ts';
import { type FoundChange, toFound } from './change-rows.ts';

/** What other sources of the provider list of the same market: witnesses, where the evidence is weaker. */
export async function witnessesOf(
  { orm }: Database,
  { marketKey, source }: OfferRow,
): Promise<readonly OfferRow[]> {
  return orm
    .select()
    .from(offers)
    .where(and(eq(offers.marketKey, marketKey), ne(offers.source, source), eq(offers.listed, true)))
    .orderBy(offers.source)
    .all();
}

/** What happened to one offer, newest first and at most `limit`, and how much there is in all. */
export async function changesOf(
  { orm }: Database,
  offer: OfferRow,
  limit: number,
): Promise<{ readonly changes: readonly FoundChange[]; readonly total: number }> {
  const rows = orm
    .select()
    .from(changes)
    .where(eq(changes.offer, offer.id))
    .orderBy(desc(changes.id))
    .limit(limit)
    .all();
  const all = orm.select({ n: count() }).from(changes).where(eq(changes.offer, offer.id)).get();
  if (all === undefined) throw new Error('expected a count, found no row');
  return { changes: rows.map((row) => toFound(row, offer)), total: all.n };
}
