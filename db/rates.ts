import { desc, eq } from 'drizzle-orm';
import type { Rate } from '../src/domain/listing.ts';
import type { Rates } from '../src/domain/rates.ts';
import type { Database } from './open.ts';
import { rates } from './schema.ts';

/** Writes rates; one of a day and currency that are known replaces the other. Runs inside the crawl's transaction. */
export function writeRates({ orm }: Database, all: readonly Rate[]): void {
  for (const { date, currency, perEuro } of all) {
    orm
      .insert(rates)
      .values({ date, currency, perEuro })
      .onConflictDoUpdate({ target: [rates.date, rates.currency], set: { perEuro } })
      .run();
  }
}

/** The newest that are known, or null where none are. */
export async function lastRates(db: Database): Promise<Rates | null> {
  const newest = db.orm
    .select({ date: rates.date })
    .from(rates)
    .orderBy(desc(rates.date))
    .limit(1)
    .get();
  return newest === undefined ? null : ratesOf(db, newest.date);
}

/** The rates of a day; none where that day has none. */
export function ratesOf({ orm }: Database, date: string): Rates {
  const rows = orm.select().from(rates).where(eq(rates.date, date)).all();
  return { date, perEuro: new Map(rows.map((row) => [row.currency, row.perEuro])) };
}
