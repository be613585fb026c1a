import type { Channel } from './channel.ts';
import { type DiscordConfig, discord } from './discord.ts';
import { type NtfyConfig, ntfy } from './ntfy.ts';
import type { Poster } from './send.ts';
import { type SlackConfig, slack } from './slack.ts';
import { type TeamsConfig, teams } from './teams.ts';
import { type WebhookConfig, webhook } from './webhook.ts';
import type { Sender } from './worker.ts';

/** A channel as it is configured. */
export type ChannelConfig = WebhookConfig | SlackConfig | DiscordConfig | TeamsConfig | NtfyConfig;

/** Sends to a channel. `secrets` gives what signs a webhook, newest first; it is asked at each try. */
export function senderOf(
  poster: Poster,
  config: ChannelConfig,
  secrets: () => Promise<readonly string[]>,
): Sender {
  switch (config.type) {
    case 'webhook':
      return async ({ id, body }) => {
        const signed = { id, secrets: await secrets() };
        return poster.post({ ...webhook.request(config, body), judge: webhook.judge, signed });
      };
    case 'slack':
      return chatSender(poster, slack, config);
    case 'discord':
      return chatSender(poster, discord, config);
    case 'teams':
      return chatSender(poster, teams, config);
    case 'ntfy':
      return chatSender(poster, ntfy, config);
  }
}

function chatSender<Config>(poster: Poster, channel: Channel<Config>, config: Config): Sender {
  return ({ body }) =>
    poster.post({ ...channel.request(config, body), judge: channel.judge, signed: null });
}
