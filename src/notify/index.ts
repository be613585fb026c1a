import type { Poster } from './send.ts';
import { type WebhookConfig, webhook } from './webhook.ts';
import type { Sender } from './worker.ts';

export type { Attempt } from './attempt.ts';
export type { Channel, Target } from './channel.ts';
export { type Decision, decide, STEPS_MS } from './schedule.ts';
export { openPoster, type Poster, webhookGate } from './send.ts';
export { decodeSecret, newMessageId, newSecret, verify } from './signing.ts';
export { type WebhookConfig, webhook } from './webhook.ts';
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
  type Worker,
} from './worker.ts';

/** Sends to a webhook, signed with each of the secrets. */
export function webhookSender(
  poster: Poster,
  config: WebhookConfig,
  secrets: readonly string[],
): Sender {
  return ({ id, body }) => poster.post({ id, body, secrets, ...webhook.target(config) });
}
