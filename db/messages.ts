import { eq } from 'drizzle-orm';
import type { Money } from '../src/domain/money.ts';
import { stateToWaitIn } from './channels.ts';
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

/** Puts messages into the outbox and remembers the prices they tell. Runs inside the crawl's transaction. */
export function writeMessages(
  { orm }: Database,
  messages: readonly Outgoing[],
  crawl: { readonly id: number; readonly at: number; readonly dueAt: number },
): void {
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
