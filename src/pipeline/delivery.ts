import { createHash } from 'node:crypto';
import type { Database } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import { signingSecrets, tieSecret } from '../../db/secrets.ts';
import type { Hours } from '../domain/hours.ts';
import {
  type Attempt,
  type ChannelConfig,
  CLAIM_MS,
  type Clock,
  deliverDue,
  FORGIVE_MS,
  newMessageId,
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
  /** When they are told; one that is not among them is told at once. */
  readonly hours?: ReadonlyMap<string, Hours>;
  /** Private ranges the operator opened (CIDR). */
  readonly allowPrivate: readonly string[];
  readonly clock: Clock;
}

/** The way out of the outbox. */
export interface Delivering {
  /** Tries once everything that is due now. */
  due(): Promise<Summary>;
  /** Looks for due messages until it is stopped. */
  start(watch: Pick<Parameters<typeof startWorker>[0], 'onError' | 'onOff'>): Worker;
  /** Sends a message of its own to a channel, once and past the outbox. */
  test(channel: string, body: string): Promise<Attempt>;
  close(): Promise<void>;
}

/** Opens the channels: a webhook that has no secret of its own gets one, kept in the database. */
export async function openDelivery(db: Database, options: DeliveryOptions): Promise<Delivering> {
  const { channels, allowPrivate, clock, hours } = options;
  const outbox = outboxOf(db, {
    ...{ claimMs: CLAIM_MS, forgiveMs: FORGIVE_MS, newId: newMessageId, now: clock.now },
    ...(hours && { hours }),
  });
  const poster = openPoster({ gate: webhookGate(allowPrivate), now: clock.now });
  const senders = new Map<string, Sender>();
  for (const [name, config] of channels) {
    const isKept = config.type === 'webhook' && config.secret.length === 0;
    if (isKept) await tieSecret(db, name, digestOf(config.url));
    // Asked at each try, so that a secret another process made meanwhile signs too.
    const kept = () => signingSecrets(db, name, newSecret, clock.now());
    const configured = async () => (config.type === 'webhook' ? config.secret : []);
    senders.set(name, senderOf(poster, config, isKept ? kept : configured));
  }
  return {
    due: () => deliverDue(outbox, senders, clock),
    start: (watch) => startWorker({ outbox, senders, clock, ...watch }),
    async test(channel, body) {
      const sender = senders.get(channel);
      if (sender === undefined) throw new Error(`expected a channel, found ${channel}`);
      return sender({ id: newMessageId(), body });
    },
    close: () => poster.close(),
  };
}

/** Of an address, which is itself a secret. */
function digestOf(url: string): string {
  return createHash('sha256').update(url).digest('hex');
}
