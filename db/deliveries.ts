import type { InferSelectModel, SQL } from 'drizzle-orm';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  inArray,
  min,
  notInArray,
  sql,
} from 'drizzle-orm';
import { namesOfDisabled } from './channels.ts';
import type { Outgoing } from './messages.ts';
import type { Database } from './open.ts';
import { attempts, deliveries } from './schema.ts';

/** A message and how it stands; `nextAt` says something while it waits. */
export type DeliveryRow = InferSelectModel<typeof deliveries>;

/** One try of a message. */
export type AttemptRow = InferSelectModel<typeof attempts>;

/** Which deliveries are asked for; a filter that is absent lets everything pass. */
export interface DeliveryQuestion {
  readonly state?: DeliveryRow['state'];
  readonly channel?: string;
  readonly limit?: number;
}

/** Deliveries, newest first, with every try they ever had counted. */
export async function listDeliveries(
  { orm }: Database,
  { state, channel, limit = 50 }: DeliveryQuestion = {},
): Promise<readonly DeliveryRow[]> {
  return orm
    .select({ ...getTableColumns(deliveries), attempts: count(attempts.number) })
    .from(deliveries)
    .leftJoin(attempts, eq(attempts.delivery, deliveries.id))
    .where(
      and(
        state === undefined ? undefined : eq(deliveries.state, state),
        channel === undefined ? undefined : eq(deliveries.channel, channel),
      ),
    )
    .groupBy(deliveries.id)
    .orderBy(desc(deliveries.createdAt), desc(sql`${deliveries}.rowid`))
    .limit(limit)
    .all();
}

/** Every try of a delivery, the first one first. */
export async function deliveryAttempts(
  { orm }: Database,
  delivery: string,
): Promise<readonly AttemptRow[]> {
  return orm
    .select()
    .from(attempts)
    .where(eq(attempts.delivery, delivery))
    .orderBy(asc(attempts.number))
    .all();
}

/**
 * Makes a message that was given up, or parked, due at `now` (milliseconds UTC), with the whole
 * schedule before it again. False where there is none of that id.
 */
export async function retryDelivery({ orm }: Database, id: string, now: number): Promise<boolean> {
  const { changes } = orm
    .update(deliveries)
    .set({ state: 'waiting', nextAt: now, attempts: 0 })
    .where(and(eq(deliveries.id, id), inArray(deliveries.state, ['dead', 'parked'])))
    .run();
  return changes > 0;
}

/** How many messages wait for a channel that is on. */
export async function waitingCount({ orm }: Database): Promise<number> {
  const found = orm.select({ n: count() }).from(deliveries).where(isToBeSent(orm)).get();
  if (found === undefined) throw new Error('expected a count of the outbox, found none');
  return found.n;
}

/** When the next message to a channel that is on is due, milliseconds UTC; null where none waits. */
export async function nextDueAt({ orm }: Database): Promise<number | null> {
  const found = orm
    .select({ at: min(deliveries.nextAt) })
    .from(deliveries)
    .where(isToBeSent(orm))
    .get();
  return found?.at ?? null;
}

function isToBeSent(orm: Database['orm']): SQL | undefined {
  return and(eq(deliveries.state, 'waiting'), notInArray(deliveries.channel, namesOfDisabled(orm)));
}

/** Puts a message that belongs to no crawl into the outbox, due at `now` (milliseconds UTC). */
export async function enqueue(
  { orm }: Database,
  { told: _, ...message }: Outgoing,
  now: number,
): Promise<void> {
  orm
    .insert(deliveries)
    .values({ ...message, crawl: null, state: 'waiting', createdAt: now, nextAt: now })
    .run();
}
