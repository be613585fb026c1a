import { z } from 'zod';
import { listOf } from '../domain/rules.ts';
import type { ChannelConfig } from '../notify/channels.ts';
import { decodeSecret } from '../notify/signing.ts';
import { webhookUrl } from '../notify/webhook-url.ts';
import { suggestion } from './nearest.ts';
import { passing } from './passing.ts';
import { isLiteral, type Secrets, secretText } from './secrets.ts';
import type { YamlFile } from './yaml-file.ts';

/** The schema of a channel: what each service needs to be reached. */
export function channelSchema(secrets: Secrets) {
  const url = secretText(secrets).superRefine(passing(webhookUrl));
  const channels = [
    z.strictObject({
      type: z.literal('webhook'),
      url,
      /** Newest first: each signs. */
      secret: listOf(secretText(secrets).superRefine(passing(decodeSecret))).default([]),
    }),
    z.strictObject({ type: z.literal('slack'), url }),
    z.strictObject({ type: z.literal('discord'), url }),
    z.strictObject({ type: z.literal('teams'), url }),
    z.strictObject({
      type: z.literal('ntfy'),
      server: z.string().superRefine(passing(server)).default('https://ntfy.sh'),
      topic: secretText(secrets).superRefine(passing(topic)),
      token: secretText(secrets).nullable().default(null),
    }),
  ] as const;
  return z.discriminatedUnion('type', channels, { error: unknownType });
}

function unknownType({ code, input }: { readonly code: string; readonly input: unknown }) {
  if (code !== 'invalid_union') return undefined;
  const { type } = input as { readonly type?: unknown };
  const types = Object.keys(CREDENTIALS);
  const near = typeof type === 'string' ? suggestion(type, types) : '';
  return `expected ${types.join(', ')}, found ${JSON.stringify(type) ?? 'nothing'}${near}`;
}

/** The root of a server: the topic is no part of it, but stands in what is posted there. */
function server(text: string): void {
  const { pathname, search, host } = webhookUrl(text);
  if (pathname === '/' && search === '') return;
  throw new RangeError(`expected a server without a path; name the topic of ${host} apart from it`);
}

function topic(text: string): void {
  if (/^[-\w]{1,64}$/.test(text)) return;
  throw new RangeError('expected a topic of at most 64 letters, digits, hyphens and underscores');
}

/** Whoever knows one of these can post: of a webhook only its secret, since what it says is signed. */
const CREDENTIALS: Readonly<Record<ChannelConfig['type'], readonly string[]>> = {
  webhook: ['secret'],
  slack: ['url'],
  discord: ['url'],
  teams: ['url'],
  ntfy: ['topic', 'token'],
};

/** A warning for each secret that stands in the file as it is. */
export function literalSecrets(
  file: YamlFile,
  channels: Readonly<Record<string, ChannelConfig>>,
): readonly string[] {
  const { channels: written } = file.value as {
    channels?: Record<string, Record<string, unknown>>;
  };
  return Object.entries(channels).flatMap(([name, { type }]) =>
    CREDENTIALS[type]
      .filter((key) => [written?.[name]?.[key]].flat().some(isLiteral))
      .map((key) => {
        const at = file.at(['channels', name, key]);
        return `${at}: a secret stands in the file; better \${NAME} or { file: … }`;
      }),
  );
}
