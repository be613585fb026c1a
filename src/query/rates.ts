import { and, desc, gte, lte } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { ratesOf } from '../../db/rates.ts';
import { remembered } from '../../db/remembered.ts';
import { rates } from '../../db/schema.ts';
import type { Rates } from '../domain/rates.ts';

/** A rate older than this is none: prices then stand in their own currency. */
const OLDEST_DAYS = 5;
const DAY_MS = 86_400_000;

/** The rates that held at a time, or null where none of the five days before is known. */
export function ratesAt(db: Database, at: number): Rates | null {
  return ratesOn(db, dayOf(at));
}

const dayOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const ratesOn = remembered((db, day): Rates | null => {
  const oldest = dayOf(Date.parse(day) - OLDEST_DAYS * DAY_MS);
  const newest = db.orm
    .select({ date: rates.date })
    .from(rates)
    .where(and(lte(rates.date, day), gte(rates.date, oldest)))
    .orderBy(desc(rates.date))
    .limit(1)
    .get();
  return newest === undefined ? null : ratesOf(db, newest.date);
});
