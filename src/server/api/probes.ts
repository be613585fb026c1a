import { z } from 'zod';
import { staleness } from '../../domain/staleness.ts';
import { sourceHealth } from '../../query/sources.ts';
import { VERSION } from '../../version.ts';
import { metrics } from './metrics.ts';
import { type Asked, get, type Route } from './route.ts';

const Probe = z.object({ ok: z.boolean(), version: z.string().optional() });

export const PROBE_ROUTES: readonly Route[] = [
  get({
    path: '/healthz',
    summary: 'Whether the process lives',
    answer: Probe,
    isProbe: true,
    handle: async (asked) => told(asked, true),
  }),
  get({
    path: '/readyz',
    summary: 'Whether the database answers and at least one source is fresh; 503 where not',
    answer: Probe,
    isProbe: true,
    handle: async (asked) => told(asked, await isReady(asked)),
  }),
  get({
    path: '/metrics',
    summary: 'Aggregates for Prometheus',
    type: 'text/plain',
    handle: metrics,
  }),
];

/** Who may not know all is told yes or no. */
function told({ c }: Asked, ok: boolean): Response {
  return c.json({ ok, ...(c.get('isKnown') && { version: VERSION }) }, ok ? 200 : 503);
}

async function isReady({ desk, now }: Asked): Promise<boolean> {
  const health = await sourceHealth(desk.db);
  return desk.sources.some(({ id, intervalMs }) => {
    const at = health.get(id)?.lastGoodAt ?? null;
    return at !== null && staleness(now - at, intervalMs) !== 'stale';
  });
}
