import type { IncomingHttpHeaders } from 'node:http';
import { Agent, request } from 'undici';
import {
  CLOSED_ADDRESS,
  connectorThrough,
  type Gate,
  openGate,
  type Resolve,
} from '../gate/index.ts';
import type { Attempt, Verdict } from './attempt.ts';
import type { Request } from './channel.ts';
import { excerpt } from './excerpt.ts';
import { sign } from './signing.ts';

/** A request on its way. */
export interface Posting extends Request {
  /** What makes it a signed webhook: the same id on every try. Null where the receiver reads none. */
  readonly signed: {
    /** The `webhook-id`. */
    readonly id: string;
    /** One, or the new and the old ones while a receiver rotates. */
    readonly secrets: readonly string[];
  } | null;
  /** What an answer means, by its status and its text. */
  readonly judge: (status: number, text: string) => Verdict;
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

function headersFor({ body, headers, signed }: Posting, now: number): Record<string, string> {
  const all = { ...headers, 'user-agent': 'chipwatch' };
  if (signed === null) return all;
  const seconds = Math.floor(now / 1000);
  return {
    ...all,
    'webhook-id': signed.id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': sign(signed.secrets, signed.id, seconds, body),
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
  { url, signed, confidential, judge }: Posting,
  response: { readonly statusCode: number; readonly headers: IncomingHttpHeaders },
  answer: Buffer,
  now: number,
): Outcome {
  const { statusCode: status, headers } = response;
  const verdict = judge(status, answer.toString('utf8'));
  const redirect = status >= 300 && status < 400 ? ', a redirect, which is not followed' : '';
  return {
    verdict,
    status,
    error: verdict === 'taken' ? null : `${url.host} answered ${status}${redirect}`,
    excerpt: excerpt(answer, url, [...confidential, ...(signed?.secrets ?? [])]),
    retryAfterMs: retryAfter(headers['retry-after'], now),
    timedOut: false,
  };
}

function unanswered(url: URL, cause: unknown, timeoutMs: number): Outcome {
  const { name, code, message } = cause as NodeJS.ErrnoException;
  const verdict = 'again' as const;
  const timedOut = name === 'TimeoutError' || TIMEOUTS.includes(code ?? '');
  const nothing = { verdict, status: null, excerpt: '', retryAfterMs: null, timedOut };
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
