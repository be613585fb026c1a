import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite from 'better-sqlite3';
import { copyDatabase, putInPlace } from './copy.ts';
import { DatabaseError, words } from './failure.ts';
import { APPLICATION_ID, schemaVersion, versionOf } from './migrate.ts';
import type { Database } from './open.ts';

/** Where a backup goes, and whether signing secrets go with it. */
export interface BackupOptions {
  readonly target: string;
  /** Without them a restored channel that had no secret of its own signs with a new one. */
  readonly withSecrets: boolean;
}

/** Copies a database, in use or not, into a new file that was opened and checked. */
export async function backupDatabase(
  { sqlite }: Database,
  { target, withSecrets }: BackupOptions,
): Promise<void> {
  refuseTaken(target);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  copyDatabase(sqlite, target, (copy) => {
    inside(copy, {}, (copied) => {
      if (!withSecrets) forgetSecrets(copied);
      refuseTorn(copied, copy);
    });
    refuseTaken(target);
    return true;
  });
}

function refuseTaken(target: string): void {
  if (!existsSync(target)) return;
  throw new DatabaseError(
    `expected no file at ${target}, found one; a backup overwrites nothing: give it another name`,
  );
}

function forgetSecrets(copied: Sqlite.Database): void {
  // Overwrites what it frees, so that no byte of a secret is left behind.
  copied.pragma('secure_delete = ON');
  copied.prepare('update channels set secret = null').run();
  copied.prepare('delete from old_secrets').run();
  copied.prepare('delete from old_secrets').run();
}

/** What was put in place, and what stood there before. */
export interface Restored {
  /** Where the former file lies now, or null where there was none. */
  readonly former: string | null;
}

/**
 * Puts a backup in the place of a database that no process uses, and keeps the former file. Throws
 * `DatabaseError`, before anything is moved, for a file that is torn, foreign or too new.
 */
export async function restoreDatabase(
  path: string,
  backup: string,
  now: number,
): Promise<Restored> {
  refuseUnfit(backup);
  refuseInUse(path);
  const fresh = `${path}.${now}.restoring`;
  copyFileSync(backup, fresh);
  try {
    chmodSync(fresh, 0o600);
    const former = keepFormer(path, now);
    putInPlace(fresh, path);
    return { former };
  } finally {
    rmSync(fresh, { force: true });
  }
}

function refuseUnfit(backup: string): void {
  if (!existsSync(backup)) {
    throw new DatabaseError(`expected a backup at ${backup}, found none`);
  }
  try {
    inside(backup, { readonly: true }, (sqlite) => {
      refuseTorn(sqlite, backup);
      if (sqlite.pragma('application_id', { simple: true }) !== APPLICATION_ID) {
        throw new DatabaseError(`expected a backup of chipwatch, found a file of another program`);
      }
      const [found, wanted] = [versionOf(sqlite), schemaVersion()];
      if (found > wanted) {
        throw new DatabaseError(
          `${backup} has schema ${found}, this chipwatch knows ${wanted}: update chipwatch to restore it`,
        );
      }
    });
  } catch (cause) {
    if (cause instanceof DatabaseError) throw cause;
    throw new DatabaseError(`expected a whole backup at ${backup}, found: ${words(cause)}`, {
      cause,
    });
  }
}

function refuseTorn(sqlite: Sqlite.Database, path: string): void {
  const found = String(sqlite.pragma('quick_check', { simple: true }));
  if (found === 'ok') return;
  throw new DatabaseError(`expected a whole database at ${path}, found it torn: ${found}`);
}

/** Leaving WAL needs the file for itself alone, and takes the log into it. */
function refuseInUse(path: string): void {
  if (!existsSync(path)) return;
  try {
    inside(path, {}, (sqlite) => {
      sqlite.pragma('busy_timeout = 1000');
      sqlite.pragma('journal_mode = DELETE');
    });
  } catch (cause) {
    const { code = '' } = cause as { code?: string };
    // A damaged file cannot say who uses it: it is what a restore is for.
    if (!code.startsWith('SQLITE_BUSY')) return;
    throw new DatabaseError(`${path} is in use: stop chipwatch first, then restore`, { cause });
  }
}

/** Keeps a copy of the file, so that at no moment there is none; the log of a damaged one goes along. */
function keepFormer(path: string, now: number): string | null {
  const time = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-');
  const former = `${path}.replaced-${time}Z`;
  rmSync(`${path}-shm`, { force: true });
  if (existsSync(`${path}-wal`)) renameSync(`${path}-wal`, `${former}-wal`);
  if (!existsSync(path)) return null;
  copyFileSync(path, former);
  return former;
}

function inside(
  path: string,
  options: Sqlite.Options,
  work: (sqlite: Sqlite.Database) => void,
): void {
  const sqlite = new Sqlite(path, { fileMustExist: true, ...options });
  try {
    work(sqlite);
  } finally {
    sqlite.close();
  }
}
