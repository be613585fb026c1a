import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../../../db/open.ts';
import type { Asked, Route } from './route.ts';

const MINUTE_MS = 60_000;

/**
 * What tells one answer from another without making either: the state of the database, the question,
 * and the minute, since ages and staleness are told by the clock.
 */
export function tagOf({ sqlite }: Database): (route: Route, asked: Asked) => string {
  // SQLite counts from the start of a connection: another process counts otherwise.
  const start = randomBytes(12).toString('hex');
  const own = sqlite.prepare('select total_changes()').pluck();
  return ({ path }, { c, now, params }) => {
    const others = sqlite.pragma('data_version', { simple: true });
    const state = [start, path, c.req.path, c.get('isKnown'), others, own.get()];
    const asked = [...state, Math.floor(now / MINUTE_MS), Object.entries(params).sort()];
    const digest = createHash('sha256').update(JSON.stringify(asked)).digest('base64url');
    return `W/"${digest.slice(0, 22)}"`;
  };
}
