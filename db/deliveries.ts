import type { InferSelectModel } from 'drizzle-orm';
import {
  and,
  asc,
  count,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  lt,
  ne,
  notInArray,
  sql,
} from 'drizzle-orm';
import { namesOfDisabled } from './channels.ts';
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

/** Which deliveries are to be sent again; a filter that is absent lets everything pass. */
export interface Again {
  readonly ids?: readonly string[];
  readonly channel?: string;
  /** Not older than this, milliseconds UTC. */
  readonly since?: number;
  /** Those that were delivered too. */
  readonly force?: boolean;
}

/**
 * Makes messages that were given up, or parked, due at `now` (milliseconds UTC), with the same id and
 * the whole schedule before them again. Gives their ids; a channel that is off is left as it is.
 */
export async function retryDeliveries(
  { orm }: Database,
  { ids, channel, since, force = false }: Again,
  now: number,
): Promise<readonly string[]> {
  const states = [...GIVEN_UP, ...(force ? (['delivered'] as const) : [])];
  return orm
    .update(deliveries)
    .set({ state: 'waiting', nextAt: now, attempts: 0, deliveredAt: null })
    .where(
      and(
        inArray(deliveries.state, states),
        notInArray(deliveries.channel, namesOfDisabled(orm)),
        ids === undefined ? undefined : inArray(deliveries.id, [...ids]),
        channel === undefined ? undefined : eq(deliveries.channel, channel),
        since === undefined ? undefined : gte(deliveries.createdAt, since),
      ),
    )
    .returning({ id: deliveries.id })
    .all()
    .map(({ id }) => id);
}

const GIVEN_UP = ['dead', 'parked'] as const;

/** Forgets deliveries that ended before this time (milliseconds UTC), with their tries. */
export function forgetDeliveries({ orm }: Database, before: number): void {
  // What ended keeps the time its last claim would have run out.
  const ended = and(ne(deliveries.state, 'waiting'), lt(deliveries.nextAt, before));
  const ids = orm.select({ id: deliveries.id }).from(deliveries).where(ended);
  orm.delete(attempts).where(inArray(attempts.delivery, ids)).run();
  orm.delete(deliveries).where(ended).run();
}

/** How many messages wait for their hour or their next try. */
export async function waitingCount({ orm }: Database): Promise<number> {
  return orm.$count(deliveries, eq(deliveries.state, 'waiting'));
}

/** How many messages were given up or are parked, by channel. */
export async function givenUpCounts({ orm }: Database): Promise<ReadonlyMap<string, number>> {
  const rows = orm
    .select({ channel: deliveries.channel, n: count() })
    .from(deliveries)
    .where(inArray(deliveries.state, GIVEN_UP))
    .groupBy(deliveries.channel)
    .all();
  return new Map(rows.map(({ channel, n }) => [channel, n]));
}
