import { and, desc, eq, gt, lte, sql } from 'drizzle-orm';
import type { Database } from './open.ts';
import { channels, meta, oldSecrets } from './schema.ts';

/** How long a replaced secret signs beside the new one. */
const OVERLAP_MS = 24 * 3_600_000;

/** Replaced secrets that may sign at a time: a header holds no more. */
const MOST_OLD = 10;

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

/** What signs at `now` (milliseconds UTC): the secret, then those it replaced lately, newest first. */
export async function signingSecrets(
  db: Database,
  channel: string,
  make: () => string,
  now: number,
): Promise<readonly string[]> {
  const secret = await channelSecret(db, channel, make);
  const old = db.orm
    .select({ secret: oldSecrets.secret })
    .from(oldSecrets)
    .where(and(eq(oldSecrets.channel, channel), gt(oldSecrets.until, now)))
    .orderBy(desc(oldSecrets.until), desc(sql`${oldSecrets}.rowid`))
    .all();
  return [secret, ...old.map((each) => each.secret)];
}

/**
 * Makes a new secret; the one before signs beside it until the time given back. Null, and nothing is
 * changed, where ten replaced ones still sign.
 */
export async function rotateSecret(
  db: Database,
  channel: string,
  make: () => string,
  now: number,
): Promise<{ readonly secret: string; readonly until: number } | null> {
  const until = now + OVERLAP_MS;
  const old = await channelSecret(db, channel, make);
  return db.sqlite
    .transaction(() => rotate(db, { channel, old, secret: make(), until, now }))
    .immediate();
}

interface Rotation {
  readonly channel: string;
  readonly old: string;
  readonly secret: string;
  readonly until: number;
  readonly now: number;
}

function rotate({ orm }: Database, { channel, old, secret, until, now }: Rotation) {
  const mine = eq(oldSecrets.channel, channel);
  orm
    .delete(oldSecrets)
    .where(and(mine, lte(oldSecrets.until, now)))
    .run();
  if (orm.select().from(oldSecrets).where(mine).all().length >= MOST_OLD) return null;
  orm.insert(oldSecrets).values({ channel, secret: old, until }).run();
  orm.update(channels).set({ secret }).where(eq(channels.id, channel)).run();
  return { secret, until };
}

/**
 * Ties the secret kept for a channel to where it sends; `target` is a digest. A secret made for one
 * receiver is forgotten when the channel turns to another, which must not be able to sign as the first.
 */
export async function tieSecret(db: Database, channel: string, target: string): Promise<void> {
  db.sqlite.transaction(() => tie(db, channel, target)).immediate();
}

function tie({ orm }: Database, channel: string, target: string): void {
  const name = `target of ${channel}`;
  const before = orm.select().from(meta).where(eq(meta.name, name)).get();
  if (before?.value === target) return;
  if (before !== undefined) {
    orm.update(channels).set({ secret: null }).where(eq(channels.id, channel)).run();
    orm.delete(oldSecrets).where(eq(oldSecrets.channel, channel)).run();
  }
  orm
    .insert(meta)
    .values({ name, value: target })
    .onConflictDoUpdate({ target: meta.name, set: { value: target } })
    .run();
}
