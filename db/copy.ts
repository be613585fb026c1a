import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type Sqlite from 'better-sqlite3';

/**
 * Copies a database as it stands at one moment, and keeps the copy if `isGood` says so. Under its
 * own name it is either whole or not there.
 */
export function copyDatabase(
  sqlite: Sqlite.Database,
  target: string,
  isGood: (copy: string) => boolean,
): void {
  const unfinished = `${target}.${randomUUID()}.tmp`;
  closeSync(openSync(unfinished, 'wx', 0o600));
  try {
    // One reading transaction: a busy writer neither waits for it nor makes it start again.
    sqlite.prepare('VACUUM INTO ?').run(unfinished);
    if (isGood(unfinished)) putInPlace(unfinished, target);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Gives a finished file its name, such that a power cut leaves the old one or the new one. */
export function putInPlace(unfinished: string, target: string): void {
  sync(unfinished);
  renameSync(unfinished, target);
  sync(dirname(target));
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
