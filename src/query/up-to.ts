import { type SQL, sql } from 'drizzle-orm';
import { offers, versions } from '../../db/schema.ts';
import { after, indexedPart, keysOf, orderBy } from './order.ts';
import type { SortKey } from './question.ts';
import { type Relation, versionAt } from './relation.ts';

interface Page {
  readonly limit: number | undefined;
  readonly sort: readonly SortKey[] | undefined;
}

/**
 * Leaves out of the offers that meet the conditions those that cannot be among the first, by the part
 * of the order that an index holds: to read and sort whole offers is dear, and a page is a few of
 * thousands.
 */
export function upTo(
  { limit, sort }: Page,
  { db, asOf, priced }: Relation,
  conditions: SQL | undefined,
): SQL | undefined {
  const orderings = indexedPart(sort, priced);
  if (limit === undefined || orderings.length === 0) return undefined;
  const query = db.orm.select(keysOf(orderings)).from(offers).$dynamic();
  const last = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(conditions)
    .orderBy(...orderBy(orderings))
    .limit(1)
    .offset(limit)
    .get();
  return last && sql`not ${after(Object.values(last), orderings)}`;
}
