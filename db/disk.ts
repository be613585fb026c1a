import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * File systems on which two processes cannot share SQLite's write-ahead log, by the magic number
 * Linux gives them (linux/magic.h).
 */
const NETWORK_DISKS: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0x65735546, 'FUSE'],
]);

/** The name of a network file system by its type, or null for a disk of this machine. */
export function networkDisk(type: number): string | null {
  // Node gives the high ones as it likes, with or without a sign.
  return NETWORK_DISKS.get(type >>> 0) ?? null;
}

/** The type of the file system that a path lies on, or will lie on. */
export function diskTypeOf(path: string): number {
  return statfsSync(standing(path)).type;
}

/** Bytes that may still be written where the database lies, and those in its write-ahead log. */
export interface Room {
  readonly free: number;
  readonly log: number;
}

/** How much room a database has. */
export function roomOf(path: string): Room {
  const { bavail, bsize } = statfsSync(standing(path));
  const log = `${path}-wal`;
  return { free: bavail * bsize, log: existsSync(log) ? statSync(log).size : 0 };
}

function standing(path: string): string {
  const above = dirname(path);
  return existsSync(path) || above === path ? path : standing(above);
}
