/**
 * ntfy, public or one's own: https://docs.ntfy.sh/publish/#publish-as-json
 * Posted to the root of the server, since headers carry no letters beyond ASCII. A message of more
 * than 4096 bytes would arrive as a file.
 */
import { type Channel, judgeChat } from './channel.ts';
import { bytes, type Chat, chatOf, fitting } from './chat.ts';
import { webhookUrl } from './webhook-url.ts';

export interface NtfyConfig {
  readonly type: 'ntfy';
  readonly server: string;
  /** Whoever knows it may read and post: a secret. */
  readonly topic: string;
  /** An access token, or null where the topic is open. */
  readonly token: string | null;
}

const MESSAGE_BYTES = 4096;

export const ntfy: Channel<NtfyConfig> = {
  type: 'ntfy',

  request({ server, topic, token }, message) {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    return {
      url: new URL('/', webhookUrl(server)),
      headers: { 'content-type': 'application/json', ...authorization },
      body: JSON.stringify({ topic, ...render(chatOf(message)) }),
      confidential: token === null ? [topic] : [topic, token],
    };
  },

  judge: judgeChat,
};

function render(chat: Chat) {
  const lines = fitting(chat, MESSAGE_BYTES, (line) => bytes(line) + 1);
  // A message without text would arrive as "triggered".
  const message = lines.length > 0 ? lines.join('\n') : chat.headline;
  return { title: chat.headline, message, tags: [chat.type] };
}
