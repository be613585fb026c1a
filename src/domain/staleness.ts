const HOUR = 3_600_000;

/** How well a source keeps up: `late` after two of its intervals without a good crawl, `stale` after three. */
export type Staleness = 'fresh' | 'late' | 'stale';

/** By the age of its last good crawl and the interval it is crawled at; never before 24 hours. */
export function staleness(ageMs: number, intervalMs: number): Staleness {
  if (ageMs >= Math.max(24 * HOUR, 3 * intervalMs)) return 'stale';
  return ageMs >= Math.max(24 * HOUR, 2 * intervalMs) ? 'late' : 'fresh';
}
