import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { z } from 'zod';
import { copyDatabase } from './copy.ts';
import { DatabaseError, words } from './failure.ts';

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
/** "chip" in ASCII: marks the file as ours. */
export const APPLICATION_ID = 0x63686970;
/** Where it is noted which migrations were applied, in drizzle's own form. */
export const MIGRATION_LOG = '__drizzle_migrations';

type Step = ReturnType<typeof readMigrationFiles>[number];

const Applied = z.array(z.object({ hash: z.string(), at: z.number() }));

/**
 * Brings a database up to date in one transaction, keeping a copy beside it first. drizzle would
 * skip what is older than the last one applied, never look at what was edited since, and rebuild
 * tables with foreign keys on, which empties their children: hence not its `migrate`. Throws
 * `DatabaseError`. Leaves foreign keys off where it worked.
 */
export function bringUpToDate(sqlite: Sqlite.Database, path: string, folder = MIGRATIONS): void {
  const steps = stepsIn(folder, path);
  refuseNewer(sqlite, path, steps.length);
  const pending = pendingOf(sqlite, path, steps);
  if (pending.length === 0 && versionOf(sqlite) === steps.length) return;
  if (pending.length > 0 && pending.length < steps.length) keepCopy(sqlite, path, steps.length);
  // Inside a transaction it would have no effect.
  sqlite.pragma('foreign_keys = OFF');
  sqlite.transaction(() => apply(sqlite, path, steps)).immediate();
}

/** How many migrations this program knows. */
export function schemaVersion(): number {
  return stepsIn(MIGRATIONS, MIGRATIONS).length;
}

function stepsIn(folder: string, path: string): readonly Step[] {
  let steps: readonly Step[];
  try {
    steps = readMigrationFiles({ migrationsFolder: folder });
  } catch (cause) {
    throw new DatabaseError(
      `cannot bring ${path} up to date: ${words(cause)}; install chipwatch again`,
      { cause },
    );
  }
  const late = steps.findIndex(({ folderMillis }, i) => folderMillis <= timeBefore(steps, i));
  if (late === -1) return steps;
  throw new DatabaseError(
    `expected migration ${late} to be younger than the one before it, found it older; generate it again`,
  );
}

function timeBefore(steps: readonly Step[], i: number): number {
  return steps[i - 1]?.folderMillis ?? 0;
}

export function versionOf(sqlite: Sqlite.Database): number {
  return z.number().parse(sqlite.pragma('user_version', { simple: true }));
}

function refuseNewer(sqlite: Sqlite.Database, path: string, wanted: number): void {
  const found = versionOf(sqlite);
  if (found <= wanted) return;
  throw new DatabaseError(
    `${path} has schema ${found}, this chipwatch knows ${wanted}: update chipwatch to open it`,
  );
}

/** The steps after those that were applied; refuses a history that is not the one of the files. */
function pendingOf(sqlite: Sqlite.Database, path: string, steps: readonly Step[]): readonly Step[] {
  const applied = appliedIn(sqlite);
  for (const [i, { hash, at }] of applied.entries()) {
    if (steps[i]?.hash === hash && steps[i]?.folderMillis === at) continue;
    throw new DatabaseError(
      `${path} was made by another history of migrations: expected number ${i} as it was applied, found it ${steps[i]?.folderMillis === at ? 'edited' : 'missing or moved'}; install the chipwatch that made it`,
    );
  }
  return steps.slice(applied.length);
}

function appliedIn(sqlite: Sqlite.Database): z.output<typeof Applied> {
  const log = sqlite.prepare('select 1 from sqlite_master where name = ?').get(MIGRATION_LOG);
  if (log === undefined) return [];
  const rows = sqlite
    .prepare(`select hash, created_at as at from ${MIGRATION_LOG} order by created_at`)
    .all();
  return Applied.parse(rows);
}

/** Where another process was faster, the copy shows the new schema already and is not kept. */
function keepCopy(sqlite: Sqlite.Database, path: string, wanted: number): void {
  const from = versionOf(sqlite);
  copyDatabase(sqlite, `${path}.before-schema-${wanted}`, (copy) => {
    const copied = new Sqlite(copy, { readonly: true });
    try {
      return versionOf(copied) === from;
    } finally {
      copied.close();
    }
  });
}

/** Asks anew what is pending, for another process may have been faster. */
function apply(sqlite: Sqlite.Database, path: string, steps: readonly Step[]): void {
  const before = rowCounts(sqlite);
  sqlite.exec(
    `create table if not exists ${MIGRATION_LOG} (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)`,
  );
  const note = sqlite.prepare(`insert into ${MIGRATION_LOG} (hash, created_at) values (?, ?)`);
  for (const { sql, hash, folderMillis } of pendingOf(sqlite, path, steps)) {
    for (const statement of sql) sqlite.exec(statement);
    note.run(hash, folderMillis);
  }
  refuseLoss(sqlite, path, before);
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma(`user_version = ${steps.length}`);
}

function refuseLoss(
  sqlite: Sqlite.Database,
  path: string,
  before: ReadonlyMap<string, number>,
): void {
  const after = rowCounts(sqlite);
  for (const [table, rows] of before) {
    const left = after.get(table);
    if (left === undefined || left === rows) continue;
    throw new DatabaseError(
      `${path}: expected ${rows} rows in ${table} after migrating, found ${left}; nothing was changed`,
    );
  }
  const broken = z.array(z.unknown()).parse(sqlite.pragma('foreign_key_check'));
  if (broken.length > 0) {
    throw new DatabaseError(`${path}: ${broken.length} rows lost their parent while migrating`);
  }
}

function rowCounts(sqlite: Sqlite.Database): ReadonlyMap<string, number> {
  const tables = z
    .array(z.string())
    .parse(
      sqlite
        .prepare(
          `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' and name <> ?`,
        )
        .pluck()
        .all(MIGRATION_LOG),
    );
  const count = (table: string) =>
    z.number().parse(sqlite.prepare(`select count(*) from "${table}"`).pluck().get());
  return new Map(tables.map((table) => [table, count(table)]));
}
