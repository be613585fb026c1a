import { z } from 'zod';
import { parseDaily, parseWindow } from '../domain/hours.ts';
import { listOf } from '../domain/rules.ts';
import type { ChannelConfig } from '../notify/channels.ts';
import { decodeSecret } from '../notify/signing.ts';
import { webhookUrl } from '../notify/webhook-url.ts';
import { suggestion } from './nearest.ts';
import { passing } from './passing.ts';
import { type Secrets, secretText } from './secrets.ts';

/** When any channel is told. */
const HOURS = {
  /** `daily at 08:00 Europe/Berlin`: everything of a day is one message. */
  digest: z
    .string()
    .superRefine(passing(parseDaily))
    .transform(parseDaily)
    .nullable()
    .default(null),
  /** `22:00-07:00 Europe/Berlin`: nothing is sent meanwhile. */
  quiet: z
    .string()
    .superRefine(passing(parseWindow))
    .transform(parseWindow)
    .nullable()
    .default(null),
} as const;

/** The schema of a channel: what each service needs to be reached, and when it is told. */
export function channelSchema(secrets: Secrets) {
  const url = secretText(secrets).superRefine(passing(webhookUrl));
  const channels = [
    z.strictObject({
      type: z.literal('webhook'),
      url,
      /** Newest first: each signs. */
      secret: listOf(secretText(secrets).superRefine(passing(decodeSecret))).default([]),
      ...HOURS,
    }),
    z.strictObject({ type: z.literal('slack'), url, ...HOURS }),
    z.strictObject({ type: z.literal('discord'), url, ...HOURS }),
    z.strictObject({ type: z.literal('teams'), url, ...HOURS }),
    z.strictObject({
      type: z.literal('ntfy'),
      server: z.string().superRefine(passing(server)).default('https://ntfy.sh'),
      topic: secretText(secrets).superRefine(passing(topic)),
      token: secretText(secrets).nullable().default(null),
      ...HOURS,
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
export const CREDENTIALS: Readonly<Record<ChannelConfig['type'], readonly string[]>> = {
  webhook: ['secret'],
  slack: ['url'],
  discord: ['url'],
  teams: ['url'],
  ntfy: ['topic', 'token'],
};
