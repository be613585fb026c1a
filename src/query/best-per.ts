import { type SQL, sql } from 'drizzle-orm';
import { offers, versions } from '../../db/schema.ts';
import { columnsOf, orderBy, orderingOf } from './order.ts';
import type { Fold, SortKey } from './question.ts';
import { type Relation, versionAt } from './relation.ts';

/** What makes two offers of one group; a region is one of its provider's. */
function columnsBy(folds: readonly Fold[]): readonly Fold[] {
  const names = folds.flatMap((fold): readonly Fold[] =>
    fold === 'region' ? ['provider', 'region'] : [fold],
  );
  return [...new Set(names)];
}

/**
 * The condition that an offer is the cheapest of its group among those that meet `wanted`: what is sold
 * out only where nothing else is there, and of each currency one where no rate is known.
 */
export function bestPer(relation: Relation, folds: readonly Fold[], wanted: SQL | undefined): SQL {
  const { asOf, priced } = relation;
  const apart = sql`case when ${priced.perAccelerator} is null then ${priced.currency} end`;
  const groups = [...columnsBy(folds).map((name) => sql`${offers[name]}`), apart];
  const cheapest = [
    sql`(${priced.availability} = 'sold-out')`,
    ...orderBy(orderingOf([{ by: 'price', descending: false }], priced)),
  ];
  const past = asOf === undefined ? sql`` : sql`inner join ${versions} on ${versionAt(asOf)}`;
  return sql`${offers.id} in (select best from (
    select ${offers.id} as best, row_number() over (
      partition by ${sql.join(groups, sql`, `)} order by ${sql.join(cheapest, sql`, `)}
    ) as place from ${offers} ${past} where ${wanted}
  ) where place = 1)`;
}

function groupKeys(folds: readonly Fold[]): readonly SortKey[] {
  return columnsBy(folds).map((by) => ({ by, descending: false }));
}

/** The order in which the offers of each group stand together, the cheapest first unless it says otherwise. */
export function groupSort(
  folds: readonly Fold[],
  sort: readonly SortKey[] | undefined,
): readonly SortKey[] {
  const keys = groupKeys(folds);
  const rest = sort ?? [{ by: 'price', descending: false } as const];
  return [...keys, ...rest.filter(({ by }) => !keys.some((key) => key.by === by))];
}

/** What the offers of one group come to. */
export interface OfferGroup {
  /** What they have in common, by the name of what was grouped by. */
  readonly by: Readonly<Partial<Record<Fold, string | null>>>;
  readonly offers: number;
  /** Of one accelerator-hour in the asked currency, of what is not sold out; null where none has one. */
  readonly cheapest: number | null;
}

/** The groups of all that meet `wanted`, in the order their offers stand in. */
export function groupsOf(
  { db, asOf, priced }: Relation,
  folds: readonly Fold[],
  wanted: SQL | undefined,
): readonly OfferGroup[] {
  const names = columnsBy(folds);
  const order = groupKeys(folds).flatMap((key) => columnsOf(key, priced));
  const cheapest = sql<number | null>`min(${priced.perAccelerator}) filter
    (where ${priced.availability} <> 'sold-out')`;
  const values = Object.fromEntries(
    names.map((name) => [name, sql<string | null>`${offers[name]}`]),
  );
  const query = db.orm
    .select({ values: { none: sql<null>`null`, ...values }, n: sql<number>`count(*)`, cheapest })
    .from(offers)
    .$dynamic();
  return (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(wanted)
    .groupBy(...names.map((name) => offers[name]))
    .orderBy(...orderBy(order))
    .all()
    .map(({ values: { none: _, ...by }, n, cheapest: floor }) => ({
      by,
      offers: n,
      cheapest: floor,
    }));
}
