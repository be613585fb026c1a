import type { Database } from '../../db/open.ts';
import { deliveries } from '../../db/schema.ts';
import { newMessageId } from '../../src/notify/index.ts';

/** A made-up message, as the outbox keeps it. */
export const BODY = JSON.stringify({
  type: 'price.drop',
  timestamp: '2001-01-01T00:00:00.000Z',
  data: { headline: 'made up', events: [], truncated: 0 },
});

/** Puts a message of no crawl into the outbox, due at once, and gives its id. */
export function putMessage(db: Database, channel: string, at: number, body = BODY): string {
  const id = newMessageId();
  const message = { id, crawl: null, rule: 'mine', channel, flag: 'price.drop', body };
  db.orm
    .insert(deliveries)
    .values({ ...message, state: 'waiting', createdAt: at, nextAt: at })
    .run();
  return id;
}
