import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { AppTypes } from './app.ts';

/** Everything that can be wrong with a request, by the word that never changes. */
export const PROBLEMS = {
  'bad-request': { status: 400, title: 'The request cannot be read' },
  'unknown-parameter': { status: 400, title: 'No such parameter' },
  'bad-parameter': { status: 400, title: 'A parameter cannot be understood' },
  'bad-body': { status: 400, title: 'The body cannot be understood' },
  'token-required': { status: 401, title: 'A token is required' },
  'no-token-set': { status: 403, title: 'Nothing can be changed without a token' },
  'cross-site': { status: 403, title: 'Another site may not ask this' },
  'not-found': { status: 404, title: 'Nothing is here' },
  'method-not-allowed': { status: 405, title: 'This cannot be done here' },
  'not-possible': { status: 409, title: 'This cannot be done now' },
  'too-large': { status: 413, title: 'The body is too large' },
  'json-expected': { status: 415, title: 'The body is not JSON' },
  'wrong-host': { status: 421, title: 'This server does not answer for that host' },
  internal: { status: 500, title: 'Something broke here' },
} as const satisfies Readonly<Record<string, { status: ContentfulStatusCode; title: string }>>;
export type ProblemCode = keyof typeof PROBLEMS;

interface Details {
  /** The parameter it is about. */
  readonly parameter?: string;
  /** The words that would be understood, where they are few. */
  readonly allowed?: readonly string[];
}

/** A request that is not answered: one sentence for who asked, without a word about ourselves. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly details: Details;

  constructor(code: ProblemCode, message: string, details: Details = {}) {
    super(message);
    this.code = code;
    this.details = details;
  }
}

/** The answer to it: RFC 9457. */
export function problem(c: Context<AppTypes>, { code, message, details }: ProblemError): Response {
  const { status, title } = PROBLEMS[code];
  const body = {
    type: `${c.get('basePath')}/api#${code}`,
    title,
    status,
    detail: message,
    ...details,
  };
  return c.body(JSON.stringify(body), status, { 'Content-Type': 'application/problem+json' });
}
