import { SourceError } from '../domain/errors.ts';
import type { Clock } from './settings.ts';

/** After the first try. */
export const RETRIES = 3;
const BASE_MS = 1000;
const CAP_MS = 60_000;
const DAY_MS = 86_400_000;

/** A longer wait is left to the next crawl. */
export const PATIENCE_MS = 60_000;

/**
 * Tries up to four times while it may, with full jitter between: an `unreachable` source at once, a `refused` one
 * only if it named a wait of a minute at most.
 */
export async function retrying<T>(
  attempt: () => Promise<T>,
  clock: Clock,
  signal: AbortSignal,
  mayRetry: () => boolean = () => true,
): Promise<T> {
  for (let failed = 0; ; failed += 1) {
    try {
      return await attempt();
    } catch (cause) {
      const wait =
        failed < RETRIES && mayRetry() ? waitBefore(cause, failed, clock.random()) : null;
      if (wait === null || signal.aborted) throw cause;
      await clock.sleep(wait, signal);
    }
  }
}

function waitBefore(cause: unknown, failed: number, random: number): number | null {
  if (!(cause instanceof SourceError)) return null;
  const asked = cause.retryAfterMs;
  if (asked !== null && asked > PATIENCE_MS) return null;
  const isWorthIt =
    cause.failure === 'unreachable' || (cause.failure === 'refused' && asked !== null);
  if (!isWorthIt) return null;
  return Math.max(asked ?? 0, random * Math.min(CAP_MS, BASE_MS * 2 ** failed));
}

/** `Retry-After` in milliseconds from now, at most a day; null where it says nothing useful. */
export function retryAfterMs(header: string | undefined, now: number): number | null {
  if (!header) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return ms > 0 ? Math.min(ms, DAY_MS) : null;
}
