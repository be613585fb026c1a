import { and, asc, eq, isNotNull } from 'drizzle-orm';
import type { Money } from '../src/domain/money.ts';
import type { Database } from './open.ts';
import { toMoney } from './rows.ts';
import { notified, offers, versions } from './schema.ts';

/**
 * The price a rule compares an offer's new price with: the last it told, else the first we accepted.
 * Null where the offer never had a price.
 */
export async function referencePrice(
  db: Database,
  rule: string,
  offerKey: string,
): Promise<Money | null> {
  const told = db.orm
    .select({ price: notified.price, currency: notified.currency })
    .from(notified)
    .innerJoin(offers, eq(offers.id, notified.offer))
    .where(and(eq(notified.rule, rule), eq(offers.key, offerKey)))
    .get();
  return told ? toMoney(told.price, told.currency) : firstPrice(db, offerKey);
}

/** The first price of an offer that we accepted; null where it never had one. */
export async function firstPrice({ orm }: Database, offerKey: string): Promise<Money | null> {
  const first = orm
    .select({ price: versions.price, currency: versions.currency })
    .from(versions)
    .innerJoin(offers, eq(offers.id, versions.offer))
    .where(and(eq(offers.key, offerKey), isNotNull(versions.price)))
    .orderBy(asc(versions.crawl))
    .limit(1)
    .get();
  return first ? toMoney(first.price, first.currency) : null;
}
