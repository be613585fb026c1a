import { and, eq } from 'drizzle-orm';
import { insisting } from './busy.ts';
import type { Database } from './open.ts';
import { leases } from './schema.ts';

/** The right to crawl a source, held by one process until it gives it back or the time is over. */
export interface Lease {
  readonly source: string;
  /** Who holds it, such that `isGone` can tell whether that process still runs. */
  readonly owner: string;
  /** Milliseconds UTC. */
  readonly expiresAt: number;
}

/**
 * Takes a lease and gives null, or gives the lease of another that stands in the way. One that ran
 * out is free, and so is one whose owner is gone: a killed crawl delays nobody.
 */
export async function takeLease(
  db: Database,
  lease: Lease,
  now: number,
  isGone: (owner: string) => boolean = () => false,
): Promise<Lease | null> {
  const take = db.sqlite.transaction(() => {
    const held = db.orm.select().from(leases).where(eq(leases.source, lease.source)).get();
    const stands = held && held.owner !== lease.owner && held.expiresAt > now;
    if (stands && !isGone(held.owner)) return held;
    db.orm
      .insert(leases)
      .values(lease)
      .onConflictDoUpdate({ target: leases.source, set: lease })
      .run();
    return null;
  });
  return insisting(db, () => take.immediate());
}

/** Gives a lease back; does nothing when it is no longer ours. */
export async function releaseLease(
  db: Database,
  { source, owner }: Pick<Lease, 'source' | 'owner'>,
): Promise<void> {
  const ours = and(eq(leases.source, source), eq(leases.owner, owner));
  await insisting(db, () => db.orm.delete(leases).where(ours).run());
}

/** Throws where a lease ran out and another crawl took it. Runs inside the transaction of the commit. */
export function refuseWithoutLease(
  { orm }: Database,
  { source, owner }: Pick<Lease, 'source' | 'owner'>,
): void {
  const held = orm.select().from(leases).where(eq(leases.source, source)).get();
  if (held?.owner === owner) return;
  throw new Error(
    `${source}: expected to hold the right to crawl it, found it with ${held?.owner ?? 'nobody'}; this crawl came too late and was not stored`,
  );
}
