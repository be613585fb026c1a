import { and, asc, eq, gt } from 'drizzle-orm';
import { sharingWords } from '../src/domain/shared-words.ts';
import type { KnownOffer } from '../src/domain/source-state.ts';
import type { Database } from './open.ts';
import { toOffer } from './rows.ts';
import { offers } from './schema.ts';

/** Rows at a time: all of a large source would stand beside what is made of them. */
const A_PIECE = 5_000;

/** Every offer that a source ever had, by its key. */
export function knownOffers({ orm }: Database, source: string): ReadonlyMap<string, KnownOffer> {
  const known = new Map<string, KnownOffer>();
  const shared = sharingWords();
  let last = 0;
  for (;;) {
    const rows = orm
      .select()
      .from(offers)
      .where(and(eq(offers.source, source), gt(offers.id, last)))
      .orderBy(asc(offers.id))
      .limit(A_PIECE)
      .all();
    for (const row of rows) {
      const { listed, changedAt } = row;
      known.set(row.key, { offer: shared(toOffer(row)), listed, changedAt });
      last = row.id;
    }
    if (rows.length < A_PIECE) return known;
  }
}
