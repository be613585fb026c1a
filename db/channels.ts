import { eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from './open.ts';
import { channels } from './schema.ts';

/** A channel that is off, and why. */
export interface DisabledChannel {
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly since: number;
  readonly reason: string | null;
}

/** The signing secret of a channel that has none of its own: made once, then always the same. */
export async function channelSecret(
  { orm }: Database,
  channel: string,
  make: () => string,
): Promise<string> {
  const { secret } = orm
    .insert(channels)
    .values({ id: channel, secret: make() })
    .onConflictDoUpdate({
      target: channels.id,
      set: { secret: sql`coalesce(${channels.secret}, excluded.secret)` },
    })
    .returning({ secret: channels.secret })
    .get();
  if (secret === null) throw new Error(`expected a secret of ${channel}, found none stored`);
  return secret;
}

/** Channels that a receiver turned off by saying it is gone. */
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

/** Turns a channel on again; what is parked stays so until it is retried. */
export async function enableChannel({ orm }: Database, channel: string): Promise<void> {
  orm
    .update(channels)
    .set({ disabledAt: null, reason: null })
    .where(eq(channels.id, channel))
    .run();
}

/** Whether what is to be sent to a channel waits for it, or is parked because it is off. */
export function stateToWaitIn(orm: Database['orm'], channel: string): 'waiting' | 'parked' {
  const off = namesOfDisabled(orm).all();
  return off.some(({ id }) => id === channel) ? 'parked' : 'waiting';
}
