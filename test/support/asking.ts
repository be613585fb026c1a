import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROGRAM = fileURLToPath(new URL('asking-process.ts', import.meta.url));

/** Has a process of its own ask a host so many times, starts of requests that many milliseconds apart. */
export async function askInProcess(
  database: string,
  url: string,
  { times, delayMs }: { readonly times: number; readonly delayMs: number },
): Promise<void> {
  const tsx = ['--import', import.meta.resolve('tsx')];
  const args = [database, url, `${times}`, `${delayMs}`];
  await promisify(execFile)(process.execPath, [...tsx, PROGRAM, ...args]);
}
