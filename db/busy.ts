import { setTimeout as sleep } from 'node:timers/promises';
import { sqliteCode } from './failure.ts';

const TRIES = 4;
/** Between two tries, in which this process answers who asked it meanwhile. */
const PAUSE_MS = 250;

/**
 * Does a write anew that found the file locked for all of its ten seconds: what a crawl brought is
 * not thrown away because a person had the file open.
 */
export async function insisting<T>(write: () => T): Promise<T> {
  for (let tried = 1; ; tried += 1) {
    try {
      return write();
    } catch (cause) {
      if (tried === TRIES || !sqliteCode(cause)?.startsWith('SQLITE_BUSY')) throw cause;
      await sleep(PAUSE_MS);
    }
  }
}
