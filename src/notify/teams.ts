/**
 * A Teams workflow that posts what it receives at a webhook: an adaptive card inside a message.
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using
 * A message holds about 28 KB. Runs of rich text know no Markdown: nothing needs to be escaped.
 */
import { type Channel, jsonTo, judgeChat } from './channel.ts';
import { bytes, type Chat, chatOf, fitting } from './chat.ts';

export interface TeamsConfig {
  readonly type: 'teams';
  /** Whoever knows it may post: a secret. */
  readonly url: string;
}

/** Under the limit, with room for what Teams adds. */
const CARD_BYTES = 24_000;

export const teams: Channel<TeamsConfig> = {
  type: 'teams',

  request({ url }, message) {
    return jsonTo(url, JSON.stringify(render(chatOf(message))));
  },

  judge: judgeChat,
};

function render(chat: Chat) {
  const title = paragraph(chat.headline, { weight: 'Bolder', size: 'Medium' });
  const size = (line: string) => bytes(JSON.stringify(paragraph(line))) + 1;
  const lines = fitting(chat, CARD_BYTES, size).map((line) => paragraph(line));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.2',
          body: [title, ...lines],
        },
      },
    ],
  };
}

function paragraph(text: string, look: Readonly<Record<string, string>> = {}) {
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text, ...look }] };
}
