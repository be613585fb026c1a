import type Sqlite from 'better-sqlite3';
import type { Database } from './open.ts';

/** So many answers of one reading are kept; to ask for more begins anew. */
const MOST = 1000;

interface Kept<T> {
  readonly version: string;
  readonly values: Map<string, T>;
}

/**
 * A reading that is asked again only when someone wrote to the database since, through this connection
 * or another process. Inside a transaction, which may be undone, it is asked each time. What it gives
 * is shared, and not to be changed.
 */
export function remembered<T>(
  read: (db: Database, name: string) => T,
): (db: Database, name?: string) => T {
  const byDatabase = new WeakMap<Sqlite.Database, Kept<T>>();
  return (db, name = '') => {
    if (db.sqlite.inTransaction) return read(db, name);
    const values = valuesOf(byDatabase, db.sqlite);
    const known = values.get(name);
    if (known !== undefined) return known;
    if (values.size >= MOST) values.clear();
    const value = read(db, name);
    values.set(name, value);
    return value;
  };
}

function valuesOf<T>(
  byDatabase: WeakMap<Sqlite.Database, Kept<T>>,
  sqlite: Sqlite.Database,
): Map<string, T> {
  // Asked before what it stands for is read: what is newer than its version is read again, never older.
  const version = versionOf(sqlite);
  const kept = byDatabase.get(sqlite);
  if (kept?.version === version) return kept.values;
  const values = new Map<string, T>();
  byDatabase.set(sqlite, { version, values });
  return values;
}

interface Counters {
  readonly others: Sqlite.Statement<[], number>;
  readonly ours: Sqlite.Statement<[], number>;
}

const counters = new WeakMap<Sqlite.Database, Counters>();

/** Another when another connection committed, or when this one wrote. */
function versionOf(sqlite: Sqlite.Database): string {
  const found = counters.get(sqlite) ?? {
    others: sqlite.prepare<[], number>('pragma data_version').pluck(),
    ours: sqlite.prepare<[], number>('select total_changes()').pluck(),
  };
  counters.set(sqlite, found);
  return `${found.others.get()}:${found.ours.get()}`;
}
