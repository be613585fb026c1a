import { count } from 'drizzle-orm';
import { disabledChannels } from '../../db/channels.ts';
import { type DeliveryQuestion, type DeliveryRow, listDeliveries } from '../../db/deliveries.ts';
import type { Database } from '../../db/open.ts';
import { crawls, deliveries } from '../../db/schema.ts';
import { time } from './json.ts';

/** Deliveries, newest first, and the channels that are off, as the command line and the API give them. */
export async function deliveriesJson(db: Database, question: DeliveryQuestion) {
  const rows = await listDeliveries(db, question);
  const off = await disabledChannels(db);
  return {
    deliveries: rows.map(deliveryJson),
    channelsOff: off.map((each) => ({ ...each, since: time(each.since) })),
  };
}

function deliveryJson({ createdAt, nextAt, deliveredAt, ...row }: DeliveryRow) {
  const { id, crawl, rule, channel, flag, state, attempts, lastStatus, lastError, body } = row;
  return {
    ...{ id, crawl, rule, channel, flag, state, attempts },
    createdAt: time(createdAt),
    nextAt: state === 'waiting' ? time(nextAt) : null,
    deliveredAt: time(deliveredAt),
    ...{ lastStatus, lastError, body },
  };
}

/** How many crawls came to what, by source, and how many deliveries stand how, by channel. */
export async function tallies({ orm }: Database) {
  return {
    crawls: orm
      .select({ source: crawls.source, outcome: crawls.outcome, n: count() })
      .from(crawls)
      .groupBy(crawls.source, crawls.outcome)
      .all(),
    deliveries: orm
      .select({ channel: deliveries.channel, state: deliveries.state, n: count() })
      .from(deliveries)
      .groupBy(deliveries.channel, deliveries.state)
      .all(),
  };
}
