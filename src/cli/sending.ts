import { waitingCount } from '../../db/deliveries.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import type { Config } from '../config.ts';
import type { Summary } from '../notify/index.ts';
import { openDelivery } from '../pipeline/delivery.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { type CommonOptions, configOf, writeJson } from './reading.ts';
import { plural } from './terminal.ts';

/** What a round of deliveries came to, and how many messages wait after it. */
export interface Sent extends Summary {
  readonly waiting: number;
}

/** Tries what is due once; what fails stays in the outbox for the next round. */
export async function sendDue(
  db: Database,
  { channels, hours, webhooks }: Pick<Config, 'channels' | 'hours' | 'webhooks'>,
  now: () => number = Date.now,
): Promise<Sent> {
  const clock = { now, random: () => Math.random() };
  const delivery = await openDelivery(db, { channels, hours, ...webhooks, clock });
  try {
    const summary = await delivery.due();
    return { ...summary, waiting: await waitingCount(db) };
  } finally {
    await delivery.close();
  }
}

/** Says what became of alerts, for people. */
export function tellSent({ stderr }: Context, { delivered, waiting, dead, off }: Sent): void {
  const failed = dead > 0 ? `, ${dead} given up` : '';
  stderr.write(`Alerts: ${plural(delivered, 'message')} delivered, ${waiting} waiting${failed}\n`);
  for (const { channel, reason } of off) {
    stderr.write(
      `The channel ${channel} is off now: ${reason}; "chipwatch notify on ${channel}"\n`,
    );
  }
}

/** Sends what is due, without a crawl: what a timer does for digests and the end of quiet hours. */
export async function send(context: Context, options: CommonOptions): Promise<number> {
  const config = configOf(context, options);
  const db = openDatabase(options.db ?? config.database, config.store);
  try {
    const sent = await sendDue(db, config, context.now);
    if (options.json) writeJson(context, { schema: 'sent/1', ...sent });
    else tellSent(context, sent);
    return sent.retrying + sent.dead > 0 ? EXIT.someFailed : EXIT.ok;
  } finally {
    db.close();
  }
}
