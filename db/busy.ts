import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteCode } from './failure.ts';
import type { Database } from './open.ts';

/** What a crawl brought is not thrown away because a person had the file open. */
const PATIENCE_MS = 40_000;
/** Between two tries, in which this process answers who asked it meanwhile. */
const PAUSE_MS = 50;

/**
 * Does a write, anew for as long as another process has the file locked: a large crawl does for
 * seconds. SQLite itself would wait without letting this process do anything else.
 */
export async function insisting<T>(
  { sqlite }: Pick<Database, 'sqlite'>,
  write: () => T,
): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      return withoutWaiting(sqlite, write);
    } catch (cause) {
      if (performance.now() > until || !sqliteCode(cause)?.startsWith('SQLITE_BUSY')) throw cause;
    }
    await sleep(PAUSE_MS);
  }
}

function withoutWaiting<T>(sqlite: Database['sqlite'], write: () => T): T {
  const usual = Number(sqlite.pragma('busy_timeout', { simple: true }));
  sqlite.pragma('busy_timeout = 0');
  try {
    return write();
  } finally {
    sqlite.pragma(`busy_timeout = ${usual}`);
  }
}
