import { and, eq, gte, lt, or } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import type { OfferRow } from '../../db/rows.ts';
import { offers } from '../../db/schema.ts';
import { QuestionError } from './question-error.ts';

/** Shorter beginnings of an id are rather the name of a chip. */
const SHORTEST = 4;
const NAMED_BY = 'the id of an offer, its beginning, or its key, as offers --json shows them';

/** The offer of that id, key or unique beginning of an id, listed or not; null where there is none. */
export function offerNamed({ orm }: Database, name: string): OfferRow | null {
  const exact = orm
    .select()
    .from(offers)
    .where(or(eq(offers.hash, name), eq(offers.key, name)))
    .get();
  if (exact !== undefined) return exact;
  if (name.length < SHORTEST || !/^[0-9a-v]+$/.test(name)) return null;
  const begun = orm
    .select()
    .from(offers)
    .where(and(gte(offers.hash, name), lt(offers.hash, `${name}w`)))
    .limit(2)
    .all();
  if (begun.length < 2) return begun[0] ?? null;
  throw new QuestionError('id', `expected ${NAMED_BY}, found "${name}", which begins several`);
}

/** The same, where there must be one. Throws a `QuestionError`. */
export function offerCalled(db: Database, name: string): OfferRow {
  const offer = offerNamed(db, name);
  if (offer !== null) return offer;
  throw new QuestionError('id', `expected ${NAMED_BY}, found "${name.slice(0, 200)}"`);
}
