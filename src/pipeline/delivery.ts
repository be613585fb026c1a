import { channelSecret } from '../../db/channels.ts';
import type { Database } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import {
  type ChannelConfig,
  CLAIM_MS,
  type Clock,
  deliverDue,
  newSecret,
  openPoster,
  type Sender,
  type Summary,
  senderOf,
  startWorker,
  type Worker,
  webhookGate,
} from '../notify/index.ts';

/** Where alerts go. */
export interface DeliveryOptions {
  readonly channels: ReadonlyMap<string, ChannelConfig>;
  /** Private ranges the operator opened (CIDR). */
  readonly allowPrivate: readonly string[];
  readonly clock: Clock;
}

/** The way out of the outbox. */
export interface Delivering {
  /** Tries once everything that is due now. */
  due(): Promise<Summary>;
  /** Looks for due messages until it is stopped. */
  start(onError: (error: unknown, channel: string) => void): Worker;
  close(): Promise<void>;
}

/** Opens the channels: one that has no secret of its own gets one, kept in the database. */
export async function openDelivery(db: Database, options: DeliveryOptions): Promise<Delivering> {
  const { channels, allowPrivate, clock } = options;
  const outbox = outboxOf(db, CLAIM_MS);
  const poster = openPoster({ gate: webhookGate(allowPrivate), now: clock.now });
  const senders = new Map<string, Sender>();
  for (const [name, config] of channels) {
    senders.set(
      name,
      senderOf(poster, config, () => secretsOf(db, name, config)),
    );
  }
  return {
    due: () => deliverDue(outbox, senders, clock),
    start: (onError) => startWorker({ outbox, senders, clock, onError }),
    close: () => poster.close(),
  };
}

/** What signs a webhook: its configured secrets, else the one that is kept for it. */
async function secretsOf(
  db: Database,
  name: string,
  config: ChannelConfig,
): Promise<readonly string[]> {
  if (config.type === 'webhook' && config.secret.length > 0) return config.secret;
  return [await channelSecret(db, name, newSecret)];
}
