import { and, asc, eq, inArray, lte, ne, notExists, notInArray, sql } from 'drizzle-orm';
import { composeDigest } from '../src/domain/digest.ts';
import { type Daily, nextDaily } from '../src/domain/hours.ts';
import { namesOfDisabled } from './channels.ts';
import type { Database } from './open.ts';
import { attempts, deliveries } from './schema.ts';

/** The flag of a message that was made of others. */
const DIGEST = 'digest';

interface Collecting {
  readonly channel: string;
  /** Milliseconds UTC. */
  readonly at: number;
  readonly digest: Daily;
  readonly newId: () => string;
}

/**
 * What is due on a channel with a digest waits until its time comes, and is then replaced by one
 * message. What was tried already keeps its own id, by which its receiver may know it. Runs inside a
 * transaction, so that a message is either itself or a part of a digest.
 */
export function collect({ orm }: Database, { channel, at, digest, newId }: Collecting): void {
  const due = untried(orm, channel, at);
  const early = due.filter(({ nextAt }) => nextDaily(digest, nextAt) > at);
  for (const { id, nextAt } of early) {
    const later = { nextAt: nextDaily(digest, nextAt) };
    orm.update(deliveries).set(later).where(eq(deliveries.id, id)).run();
  }
  const ripe = due.filter((row) => !early.includes(row));
  if (ripe.length === 0) return;
  const ids = ripe.map(({ id }) => id);
  orm.delete(deliveries).where(inArray(deliveries.id, ids)).run();
  orm
    .insert(deliveries)
    .values({
      ...{ id: newId(), crawl: null, channel, flag: DIGEST, state: 'waiting' },
      rule: [...new Set(ripe.map(({ rule }) => rule))].join(', '),
      body: JSON.stringify(composeDigest(ripe, at)),
      ...{ createdAt: at, nextAt: at },
    })
    .run();
}

/** Messages that are due and that nobody was ever sent, the oldest first. */
function untried(orm: Database['orm'], channel: string, at: number) {
  const tries = orm.select().from(attempts).where(eq(attempts.delivery, deliveries.id));
  return orm
    .select()
    .from(deliveries)
    .where(
      and(
        eq(deliveries.state, 'waiting'),
        eq(deliveries.channel, channel),
        ne(deliveries.flag, DIGEST),
        lte(deliveries.nextAt, at),
        notExists(tries),
        notInArray(deliveries.channel, namesOfDisabled(orm)),
      ),
    )
    .orderBy(asc(deliveries.createdAt), asc(sql`${deliveries}.rowid`))
    .all();
}

/** Puts off whatever is due on a channel, tried or not. */
export function putOff({ orm }: Database, channel: string, at: number, until: number): void {
  orm
    .update(deliveries)
    .set({ nextAt: until })
    .where(
      and(
        eq(deliveries.state, 'waiting'),
        eq(deliveries.channel, channel),
        lte(deliveries.nextAt, at),
      ),
    )
    .run();
}
