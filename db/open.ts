import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { z } from 'zod';
import { diskTypeOf, networkDisk } from './disk.ts';
import { corrupt, DatabaseError, isCorrupt, words } from './failure.ts';
import { APPLICATION_ID, bringUpToDate, MIGRATION_LOG } from './migrate.ts';
import * as schema from './schema.ts';

/** An open database: drizzle for typed queries, the connection beneath for transactions. */
export interface Database {
  readonly orm: BetterSQLite3Database<typeof schema>;
  readonly sqlite: Sqlite.Database;
  close(): void;
}

/** What the operator allows where it would be refused. */
export interface OpenOptions {
  /** A file on NFS, SMB or FUSE, for one process at a time and at its own risk. */
  readonly allowNetworkDisk?: boolean;
}

/**
 * Opens a file, or `:memory:`, and brings its tables up to date, keeping a copy beside the file
 * first. Throws `DatabaseError` where that would lose or hide something.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const sqlite = connect(path, options);
  try {
    return { ...prepare(sqlite, path), close: () => sqlite.close() };
  } catch (cause) {
    sqlite.close();
    if (cause instanceof DatabaseError) throw cause;
    if (isCorrupt(cause)) throw corrupt(path, words(cause), cause);
    throw new DatabaseError(`${path} is not a usable chipwatch database: ${words(cause)}`, {
      cause,
    });
  }
}

/** Opens a file for questions only. Throws `DatabaseError` when there is none. */
export function openForReading(path: string, options: OpenOptions = {}): Database {
  if (!existsSync(path)) {
    throw new DatabaseError(
      `expected a database at ${path}, found none; run "chipwatch crawl" or "npm run demo" first`,
    );
  }
  return openDatabase(path, options);
}

function connect(path: string, { allowNetworkDisk = false }: OpenOptions): Sqlite.Database {
  if (path === ':memory:') return new Sqlite(path);
  if (!allowNetworkDisk) refuseNetworkDisk(path, diskTypeOf(path));
  refuseLostLog(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // SQLite would make it, and with it its log, as readable as the umask allows.
    closeSync(openSync(path, 'a', 0o600));
    return new Sqlite(path);
  } catch (cause) {
    throw new DatabaseError(`cannot open ${path}: ${words(cause)}`, { cause });
  }
}

/** Throws `DatabaseError` for a file system (by its type) that SQLite's log does not work on. */
export function refuseNetworkDisk(path: string, type: number): void {
  const name = networkDisk(type);
  if (name === null) return;
  throw new DatabaseError(
    `expected ${path} on a disk of this machine, found it on ${name}, where SQLite loses commits; move it, or set store.allowNetworkDisk in chipwatch.yaml`,
  );
}

/** SQLite removes the shared memory before the log: alone, it says that somebody took the log away. */
function refuseLostLog(path: string): void {
  const [log, memory] = [`${path}-wal`, `${path}-shm`];
  // Asked twice: another process may be opening it this very moment, the log first.
  if (existsSync(log) || !existsSync(memory) || existsSync(log) || !existsSync(path)) return;
  throw corrupt(path, `its log ${log} is gone, and what was committed last with it`);
}

/** The first SQLite whose log is not torn when two connections write or checkpoint at one moment. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Throws `DatabaseError` for a version of SQLite that may tear a file. */
export function refuseOldSqlite(version: string): void {
  const found = version.split('.').map(Number);
  for (const [i, wanted] of OLDEST_SQLITE.entries()) {
    const part = found[i] ?? Number.NaN;
    if (part > wanted) return;
    if (part === wanted) continue;
    throw new DatabaseError(
      `expected SQLite ${OLDEST_SQLITE.join('.')} or later, which no longer tears a file in use by two, found ${version}; run npm ci`,
    );
  }
}

/** Room for the indexes of 100,000 offers; it is taken as it is needed. */
const CACHE_KIB = 65_536;

function prepare(sqlite: Sqlite.Database, path: string): Omit<Database, 'close'> {
  sqlite.pragma('busy_timeout = 10000');
  refuseOldSqlite(z.string().parse(sqlite.prepare('select sqlite_version()').pluck().get()));
  // First of all: the next line already writes to the file.
  refuseStranger(sqlite, path);
  sqlite.pragma('journal_mode = WAL');
  // A commit is a promise to send: it must survive a power cut.
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('trusted_schema = OFF');
  sqlite.pragma('journal_size_limit = 67108864');
  sqlite.pragma('mmap_size = 0');
  // A commit larger than the cache is written to the log page by page, and read back to be gone on with.
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  sqlite.pragma('temp_store = MEMORY');
  bringUpToDate(sqlite, path);
  sqlite.pragma('foreign_keys = ON');
  return { orm: drizzle(sqlite, { schema, casing: 'snake_case' }), sqlite };
}

/** Refuses a file of another program, whether it says so or merely has tables we never made. */
export function refuseStranger(sqlite: Sqlite.Database, path: string): void {
  const owner = sqlite.pragma('application_id', { simple: true });
  if (owner === APPLICATION_ID) return;
  const tables = z
    .array(z.string())
    .parse(
      sqlite
        .prepare("select name from sqlite_master where type = 'table' and name <> ?")
        .pluck()
        .all(MIGRATION_LOG),
    );
  // A first opening that was cut short left our tables without our mark.
  const isNew = tables.length === 0 || tables.includes('crawls');
  if (owner !== 0 || !isNew) {
    throw new DatabaseError(`${path} belongs to another program: choose another file with --db`);
  }
}
