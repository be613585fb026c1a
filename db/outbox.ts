import { and, asc, count, eq, gt, inArray, isNull, lte, notInArray, or, sql } from 'drizzle-orm';
import { type Hours, quietUntil } from '../src/domain/hours.ts';
import { insisting } from './busy.ts';
import { namesOfDisabled, noteHealth, stateToWaitIn } from './channels.ts';
import { collect, putOff } from './digests.ts';
import type { Database } from './open.ts';
import { attempts, channels, deliveries } from './schema.ts';

/** A message that is due. */
export interface DueDelivery {
  readonly id: string;
  readonly channel: string;
  /** The exact text of the first try and of every other. */
  readonly body: string;
  /** Tries made before. */
  readonly attempts: number;
}

/** One try, as it is kept. */
export interface KeptAttempt {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly status: number | null;
  readonly error: string | null;
  readonly excerpt: string;
  readonly durationMs: number;
}

/** What becomes of a delivery after a try. */
export type Settlement =
  | { readonly state: 'delivered' | 'dead' | 'gone' }
  | { readonly state: 'retry'; readonly at: number };

interface OutboxOptions {
  /** A claim makes what it gives due again after this, so that a crash delays a message and never loses it. */
  readonly claimMs: number;
  /** A channel that was not tried for so long has no failures behind it. */
  readonly forgiveMs: number;
  /** When channels are told; one that is not among them is told at once. */
  readonly hours?: ReadonlyMap<string, Hours>;
  /** Makes the id of a digest. */
  readonly newId: () => string;
  /** Dates what no caller dates. */
  readonly now?: () => number;
}

/** The outbox of a database. */
export function outboxOf(db: Database, options: OutboxOptions) {
  const { claimMs, forgiveMs, hours, newId, now = Date.now } = options;
  return {
    /** Takes what is due and may be sent now; what may not, waits for its hour. */
    async claim(channel: string, at: number, limit: number): Promise<readonly DueDelivery[]> {
      const { digest = null, quiet = null } = hours?.get(channel) ?? {};
      const take = db.sqlite.transaction(() => {
        if (digest !== null) collect(db, { channel, at, digest, newId });
        const until = quiet === null ? null : quietUntil(quiet, at);
        if (until === null) return claim(db, { channel, at, limit, claimMs });
        putOff(db, channel, at, until);
        return [];
      });
      return insisting(db, () => take.immediate());
    },
    /** Stores the try, and gives since when its channel has taken nothing, or null. */
    async settle(
      { id, channel }: Pick<DueDelivery, 'id' | 'channel'>,
      attempt: KeptAttempt,
      settlement: Settlement,
    ): Promise<number | null> {
      const health = { took: settlement.state === 'delivered', at: attempt.at, forgiveMs };
      const store = db.sqlite.transaction(() => {
        settle(db, id, attempt, settlement);
        return noteHealth(db.orm, channel, health);
      });
      return insisting(db, () => store.immediate());
    },
    /** Turns the channel off; false where it was off already. */
    async disable(channel: string, reason: string): Promise<boolean> {
      const off = { reason, disabledAt: now() };
      const turn = db.sqlite.transaction(() => disable(db, channel, off));
      return insisting(db, () => turn.immediate());
    },
  };
}

interface Claim {
  readonly channel: string;
  readonly at: number;
  readonly limit: number;
  readonly claimMs: number;
}

function claim({ orm }: Database, { channel, at, limit, claimMs }: Claim): readonly DueDelivery[] {
  const due = orm
    .select({
      id: deliveries.id,
      channel: deliveries.channel,
      body: deliveries.body,
      attempts: deliveries.attempts,
    })
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, 'waiting'),
        eq(deliveries.channel, channel),
        or(lte(deliveries.nextAt, at), isFromTheFuture(at, claimMs)),
        notInArray(deliveries.channel, namesOfDisabled(orm)),
      ),
    )
    .orderBy(asc(deliveries.nextAt), asc(deliveries.createdAt), asc(deliveries.id))
    .limit(limit)
    .all();
  const ids = due.map(({ id }) => id);
  orm
    .update(deliveries)
    .set({ nextAt: at + claimMs })
    .where(inArray(deliveries.id, ids))
    .run();
  return due;
}

/**
 * Due by a clock that was set back since: the message, or its last try, is dated later than now. What
 * is due within a claim waits for it, or a message under way would be taken again.
 */
function isFromTheFuture(at: number, claimMs: number) {
  const last = sql`(select ${attempts.at} from ${attempts} where ${attempts.delivery} = ${deliveries.id}
    order by ${attempts.number} desc limit 1)`;
  const writtenAt = sql`coalesce(${last}, ${deliveries.createdAt})`;
  return and(gt(deliveries.nextAt, at + claimMs), gt(writtenAt, at));
}

function settle(
  { orm }: Database,
  id: string,
  { excerpt, at, status, error, durationMs }: KeptAttempt,
  settlement: Settlement,
): void {
  const delivery = orm.select().from(deliveries).where(eq(deliveries.id, id)).get();
  if (delivery === undefined) throw new Error(`expected ${id} in the outbox, found no such row`);
  // Counted here, not there: a retry by hand starts the schedule anew, never the record.
  const made = orm.select({ n: count() }).from(attempts).where(eq(attempts.delivery, id)).get();
  if (made === undefined) throw new Error(`expected a count of the tries of ${id}, found none`);
  orm
    .insert(attempts)
    .values({ delivery: id, number: made.n + 1, at, status, error, excerpt, durationMs })
    .run();
  // A claim that ran out may end in two tries at once: what one of them delivered stays delivered.
  if (delivery.state === 'delivered') return;
  orm
    .update(deliveries)
    .set({
      attempts: delivery.attempts + 1,
      lastStatus: status,
      lastError: error,
      ...moveTo(orm, delivery.channel, settlement, at),
    })
    .where(eq(deliveries.id, id))
    .run();
}

function moveTo(orm: Database['orm'], channel: string, settlement: Settlement, at: number) {
  switch (settlement.state) {
    case 'delivered':
      return { state: 'delivered', deliveredAt: at } as const;
    case 'dead':
      return { state: 'dead' } as const;
    case 'gone':
      return { state: 'parked' } as const;
    case 'retry':
      return { state: stateToWaitIn(orm, channel), nextAt: settlement.at };
  }
}

function disable(
  { orm }: Database,
  channel: string,
  off: { readonly reason: string; readonly disabledAt: number },
): boolean {
  const { changes } = orm
    .insert(channels)
    .values({ id: channel, ...off })
    .onConflictDoUpdate({ target: channels.id, set: off, setWhere: isNull(channels.disabledAt) })
    .run();
  orm
    .update(deliveries)
    .set({ state: 'parked' })
    .where(and(eq(deliveries.channel, channel), eq(deliveries.state, 'waiting')))
    .run();
  return changes > 0;
}
