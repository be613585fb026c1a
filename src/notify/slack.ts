/**
 * Slack's incoming webhooks: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 * A section holds 3000 letters. Success is 200 with the text `ok`.
 */
import { type Channel, jsonTo, judgeChat } from './channel.ts';
import { type Chat, chatOf, fitting } from './chat.ts';

export interface SlackConfig {
  readonly type: 'slack';
  /** Whoever knows it may post: a secret. */
  readonly url: string;
}

const SECTION = 3000;

export const slack: Channel<SlackConfig> = {
  type: 'slack',

  request({ url }, message) {
    return jsonTo(url, JSON.stringify(render(chatOf(message))));
  },

  judge(status, text) {
    const verdict = judgeChat(status);
    return verdict === 'taken' && text.trim() !== 'ok' ? 'again' : verdict;
  },
};

function render({ headline, lines, more }: Chat) {
  const bullets = lines.map((line) => `• ${escaped(line)}`);
  const fit = fitting({ lines: bullets, more }, SECTION, (line) => line.length + 1);
  return {
    text: escaped(headline),
    blocks: [
      section(`*${escaped(headline)}*`),
      ...(fit.length > 0 ? [section(fit.join('\n'))] : []),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** `verbatim`: names and addresses in the text stay text. */
function section(text: string) {
  return { type: 'section', text: { type: 'mrkdwn', text, verbatim: true } };
}

/** The three characters that mean something to Slack, and no others. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
