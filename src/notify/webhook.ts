import type { Channel } from './channel.ts';
import { webhookUrl } from './webhook-url.ts';

/** A receiver of signed JSON, Standard Webhooks 1.0. */
export interface WebhookConfig {
  readonly type: 'webhook';
  readonly url: string;
  /** `whsec_…`; null where none is configured and one is made for it. */
  readonly secret: string | null;
}

export const webhook: Channel<WebhookConfig> = {
  type: 'webhook',

  body(message) {
    return JSON.stringify(message);
  },

  target({ url }) {
    return { url: webhookUrl(url), headers: { 'content-type': 'application/json' } };
  },
};
