import type { Attempt } from './attempt.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Milliseconds before each try, counted from the one before it: the Standard Webhooks example. */
export const STEPS_MS = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
] as const;

/** The longest wait a receiver may ask for. */
export const MAX_WAIT_MS = 24 * HOUR;

/** A channel that took nothing for so long, while it was tried, is turned off. */
export const OFF_AFTER_MS = 120 * HOUR;

/**
 * Longer than any wait between two tries: after such a pause, while the machine slept or its clock was
 * set, what failed before says nothing about today.
 */
export const FORGIVE_MS = 48 * HOUR;

/** What becomes of a delivery after a try. */
export type Decision =
  | { readonly state: 'delivered' }
  /** Again at this time, milliseconds UTC. */
  | { readonly state: 'retry'; readonly at: number }
  /** Given up: after the last try, or because no other could do better. */
  | { readonly state: 'dead' }
  /** The receiver says it is gone for good. */
  | { readonly state: 'gone' };

/** A receiver that is overloaded, or a gateway before it. */
const BUSY: readonly number[] = [429, 502, 503, 504];

/**
 * Decides after try `number` (1 is the first). `random` is in [0, 1): waits lie within 20 % of the
 * schedule, so that receivers are not met in step.
 */
export function decide(number: number, attempt: Attempt, now: number, random: number): Decision {
  const { verdict, status, timedOut, retryAfterMs } = attempt;
  if (verdict === 'taken') return { state: 'delivered' };
  if (verdict === 'gone') return { state: 'gone' };
  if (verdict === 'final') return { state: 'dead' };
  const step = STEPS_MS[number];
  if (step === undefined) return { state: 'dead' };
  const planned = step * (0.8 + 0.4 * random);
  const least = timedOut || (status !== null && BUSY.includes(status)) ? MINUTE : 0;
  const asked = Math.min(retryAfterMs ?? 0, MAX_WAIT_MS);
  return { state: 'retry', at: now + Math.round(Math.max(planned, least, asked)) };
}
