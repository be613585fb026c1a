import type { Request } from './channel.ts';
import { type DiscordConfig, discord } from './discord.ts';
import { type NtfyConfig, ntfy } from './ntfy.ts';
import type { Poster, Posting } from './send.ts';
import { type SlackConfig, slack } from './slack.ts';
import { type TeamsConfig, teams } from './teams.ts';
import { type WebhookConfig, webhook } from './webhook.ts';
import type { Sender } from './worker.ts';

/** A channel as it is configured. */
export type ChannelConfig = WebhookConfig | SlackConfig | DiscordConfig | TeamsConfig | NtfyConfig;

/** What a channel posts for a message as the outbox keeps it, and how it judges the answer. */
export function rendered(
  config: ChannelConfig,
  message: string,
): { readonly request: Request; readonly judge: Posting['judge'] } {
  switch (config.type) {
    case 'webhook':
      return { request: webhook.request(config, message), judge: webhook.judge };
    case 'slack':
      return { request: slack.request(config, message), judge: slack.judge };
    case 'discord':
      return { request: discord.request(config, message), judge: discord.judge };
    case 'teams':
      return { request: teams.request(config, message), judge: teams.judge };
    case 'ntfy':
      return { request: ntfy.request(config, message), judge: ntfy.judge };
  }
}

/** Sends to a channel. `secrets` gives what signs a webhook, newest first; it is asked at each try. */
export function senderOf(
  poster: Poster,
  config: ChannelConfig,
  secrets: () => Promise<readonly string[]>,
): Sender {
  return async ({ id, body }) => {
    const { request, judge } = rendered(config, body);
    const signed = config.type === 'webhook' ? { id, secrets: await secrets() } : null;
    return poster.post({ ...request, judge, signed });
  };
}
