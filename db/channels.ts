import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from './open.ts';
import { attempts, channels, deliveries } from './schema.ts';

/** A channel that is off, and why. */
export interface DisabledChannel {
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly since: number;
  readonly reason: string | null;
}

/** Channels that are off: their receiver said it is gone, or took nothing for days. */
export async function disabledChannels({ orm }: Database): Promise<readonly DisabledChannel[]> {
  const rows = orm.select().from(channels).where(isNotNull(channels.disabledAt)).all();
  return rows.flatMap(({ id, disabledAt, reason }) =>
    disabledAt === null ? [] : [{ channel: id, since: disabledAt, reason }],
  );
}

/** The names of the channels that are off, for `in` and `not in`. */
export function namesOfDisabled(orm: Database['orm']) {
  return orm.select({ id: channels.id }).from(channels).where(isNotNull(channels.disabledAt));
}

/** Turns a channel on again; what is parked stays so until it is retried. False where it was on. */
export async function enableChannel({ orm }: Database, channel: string): Promise<boolean> {
  const { changes } = orm
    .update(channels)
    .set({ disabledAt: null, reason: null, failingSince: null })
    .where(and(eq(channels.id, channel), isNotNull(channels.disabledAt)))
    .run();
  return changes > 0;
}

/**
 * Notes whether a channel took a message at `at`, a try that is stored already, and gives since when it
 * takes none, or null. Where it was not tried for `forgiveMs` nobody knows what it would have taken.
 */
export function noteHealth(
  orm: Database['orm'],
  channel: string,
  { took, at, forgiveMs }: { took: boolean; at: number; forgiveMs: number },
): number | null {
  const before = orm.select().from(channels).where(eq(channels.id, channel)).get();
  const since = before?.failingSince ?? at;
  // Either way: the clock may have been set back.
  const untried = Math.abs(at - (triedBefore(orm, channel) ?? at));
  const failing = untried >= forgiveMs ? at : since;
  const failingSince = took ? null : failing;
  orm
    .insert(channels)
    .values({ id: channel, failingSince })
    .onConflictDoUpdate({ target: channels.id, set: { failingSince } })
    .run();
  return failingSince;
}

/** When the try before the last one was, by the order in which they were stored. */
function triedBefore(orm: Database['orm'], channel: string): number | null {
  const tries = orm
    .select({ at: attempts.at })
    .from(attempts)
    .innerJoin(deliveries, eq(deliveries.id, attempts.delivery))
    .where(eq(deliveries.channel, channel))
    .orderBy(desc(sql`${attempts}.rowid`));
  return tries.limit(1).offset(1).get()?.at ?? null;
}

/** Whether what is to be sent to a channel waits for it, or is parked because it is off. */
export function stateToWaitIn(orm: Database['orm'], channel: string): 'waiting' | 'parked' {
  const off = namesOfDisabled(orm).all();
  return off.some(({ id }) => id === channel) ? 'parked' : 'waiting';
}
