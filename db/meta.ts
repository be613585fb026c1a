import { eq } from 'drizzle-orm';
import { DatabaseError } from './failure.ts';
import type { Database } from './open.ts';
import { meta } from './schema.ts';
import { isEmpty } from './state.ts';

/** What a database holds: what live crawls saw, or what recordings told. Never both. */
export type DatabaseKind = 'live' | 'replay';

/** The kind of the database, or null while it is new. */
export async function databaseKind({ orm }: Database): Promise<DatabaseKind | null> {
  const found = orm.select().from(meta).where(eq(meta.name, 'kind')).get();
  if (found === undefined) return null;
  return found.value === 'replay' ? 'replay' : 'live';
}

/** Makes a new database one of `kind`; refuses one of the other kind with a sentence. */
export async function claimKind(db: Database, kind: DatabaseKind, path: string): Promise<void> {
  const found = (await databaseKind(db)) ?? ((await isEmpty(db)) ? null : 'live');
  if (found === kind) return;
  if (found !== null) {
    throw new DatabaseError(
      `${path} holds ${found === 'live' ? 'live crawls' : 'a replay'}; a ${kind} crawl needs another file: give one with --db FILE`,
    );
  }
  db.orm.insert(meta).values({ name: 'kind', value: kind }).run();
}

/** What the database notes about itself under that name, or null. */
export function noted({ orm }: Database, name: string): string | null {
  const found = orm.select().from(meta).where(eq(meta.name, name)).get();
  return found?.value ?? null;
}

/** Notes it in the place of what was noted before. */
export function note({ orm }: Database, name: string, value: string): void {
  orm
    .insert(meta)
    .values({ name, value })
    .onConflictDoUpdate({ target: meta.name, set: { value } })
    .run();
}
