import { and, eq, getTableName, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { offers, versions } from '../../db/schema.ts';
import { type Rates, rateBetween } from '../domain/rates.ts';
import { lastReads } from './last-read.ts';
import type { Priced } from './order.ts';
import { ratesAt } from './rates.ts';

/** Offers with the state they have now, or had at a time, priced in one currency. */
export interface Relation {
  readonly db: Database;
  readonly asOf: number | undefined;
  readonly currency: string;
  /** The rates prices are converted at; null where none is known. */
  readonly rates: Rates | null;
  readonly state: typeof offers | typeof versions;
  /** When each source was last read well, milliseconds UTC. */
  readonly lastReads: ReadonlyMap<string, number>;
  readonly priced: Priced;
  /** Listed at the time. */
  readonly listed: SQL;
}

/** What offers are asked of: now, or as of a time, in the asked currency. */
export function relationOf(
  db: Database,
  { asOf, currency = 'USD' }: { asOf?: number | undefined; currency?: string | undefined },
  now: number,
): Relation {
  const state = asOf === undefined ? offers : versions;
  const rates = ratesAt(db, asOf ?? now);
  // Written out: it stands ten times in a statement, and to put columns into it costs more than to ask.
  const table = getTableName(state);
  const native = sql.raw(`("${table}".price / 1e6 / (offers.count * offers.fraction))`);
  const factor = factorOf(sql.raw(`"${table}".currency`), currency, rates);
  return {
    ...{ db, asOf, currency, rates, state },
    lastReads: lastReads(db, asOf),
    listed: eq(state.listed, true),
    priced: {
      perAccelerator: sql<number | null>`(${native} * ${factor})`,
      nativePerAccelerator: sql<number | null>`${native}`,
      currency: sql<string | null>`${state.currency}`,
      availability: sql<string>`${state.availability}`,
    },
  };
}

/** How much of the asked currency one unit of a row's own is worth; null where no rate is known. */
function factorOf(column: SQL, currency: string, rates: Rates | null): SQL {
  const codes = new Set([currency, 'EUR', ...(rates?.perEuro.keys() ?? [])]);
  const cases = [...codes].flatMap((code) => {
    const rate = rateBetween(rates, code, currency);
    return rate === null ? [] : [sql`when ${code} then ${rate}`];
  });
  return sql`case ${column} ${sql.join(cases, sql` `)} end`;
}

/** The join that gives each offer the version it had at the time, and no other. */
export function versionAt(asOf: number): SQL | undefined {
  return and(
    eq(versions.offer, offers.id),
    eq(
      versions.at,
      sql`(select max(v.at) from ${versions} v where v.offer = ${offers.id} and v.at <= ${asOf})`,
    ),
  );
}
