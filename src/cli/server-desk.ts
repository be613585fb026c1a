import { retryDeliveries } from '../../db/deliveries.ts';
import type { Database } from '../../db/open.ts';
import { configError } from '../config/failure.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../logger.ts';
import { approve, discard, propose } from '../pipeline/approval.ts';
import type { ServerDesk } from '../server/desk.ts';
import { type Door, openDoor } from '../server/door.ts';
import { sourceFacts } from './source-facts.ts';
import { sourceById } from './workplace.ts';

/** A server that others can reach needs a token: without one this throws a `ConfigError`. */
export function doorOf(
  { server }: Config,
  { host = server.host, port = server.port }: { readonly host?: string; readonly port?: number },
): Door {
  try {
    return openDoor({ ...server, host, port });
  } catch (cause) {
    throw configError([(cause as RangeError).message], cause);
  }
}

/** What the server answers from, as this install is configured. */
export function serverDesk(
  config: Config,
  { db, now, log }: { readonly db: Database; readonly now: () => number; readonly log: Logger },
): ServerDesk {
  const { rules, targets } = config;
  return {
    ...{ db, now, rules, targets, sources: sourceFacts(config) },
    tolerance: config.sources.tolerance,
    channels: [...config.channels].map(([name, { type }]) => ({ name, type })),
    retry: (id) => retryDeliveries(db, { ids: [id] }, now()),
    approvals: {
      async propose(crawl) {
        const { difference } = await propose(db, crawl, now(), sourceById);
        return difference.changes;
      },
      async approve(crawl) {
        const at = now();
        const proposal = await propose(db, crawl, at, sourceById);
        return approve({ db, rules, targets }, proposal, at, sourceById);
      },
      discard: (crawl) => discard(db, crawl),
    },
    onError: (err) => log.error({ err }, 'an answer broke'),
  };
}
