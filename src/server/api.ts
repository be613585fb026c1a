import { Hono } from 'hono';
import type { Database } from '../../db/open.ts';

/** The HTTP API. */
export function createApi(_db: Database, _now: () => number): Hono {
  return new Hono().get('/healthz', (c) => c.json({ ok: true }));
}
