import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { fnv1a64 } from '../domain/hash.ts';
import type { PastCrawl } from '../query/past-crawls.ts';

/** When sources are crawled: every night at one time (UTC), or each at its own pace. */
export type Schedule =
  | { readonly kind: 'nightly'; readonly at: string }
  | { readonly kind: 'cadence' };

type Paced = Pick<Scraper, 'id' | 'every' | 'isBulk'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EVERY = { '15m': 15 * MINUTE, '1h': HOUR, '6h': 6 * HOUR, '1d': DAY } as const;

/** What was missed while no service ran is not asked for all at once either. */
const CATCH_UP_SPREAD = 10 * MINUTE;

/** Nights begin within half an hour, so that not every source is asked at once. */
const NIGHT_SPREAD = 30 * MINUTE;

/** Milliseconds between two crawls of the source under this schedule. */
export function intervalOf({ every }: Pick<Paced, 'every'>, { kind }: Schedule): number {
  return kind === 'nightly' ? DAY : EVERY[every];
}

/** The last time, at or before `now`, at which the source was to be crawled. Milliseconds UTC. */
export function slotBefore(source: Paced, schedule: Schedule, now: number): number {
  const interval = intervalOf(source, schedule);
  const start = schedule.kind === 'nightly' ? timeOfDay(schedule.at) : 0;
  const width = schedule.kind === 'nightly' ? NIGHT_SPREAD : interval;
  const offset = start + spread(source.id, width);
  return Math.floor((now - offset) / interval) * interval + offset;
}

/** The next time after `now` at which it is to be crawled. Milliseconds UTC. */
export function slotAfter(source: Paced, schedule: Schedule, now: number): number {
  return slotBefore(source, schedule, now) + intervalOf(source, schedule);
}

/** How a process keeps the schedule. Times in milliseconds UTC. */
export interface Plan {
  readonly schedule: Schedule;
  readonly confirmAfterMs: number;
  /** Slots before this were missed: each source makes up for them once, all within ten minutes. */
  readonly startedAt: number;
}

/**
 * Why a source is to be crawled now, or null. `past` has its crawls,
 * newest first, and at least the last one. A slot gets one
 * crawl, and one more where that left something to confirm: a feed that never rests is not chased.
 */
export function dueNow(
  source: Paced,
  past: readonly PastCrawl[],
  { schedule, confirmAfterMs, startedAt }: Plan,
  now: number,
): 'scheduled' | 'confirming' | null {
  const slot = slotBefore(source, schedule, now);
  // A crawl in the future was noted by a clock that was wrong: it must not stop the schedule till then.
  const [last, ...earlier] = past.filter(
    ({ finishedAt }) => finishedAt >= slot && finishedAt <= now,
  );
  if (last === undefined) {
    if (now < restingUntil(past, intervalOf(source, schedule), now)) return null;
    const isMissed = past.length > 0 && slot < startedAt;
    return isMissed && now < startedAt + spread(source.id, CATCH_UP_SPREAD) ? null : 'scheduled';
  }
  const waits = last.pending > 0 && earlier.length === 0 && confirmsSoon(source, schedule);
  return waits && now >= last.finishedAt + confirmAfterMs ? 'confirming' : null;
}

/** A source that refused us is left alone twice as long each time, a day at most. */
function restingUntil(past: readonly PastCrawl[], interval: number, now: number): number {
  const known = past.filter(({ finishedAt }) => finishedAt <= now);
  const accepted = known.findIndex(({ refused }) => !refused);
  const refusals = accepted === -1 ? known.length : accepted;
  const [last] = known;
  if (last === undefined || refusals === 0 || interval >= DAY) return 0;
  return last.finishedAt + Math.min(DAY, interval * 2 ** refusals);
}

/** A source read every hour or more often is confirmed by its next crawl anyway, a bulk list has to be. */
export function confirmsSoon(source: Omit<Paced, 'id'>, schedule: Schedule): boolean {
  return !source.isBulk && intervalOf(source, schedule) > HOUR;
}

function timeOfDay(at: string): number {
  const [hours, minutes] = at.split(':').map(Number);
  return (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
}

function spread(id: string, width: number): number {
  return Number(fnv1a64(id) % BigInt(width));
}
