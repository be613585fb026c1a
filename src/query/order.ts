import { type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { offers } from '../../db/schema.ts';
import type { Availability } from '../domain/words.ts';
import type { SortKey } from './question.ts';
import { QuestionError } from './question-error.ts';

/** One column to sort by; never null, so that a page can begin after a row. */
export interface Ordering {
  readonly value: SQL<string | number>;
  readonly descending: boolean;
}

/** The parts of an offer that are not in its own row: its price in the asked currency, its stock. */
export interface Priced {
  /** Price of one accelerator in the asked currency; null without price or rate. */
  readonly perAccelerator: SQL<number | null>;
  /** The same in the native currency. */
  readonly nativePerAccelerator: SQL<number | null>;
  readonly currency: SQL<string | null>;
  readonly availability: SQL<string>;
}

const text = (column: SQL | (typeof offers)['region']) => sql<string>`coalesce(${column}, '')`;

/** Of the same kind and price, the place decides, then the key: an order without ties. */
const LAST: readonly SortKey[] = (['price', 'provider', 'region'] as const).map((by) => ({
  by,
  descending: false,
}));

/** The columns of an order; what it leaves open is settled by price, place and key. */
export function orderingOf(
  sort: readonly SortKey[] | undefined,
  priced: Priced,
): readonly Ordering[] {
  const columns = completed(sort).flatMap((key) => columnsOf(key, priced));
  const tail = [sql<string>`coalesce(${offers.zone}, '')`, offers.sku, offers.key];
  return [...columns, ...tail.map((value) => ascending(sql<string>`${value}`))];
}

/** What `offers_find` holds of what offers are sorted by. */
const INDEXED: readonly SortKey['by'][] = ['price', 'accelerator', 'count', 'memory', 'stock'];

/** The first columns of an order, as far as an index holds them. */
export function indexedPart(
  sort: readonly SortKey[] | undefined,
  priced: Priced,
): readonly Ordering[] {
  const all = completed(sort);
  const end = all.findIndex(({ by }) => !INDEXED.includes(by));
  return all.slice(0, end).flatMap((key) => columnsOf(key, priced));
}

function completed(sort: readonly SortKey[] | undefined): readonly SortKey[] {
  const wanted = sort ?? [{ by: 'accelerator', descending: false } as const];
  return [...wanted, ...LAST.filter(({ by }) => !wanted.some((key) => key.by === by))];
}

const ascending = (value: SQL<string | number>): Ordering => ({ value, descending: false });

/** Past every price in the direction of the order. */
const beyond = (descending: boolean): number => (descending ? -1e300 : 1e300);

/** What has no price, no place or no memory comes last whichever way the order runs. */
export function columnsOf({ by, descending }: SortKey, priced: Priced): readonly Ordering[] {
  const known = (column: SQL<string | number | null>, none: string | number): Ordering[] => [
    ascending(sql<number>`(${column} is null)`),
    { value: sql<string | number>`coalesce(${column}, ${none})`, descending },
  ];
  switch (by) {
    case 'price':
      // Without a rate, currencies are not compared: they stand one after the other.
      return [
        // One column for both: to convert a price is most of what it costs to sort by it.
        {
          value: sql<number>`coalesce(${priced.perAccelerator}, ${beyond(descending)})`,
          descending,
        },
        ascending(sql<string>`coalesce(${priced.currency}, '~')`),
        { value: sql<number>`coalesce(${priced.nativePerAccelerator}, 0)`, descending },
      ];
    case 'provider':
      return [{ value: sql<string>`${offers.provider}`, descending }];
    case 'region':
      return [{ value: text(offers.region), descending }];
    case 'country':
      return known(sql`${offers.country}`, '');
    case 'jurisdiction':
      return [{ value: sql<string>`${offers.jurisdiction}`, descending }];
    case 'accelerator':
      return [{ value: sql<string>`${offers.accelerator}`, descending }];
    case 'count':
      return [{ value: sql<number>`(${offers.count} * ${offers.fraction})`, descending }];
    case 'memory':
      return known(sql`${offers.memoryGb}`, 0);
    case 'stock':
      return [{ value: stockRank(priced.availability), descending }];
  }
}

/** Best first, in the order of the vocabulary. */
const STOCK_RANK: readonly string[] = [
  'available',
  'limited',
  'listed',
  'quota',
  'waitlist',
  'unknown',
  'sold-out',
] satisfies readonly Availability[];

function stockRank(availability: SQL<string>): SQL<number> {
  const cases = STOCK_RANK.map((word, rank) => sql`when ${word} then ${rank}`);
  return sql<number>`case ${availability} ${sql.join(cases, sql` `)} end`;
}

/** The columns of an order as columns of a row. */
export function keysOf(orderings: readonly Ordering[]): Record<string, SQL<string | number>> {
  return Object.fromEntries(orderings.map(({ value }, index) => [`k${index}`, value]));
}

/** The order of rows whose columns begin with those of `keysOf`: named by place, they are built once. */
export function orderByKeys(orderings: readonly Ordering[]): SQL[] {
  return orderings.map(({ descending }, index) =>
    sql.raw(descending ? `${index + 1} desc` : `${index + 1}`),
  );
}

export function orderBy(orderings: readonly Ordering[]): SQL[] {
  return orderings.map(({ value, descending }) => (descending ? sql`${value} desc` : value));
}

const CursorValues = z.array(z.union([z.string(), z.number()]));

/** Where the next page begins, for whoever asks the same question again. */
export function cursorAfter(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** The condition that a row comes after the cursor's. Throws a `QuestionError` for one of another question. */
export function begin(cursor: string | undefined, orderings: readonly Ordering[]): SQL | undefined {
  if (cursor === undefined) return undefined;
  return after(valuesOf(cursor, orderings.length), orderings);
}

/** The condition that a row comes after the one of these values. */
export function after(values: readonly (string | number)[], orderings: readonly Ordering[]): SQL {
  const steps = orderings.map(({ value, descending }, index) => {
    const equal = orderings
      .slice(0, index)
      .map((other, position) => sql`${other.value} = ${values[position]}`);
    const beyond = descending ? sql`${value} < ${values[index]}` : sql`${value} > ${values[index]}`;
    return sql`(${sql.join([...equal, beyond], sql` and `)})`;
  });
  return sql`(${sql.join(steps, sql` or `)})`;
}

/** The values of the row before a page, as many as its order has columns. Throws a `QuestionError`. */
export function valuesOf(cursor: string, columns: number): readonly (string | number)[] {
  const values = readCursor(cursor);
  if (values?.length === columns) return values;
  throw new QuestionError(
    'cursor',
    'expected the "next" of an answer to this very question, found another text',
  );
}

function readCursor(cursor: string): readonly (string | number)[] | null {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return CursorValues.safeParse(values).data ?? null;
  } catch {
    // Not our JSON: whoever asked is told by the caller, in its own words.
    return null;
  }
}
