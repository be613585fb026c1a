import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';

/** Daily backups that are kept of a database. */
const KEPT = 7;

/** The folder beside a database that holds its backups. */
export function backupFolder(path: string): string {
  return join(dirname(path), 'backups');
}

/** Where the backup of a day (UTC) lies; `at` in milliseconds UTC. */
export function dailyBackupPath(path: string, at: number): string {
  return join(backupFolder(path), `${nameOf(path)}-${new Date(at).toISOString().slice(0, 10)}.db`);
}

/** Where a backup goes that nobody named; `at` in milliseconds UTC. */
export function namelessBackupPath(path: string, at: number): string {
  const time = new Date(at).toISOString().slice(0, 19).replaceAll(':', '-');
  return join(backupFolder(path), `${nameOf(path)}-${time}Z.db`);
}

/** The newest backup of a database in its folder, or null. */
export function lastBackup(path: string): { readonly path: string; readonly at: number } | null {
  const folder = backupFolder(path);
  if (!existsSync(folder)) return null;
  const [newest] = readdirSync(folder)
    .filter((name) => name.startsWith(`${nameOf(path)}-`) && name.endsWith('.db'))
    .map((name) => ({ path: join(folder, name), at: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.at - a.at);
  return newest ?? null;
}

/** What to do about a damaged database, in half a sentence. */
export function backupAdvice(path: string): string {
  const last = lastBackup(path);
  if (last === null) return 'there is no backup of it';
  return `the last backup is ${last.path}, "chipwatch db restore ${last.path}" puts it in place`;
}

/** Removes daily backups but the newest seven, and what backups that were cut short left behind. */
export function pruneBackups(path: string, now: number): void {
  const folder = backupFolder(path);
  const own = readdirSync(folder).filter((name) => name.startsWith(`${nameOf(path)}-`));
  const daily = own.filter((name) => DAILY.test(name.slice(nameOf(path).length))).sort();
  const left = own.filter((name) => name.endsWith('.tmp') && isOld(join(folder, name), now));
  for (const name of [...daily.slice(0, -KEPT), ...left]) rmSync(join(folder, name));
}

const DAILY = /^-\d{4}-\d\d-\d\d\.db$/;
const DAY_MS = 24 * 3_600_000;

function isOld(path: string, now: number): boolean {
  return statSync(path).mtimeMs < now - DAY_MS;
}

function nameOf(path: string): string {
  return basename(path, extname(path));
}
