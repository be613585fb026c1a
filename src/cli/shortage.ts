import { type Room, roomOf } from '../../db/disk.ts';
import { DatabaseError } from '../../db/failure.ts';
import type { Config } from '../config.ts';

/** Too little room for the database. */
export interface Shortage {
  /** No crawl is begun; what is stored can still be asked. */
  readonly stops: boolean;
  readonly says: string;
}

/** A log this large is not taken into the file, because something reads an old state of it. */
const LARGEST_LOG = 256e6;

/** What is short, or null where there is room. */
export function shortage(
  { free, log }: Room,
  { warnBelowMb, stopBelowMb }: Pick<Config['store'], 'warnBelowMb' | 'stopBelowMb'>,
): Shortage | null {
  if (log > LARGEST_LOG) {
    const says = `its log has ${megabytes(log)}: some program keeps reading an old state of it; end that program, no source is crawled until then`;
    return { stops: true, says };
  }
  const found = `${megabytes(free)} free where the database lies`;
  if (free < stopBelowMb * 1e6) {
    const says = `expected at least ${stopBelowMb} MB, found ${found}; make room, no source is crawled until then`;
    return { stops: true, says };
  }
  if (free >= warnBelowMb * 1e6) return null;
  return { stops: false, says: `expected at least ${warnBelowMb} MB, found ${found}; make room` };
}

/** Throws a `DatabaseError` where a crawl would find no room. */
export function refuseShortage(path: string, store: Config['store']): void {
  const found = shortage(roomOf(path), store);
  if (found?.stops) throw new DatabaseError(found.says);
}

function megabytes(bytes: number): string {
  return `${Math.floor(bytes / 1e6)} MB`;
}
