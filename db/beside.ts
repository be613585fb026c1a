import Sqlite from 'better-sqlite3';
import type { Database } from './open.ts';

/**
 * A connection of its own to the same file, for reading alone: while rows are read one after the other,
 * their connection can write nothing. Of a database in memory it is a copy.
 */
export function openBeside({ sqlite }: Pick<Database, 'sqlite'>): Sqlite.Database {
  return sqlite.memory
    ? new Sqlite(sqlite.serialize())
    : new Sqlite(sqlite.name, { readonly: true, fileMustExist: true });
}
