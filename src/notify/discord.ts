/**
 * Discord's webhooks: https://docs.discord.com/developers/resources/webhook#execute-webhook
 * The description of an embed holds 4096 letters; a headline is well within the 2000 of the content.
 */
import { type Channel, jsonTo, judgeChat } from './channel.ts';
import { type Chat, chatOf, fitting } from './chat.ts';

export interface DiscordConfig {
  readonly type: 'discord';
  /** Whoever knows it may post: a secret. */
  readonly url: string;
}

const DESCRIPTION = 4096;

export const discord: Channel<DiscordConfig> = {
  type: 'discord',

  request({ url }, message) {
    return jsonTo(url, JSON.stringify(render(chatOf(message))));
  },

  judge: judgeChat,
};

function render({ headline, lines, more }: Chat) {
  const bullets = lines.map((line) => `• ${escaped(line)}`);
  const fit = fitting({ lines: bullets, more }, DESCRIPTION, (line) => line.length + 1);
  return {
    content: escaped(headline),
    embeds: fit.length > 0 ? [{ description: fit.join('\n') }] : [],
    // Whatever the text says, nobody is pinged.
    allowed_mentions: { parse: [] },
  };
}

/** Discord's Markdown, mentions and emoji codes as the characters they are. */
function escaped(text: string): string {
  return text.replace(/[\\*_~`|<>[\]()#@:-]/g, '\\$&');
}
