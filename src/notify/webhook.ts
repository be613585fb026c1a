import { type Channel, jsonTo } from './channel.ts';

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
    return jsonTo(url, message);
  },

  judge(status) {
    if (status >= 200 && status < 300) return 'taken';
    return status === 410 ? 'gone' : 'again';
  },
};
