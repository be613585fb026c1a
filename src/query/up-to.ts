import { inArray, type SQL, sql } from 'drizzle-orm';
import { offers, versions } from '../../db/schema.ts';
import { after, indexedPart, keysOf, orderByKeys } from './order.ts';
import type { SortKey } from './question.ts';
import { type Relation, versionAt } from './relation.ts';

interface Page {
  readonly limit: number | undefined;
  readonly sort: readonly SortKey[] | undefined;
}

/** So many more are looked at for the end of those that are equal to the last one of the page. */
const EQUALS = 50;

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
  const query = db.orm
    .select({ keys: keysOf(orderings), id: offers.id })
    .from(offers)
    .$dynamic();
  const first = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(conditions)
    .orderBy(...orderByKeys(orderings))
    .limit(limit + 1 + EQUALS)
    .all()
    .map(({ id, keys }) => ({ id, keys: Object.values(keys) }));
  const last = first[limit];
  if (last === undefined || first.length <= limit + EQUALS) return idsOf(first);
  const end = first.findIndex(
    ({ keys }, index) => index > limit && keys.some((key, at) => key !== last.keys[at]),
  );
  return end === -1 ? sql`not ${after(last.keys, orderings)}` : idsOf(first.slice(0, end));
}

function idsOf(rows: readonly { readonly id: number }[]): SQL {
  return inArray(
    offers.id,
    rows.map(({ id }) => id),
  );
}
