import { backupAdvice } from './backups.ts';

/** The file cannot be used as it is: corrupt, foreign, or written by a newer chipwatch. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** SQLite's code of an error, or of what caused it; null where it has none. */
export function sqliteCode(error: unknown): string | null {
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  if (typeof code === 'string' && code.startsWith('SQLITE_')) return code;
  return cause === undefined || cause === null ? null : sqliteCode(cause);
}

/** Whether an error says that the file is damaged, or none of SQLite's. */
export function isCorrupt(error: unknown): boolean {
  return /^SQLITE_(?:CORRUPT|NOTADB)/.test(sqliteCode(error) ?? '');
}

/** Whether an error says that there is no room left for the file. */
export function isFull(error: unknown): boolean {
  return sqliteCode(error) === 'SQLITE_FULL';
}

/** A damaged file, and the backup that is there to take its place. */
export function corrupt(path: string, what: string, cause?: unknown): DatabaseError {
  return new DatabaseError(`${path} is corrupt: ${what}; ${backupAdvice(path)}`, { cause });
}

/** The words of whatever was thrown. */
export function words(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
