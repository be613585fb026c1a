import { channelSecret } from '../../db/channels.ts';
import type { Database } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import {
  CLAIM_MS,
  type Clock,
  deliverDue,
  newSecret,
  openPoster,
  type Sender,
  type Summary,
  startWorker,
  type WebhookConfig,
  type Worker,
  webhookGate,
  webhookSender,
} from '../notify/index.ts';

/** Where alerts go. */
export interface DeliveryOptions {
  readonly channels: ReadonlyMap<string, WebhookConfig>;
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
    const secret = config.secret ?? (await channelSecret(db, name, newSecret));
    senders.set(name, webhookSender(poster, config, [secret]));
  }
  return {
    due: () => deliverDue(outbox, senders, clock),
    start: (onError) => startWorker({ outbox, senders, clock, onError }),
    close: () => poster.close(),
  };
}
