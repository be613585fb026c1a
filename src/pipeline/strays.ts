import { AsyncLocalStorage } from 'node:async_hooks';

/** Where errors go that code threw and nobody waited for. */
type Report = (cause: unknown) => void;

const owners = new AsyncLocalStorage<Report>();

/**
 * Does the work; a promise that it, or what it started, rejects without anyone waiting is reported
 * instead of ending the process.
 */
export function owningStrays<T>(report: Report, work: () => Promise<T>): Promise<T> {
  return owners.run(report, work);
}

/** Runs that catch strays now. They share one listener: each stray is told once. */
let catching = 0;

/** Catches strays of owned work until the function it gives is called; others stay fatal. */
export function catchStrays(): () => void {
  if (catching === 0) process.on('unhandledRejection', caught);
  catching += 1;
  return () => {
    catching -= 1;
    if (catching === 0) process.off('unhandledRejection', caught);
  };
}

function caught(cause: unknown): void {
  const report = owners.getStore();
  if (report === undefined) throw cause;
  report(cause);
}
