import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { z } from 'zod';
import * as schema from './schema.ts';

/** An open database: drizzle for typed queries, the connection beneath for transactions. */
export interface Database {
  readonly orm: BetterSQLite3Database<typeof schema>;
  readonly sqlite: Sqlite.Database;
  close(): void;
}

/** The file cannot be used as it is: corrupt, foreign, or written by a newer chipwatch. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

const MIGRATIONS = fileURLToPath(new URL('migrations', import.meta.url));
/** "chip" in ASCII: marks the file as ours. */
const APPLICATION_ID = 0x63686970;

/**
 * Opens a file, or `:memory:`, and brings its tables up to date, keeping a copy beside the file
 * first. Throws `DatabaseError` where that would lose or hide something.
 */
export function openDatabase(path: string): Database {
  const sqlite = connect(path);
  try {
    return { ...prepare(sqlite, path), close: () => sqlite.close() };
  } catch (cause) {
    sqlite.close();
    if (cause instanceof DatabaseError) throw cause;
    throw new DatabaseError(`${path} is not a usable chipwatch database: ${words(cause)}`, {
      cause,
    });
  }
}

/** Opens a file for questions only. Throws `DatabaseError` when there is none. */
export function openForReading(path: string): Database {
  if (!existsSync(path)) {
    throw new DatabaseError(
      `expected a database at ${path}, found none; run "chipwatch crawl" or "npm run demo" first`,
    );
  }
  return openDatabase(path);
}

const words = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function connect(path: string): Sqlite.Database {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    return new Sqlite(path);
  } catch (cause) {
    throw new DatabaseError(`cannot open ${path}: ${words(cause)}`, { cause });
  }
}

function prepare(sqlite: Sqlite.Database, path: string): Omit<Database, 'close'> {
  sqlite.pragma('busy_timeout = 10000');
  // First of all: the next line already writes to the file.
  refuseStranger(sqlite, path);
  sqlite.pragma('journal_mode = WAL');
  // A commit is a promise to send: it must survive a power cut.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('journal_size_limit = 67108864');
  sqlite.pragma('mmap_size = 0');
  const orm = drizzle(sqlite, { schema, casing: 'snake_case' });
  bringUpToDate(sqlite, orm, path);
  sqlite.pragma('foreign_keys = ON');
  return { orm, sqlite };
}

/** Refuses a file of another program, whether it says so or merely has tables we never made. */
function refuseStranger(sqlite: Sqlite.Database, path: string): void {
  const owner = sqlite.pragma('application_id', { simple: true });
  if (owner === APPLICATION_ID) return;
  const tables = z
    .array(z.string())
    .parse(
      sqlite
        .prepare("select name from sqlite_master where type = 'table' and name <> ?")
        .pluck()
        .all(DRIZZLE_LOG),
    );
  // A first opening that was cut short left our tables without our mark.
  const isNew = tables.length === 0 || tables.includes('crawls');
  if (owner !== 0 || !isNew) {
    throw new DatabaseError(`${path} belongs to another program: choose another file with --db`);
  }
}

/** Where drizzle notes which migrations were applied. */
const DRIZZLE_LOG = '__drizzle_migrations';

/**
 * Applies what is pending. drizzle rebuilds tables inside its transaction, where switching foreign
 * keys off has no effect and cascades would empty the children: so they are off before, and checked after.
 */
function bringUpToDate(sqlite: Sqlite.Database, orm: Database['orm'], path: string): void {
  const wanted = migrationCount();
  const found = z.number().parse(sqlite.pragma('user_version', { simple: true }));
  if (found > wanted) {
    throw new DatabaseError(
      `${path} has schema ${found}, this chipwatch knows ${wanted}: update chipwatch to open it`,
    );
  }
  if (found === wanted) return;
  if (found > 0) keepCopy(sqlite, `${path}.before-schema-${wanted}`);
  sqlite.pragma('foreign_keys = OFF');
  migrate(orm, { migrationsFolder: MIGRATIONS, migrationsTable: DRIZZLE_LOG });
  const broken = z.array(z.unknown()).parse(sqlite.pragma('foreign_key_check'));
  if (broken.length > 0) {
    throw new DatabaseError(`${path}: ${broken.length} rows lost their parent while migrating`);
  }
  sqlite.pragma(`application_id = ${APPLICATION_ID}`);
  sqlite.pragma(`user_version = ${wanted}`);
}

/** What an earlier, broken off migration copied is a copy of the same: it makes room. */
function keepCopy(sqlite: Sqlite.Database, copy: string): void {
  rmSync(copy, { force: true });
  sqlite.prepare('VACUUM INTO ?').run(copy);
}

const Journal = z.object({ entries: z.array(z.unknown()) });

function migrationCount(): number {
  const journal: unknown = JSON.parse(readFileSync(join(MIGRATIONS, 'meta/_journal.json'), 'utf8'));
  return Journal.parse(journal).entries.length;
}
