import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { fnv1a64 } from '../domain/hash.ts';
import type { PastCrawl } from '../query/past-crawls.ts';

/** When sources are crawled: every night at one time (UTC), or each at its own pace. */
export type Schedule =
  | { readonly kind: 'nightly'; readonly at: string }
  | { readonly kind: 'cadence' };

type Paced = Pick<Scraper, 'id' | 'every'>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const EVERY = { '15m': 15 * MINUTE, '1h': HOUR, '6h': 6 * HOUR, '1d': DAY } as const;

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

/**
 * Why a source is to be crawled now, or null. `past` has its crawls, newest first. A slot gets one
 * crawl, and one more where that left something to confirm: a feed that never rests is not chased.
 */
export function dueNow(
  source: Paced,
  past: readonly PastCrawl[],
  { schedule, confirmAfterMs }: { readonly schedule: Schedule; readonly confirmAfterMs: number },
  now: number,
): 'scheduled' | 'confirming' | null {
  const slot = slotBefore(source, schedule, now);
  const [last, ...earlier] = past.filter(({ finishedAt }) => finishedAt >= slot);
  if (last === undefined) return 'scheduled';
  const waits = last.pending > 0 && earlier.length === 0 && confirmsSoon(source, schedule);
  return waits && now >= last.finishedAt + confirmAfterMs ? 'confirming' : null;
}

/** A source read every hour or more often is confirmed by its next crawl anyway. */
export function confirmsSoon(source: Pick<Paced, 'every'>, schedule: Schedule): boolean {
  return intervalOf(source, schedule) > HOUR;
}

function timeOfDay(at: string): number {
  const [hours, minutes] = at.split(':').map(Number);
  return (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
}

function spread(id: string, width: number): number {
  return Number(fnv1a64(id) % BigInt(width));
}
