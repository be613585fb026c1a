import { and, eq } from 'drizzle-orm';
import { insisting } from './busy.ts';
import type { Database } from './open.ts';
import { hosts } from './schema.ts';

/**
 * Longer than a request or a page may take, but for a price list that is kept as it arrives: after so long
 * another process may ask the host beside it, rather than wait for one whose end nobody sees.
 */
const HELD_MS = 120_000;
/** A row from further in the future than this is of a clock that was set back: it holds nobody up. */
const AHEAD_MS = 60_000;

/** One request that wants its turn. */
interface Turn {
  readonly host: string;
  /** Who asks, such that `isGone` can tell whether that process still runs. */
  readonly holder: string;
  /** Milliseconds UTC; read when nobody else can write. */
  readonly now: () => number;
  /** From the start of this request to the start of the next one, in milliseconds. */
  readonly delayMs: number;
}

/** The request of another that is under way, or the pause after one; how long it stands at most. */
interface Obstacle {
  readonly kind: 'request' | 'pause';
  readonly ms: number;
}

/** Takes a host's turn and gives null, or what stands in the way. The request of a dead process does not. */
export async function takeHost(
  db: Database,
  { host, holder, now, delayMs }: Turn,
  isGone: (holder: string) => boolean,
): Promise<Obstacle | null> {
  const take = db.sqlite.transaction(() => {
    const at = now();
    const known = db.orm.select().from(hosts).where(eq(hosts.host, host)).get();
    if (known !== undefined && known.at - at <= AHEAD_MS) {
      const { holder: other, expiresAt, nextAt } = known;
      const isHeld = other !== null && other !== holder && expiresAt > at && !isGone(other);
      if (isHeld) return { kind: 'request' as const, ms: expiresAt - at };
      if (nextAt > at) return { kind: 'pause' as const, ms: nextAt - at };
    }
    const turn = { host, at, nextAt: at + delayMs, holder, expiresAt: at + HELD_MS };
    db.orm.insert(hosts).values(turn).onConflictDoUpdate({ target: hosts.host, set: turn }).run();
    return null;
  });
  return insisting(db, () => take.immediate());
}

/** Ends a turn; does nothing when it is no longer ours. */
export async function releaseHost(
  db: Database,
  { host, holder }: Pick<Turn, 'host' | 'holder'>,
): Promise<void> {
  const ours = and(eq(hosts.host, host), eq(hosts.holder, holder));
  await insisting(db, () => db.orm.update(hosts).set({ holder: null }).where(ours).run());
}

/** Nobody asks the host before `until`, unless that was so already. Times are milliseconds UTC. */
export async function postponeHost(
  db: Database,
  { host, until, now }: { readonly host: string; readonly until: number; readonly now: number },
): Promise<void> {
  const postpone = db.sqlite.transaction(() => {
    const known = db.orm.select().from(hosts).where(eq(hosts.host, host)).get();
    const nextAt = Math.max(known?.nextAt ?? until, until);
    const row = { host, at: now, nextAt, holder: null, expiresAt: now };
    db.orm
      .insert(hosts)
      .values(row)
      .onConflictDoUpdate({ target: hosts.host, set: { at: now, nextAt } })
      .run();
  });
  await insisting(db, () => postpone.immediate());
}
