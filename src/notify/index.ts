export type { Attempt, Verdict } from './attempt.ts';
export type { Channel, Request } from './channel.ts';
export { type ChannelConfig, rendered, senderOf } from './channels.ts';
export { firstBytes } from './excerpt.ts';
export { type Decision, decide, FORGIVE_MS, STEPS_MS } from './schedule.ts';
export { openPoster, type Poster, webhookGate } from './send.ts';
export { decodeSecret, newMessageId, newSecret, verify } from './signing.ts';
export type { WebhookConfig } from './webhook.ts';
export {
  CLAIM_MS,
  type Clock,
  type Delivery,
  deliverDue,
  type Outbox,
  type Sender,
  type Senders,
  type Summary,
  startWorker,
  type TurnedOff,
  type Worker,
} from './worker.ts';
