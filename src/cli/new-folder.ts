import { existsSync, readdirSync } from 'node:fs';
import { UsageError } from './exit.ts';

/** Throws a `UsageError` for a folder that holds something: nothing is written over. */
export function refuseUsed(dir: string, option: string): void {
  if (!existsSync(dir) || readdirSync(dir).length === 0) return;
  throw new UsageError(
    `expected a new folder, found files in ${dir}; give another with ${option} DIR`,
  );
}
