import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';
import {
  CLOSED_ADDRESS,
  connectorThrough,
  type Gate,
  openGate,
  type Resolve,
} from '../gate/index.ts';
import type { Attempt } from './attempt.ts';
import { excerpt } from './excerpt.ts';
import { sign } from './signing.ts';

/** A message on its way: the same id and body bytes on every try. */
export interface Posting {
  /** The `webhook-id`. */
  readonly id: string;
  readonly body: string;
  readonly url: URL;
  /** What the channel adds to the headers of the signature. */
  readonly headers: Readonly<Record<string, string>>;
  /** One, or the new and the old one while a receiver rotates. */
  readonly secrets: readonly string[];
}

/** Posts messages and tells what came of it; throws for a bad secret, never for the receiver. */
export interface Poster {
  post(posting: Posting): Promise<Attempt>;
  close(): Promise<void>;
}

interface PosterOptions {
  readonly gate: Gate;
  /** The wall clock, milliseconds UTC. */
  readonly now: () => number;
  /** Milliseconds from the first byte sent to the last byte read. */
  readonly timeoutMs?: number;
  readonly connectMs?: number;
}

/** What is read of an answer at most. */
const ANSWER_BYTES = 64 * 1024;

/** The gate for webhooks: private addresses are open to the ranges of the configuration only. */
export function webhookGate(allowPrivate: readonly string[], resolve?: Resolve): Gate {
  return openGate({
    allowed: allowPrivate,
    advice: (range) =>
      `to allow it, add to chipwatch.yaml: webhooks: { allowPrivate: ['${range}'] }`,
    ...(resolve ? { resolve } : {}),
  });
}

/** A poster over one pool of connections: no redirects, no cookies, nothing but what is stated. */
export function openPoster(options: PosterOptions): Poster {
  const { gate, now, timeoutMs = 30_000, connectMs = 10_000 } = options;
  const agent = new Agent({
    connect: connectorThrough(gate, { timeoutMs: connectMs }),
    // The signal below is the only clock: these would restart with every byte.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return {
    async post(posting) {
      const { url, body } = posting;
      const headers = headersFor(posting, now());
      const start = performance.now();
      const elapsed = () => ({ durationMs: Math.round(performance.now() - start) });
      try {
        const response = await request(url, {
          method: 'POST',
          headers,
          body,
          dispatcher: agent,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const answer = await beginning(response.body);
        return { ...answered(posting, response, answer, now()), ...elapsed() };
      } catch (cause) {
        // Whatever the network does is an attempt that failed, to be retried by the schedule.
        return { ...unanswered(url, cause, timeoutMs), ...elapsed() };
      }
    },
    close: () => agent.close(),
  };
}

function headersFor({ id, body, headers, secrets }: Posting, now: number): Record<string, string> {
  const seconds = Math.floor(now / 1000);
  return {
    ...headers,
    'user-agent': 'chipwatch',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(secrets, id, seconds, body),
  };
}

async function beginning(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= ANSWER_BYTES) break;
    }
  } catch {
    // The status was the answer; a body that stops halfway takes nothing back.
  }
  return Buffer.concat(chunks).subarray(0, ANSWER_BYTES);
}

type Outcome = Omit<Attempt, 'durationMs'>;

function answered(
  { url, secrets }: Posting,
  response: { readonly statusCode: number; readonly headers: IncomingHttpHeaders },
  answer: Buffer,
  now: number,
): Outcome {
  const { statusCode: status, headers } = response;
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  const isGood = status >= 200 && status < 300;
  return {
    status,
    error: isGood ? null : `${url.host} answered ${status}${redirect}`,
    excerpt: excerpt(answer, url, secrets),
    retryAfterMs: retryAfter(headers['retry-after'], now),
    timedOut: false,
  };
}

function unanswered(url: URL, cause: unknown, timeoutMs: number): Outcome {
  const { name, code, message } = cause as NodeJS.ErrnoException;
  const timedOut = name === 'TimeoutError' || TIMEOUTS.includes(code ?? '');
  const nothing = { status: null, excerpt: '', retryAfterMs: null, timedOut };
  if (code === CLOSED_ADDRESS) return { ...nothing, error: message };
  if (timedOut) return { ...nothing, error: `${url.host} gave no answer in ${timeoutMs / 1000} s` };
  // Codes only: the words of an error may repeat the address it is about.
  return { ...nothing, error: `${url.host} could not be reached (${code ?? name})` };
}

const TIMEOUTS: readonly string[] = ['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT'];

/** Milliseconds a `Retry-After` header asks for, in seconds or as a date; null where it is neither. */
export function retryAfter(header: string | undefined, now: number): number | null {
  if (header === undefined) return null;
  if (/^\d{1,30}(?:\.\d{1,9})?$/.test(header)) return Math.ceil(Number(header)) * 1000;
  const date = /^[A-Z][a-z]{2},/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
