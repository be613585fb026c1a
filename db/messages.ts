import { eq } from 'drizzle-orm';
import type { Money } from '../src/domain/money.ts';
import { stateToWaitIn } from './channels.ts';
import { forgetDeliveries } from './deliveries.ts';
import type { Database } from './open.ts';
import * as table from './schema.ts';

/** A message for the outbox. */
export interface Outgoing {
  readonly id: string;
  readonly rule: string;
  readonly channel: string;
  readonly flag: string;
  readonly body: string;
  /** Prices this message tells, by offer key: what the rule compares with next time. */
  readonly told: readonly { readonly offer: string; readonly price: Money }[];
}

/** How long what became of a message is kept, and a dead one can be sent again. */
const KEPT_MS = 30 * 24 * 3_600_000;

/**
 * Puts messages into the outbox, remembers the prices they tell and forgets messages that ended a
 * month ago. Runs inside the crawl's transaction.
 */
export function writeMessages(
  db: Database,
  messages: readonly Outgoing[],
  crawl: { readonly id: number; readonly at: number; readonly dueAt: number },
): void {
  const { orm } = db;
  forgetDeliveries(db, crawl.at - KEPT_MS);
  for (const { told, ...message } of messages) {
    orm
      .insert(table.deliveries)
      .values({
        ...message,
        crawl: crawl.id,
        state: stateToWaitIn(orm, message.channel),
        createdAt: crawl.at,
        nextAt: crawl.dueAt,
      })
      .run();
    for (const { offer, price } of told) remember(orm, message.rule, offer, price);
  }
}

function remember(orm: Database['orm'], rule: string, key: string, price: Money): void {
  const offer = orm
    .select({ id: table.offers.id })
    .from(table.offers)
    .where(eq(table.offers.key, key))
    .get();
  if (offer === undefined)
    throw new Error(`a message tells of an offer that is not stored: ${key}`);
  const money = { price: price.micros, currency: price.currency };
  orm
    .insert(table.notified)
    .values({ rule, offer: offer.id, ...money })
    .onConflictDoUpdate({ target: [table.notified.rule, table.notified.offer], set: money })
    .run();
}
