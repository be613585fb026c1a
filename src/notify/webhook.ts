import type { Channel } from './channel.ts';
import { webhookUrl } from './webhook-url.ts';

/** A receiver of signed JSON, Standard Webhooks 1.0. */
export interface WebhookConfig {
  readonly type: 'webhook';
  readonly url: string;
  /** `whsec_…`, newest first: each signs. Empty where none is configured and one is made for it. */
  readonly secret: readonly string[];
}

export const webhook: Channel<WebhookConfig> = {
  type: 'webhook',

  request({ url }, message) {
    return {
      url: webhookUrl(url),
      headers: { 'content-type': 'application/json' },
      body: message,
      confidential: [],
    };
  },

  judge(status) {
    if (status >= 200 && status < 300) return 'taken';
    return status === 410 ? 'gone' : 'again';
  },
};
