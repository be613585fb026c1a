import { SourceError } from '../domain/errors.ts';
import type { Answer, Asked, Body, Headers } from './exchange.ts';
import type { Followed } from './redirects.ts';
import { retryAfterMs } from './retry.ts';

/** Statuses that say no to us, not to the request. */
const REFUSED = new Set([401, 403, 407, 429, 451]);
const WORTH_ANOTHER_TRY = new Set([408, 425]);
/** A challenge page is small; prices may be far down a large one. */
const CHALLENGE_MAX = 64 * 2 ** 10;
const CHALLENGE =
  /<title>\s*(?:just a moment|attention required!|access denied|checking your browser|verifying you are human|human verification)/i;
const EMPTY_PAGE = /<body[^<>]*>\s*<\/body>/i;
const NOT_A_TEXT = /^(?:image|video|audio|font)\//;

/** How a request is shown in a message, and what time it is. */
export interface Context {
  show(url: string): string;
  now(): number;
}

/** The answer, if it is a document. Throws the source's failure if it is anything else. */
export function documentIn(asked: Asked, { answer, stopped }: Followed, context: Context): Answer {
  const what = `${asked.method} ${context.show(asked.url)}`;
  if (stopped) throw new SourceError('changed', `${what} ${stopped}`);
  if (isChallengeTo(answer)) throw refused(what, 'a challenge page');
  judgeStatus(what, answer, context.now());
  judgeBody(what, answer);
  return answer;
}

/** Throws unless the status and headers are those of a document. */
export function judgeStatus(
  what: string,
  { status, headers }: Pick<Answer, 'status' | 'headers'>,
  now: number,
): void {
  const asked = retryAfterMs(headers['retry-after'], now);
  const wait = asked === null ? {} : { retryAfterMs: asked };
  if (headers['cf-mitigated']) throw refused(what, 'a challenge page');
  if (REFUSED.has(status)) {
    throw new SourceError('refused', `${what} was refused (HTTP ${status})`, wait);
  }
  if (status >= 500 || WORTH_ANOTHER_TRY.has(status)) {
    throw new SourceError('unreachable', `${what} answered HTTP ${status}`, wait);
  }
  const isWhole = status >= 200 && status < 300 && status !== 206;
  if (!isWhole) throw new SourceError('changed', `${what} answered HTTP ${status}`);
}

/** Whether the page asks its reader to prove to be a person, or is left blank for programs. */
export function isChallenge(html: string): boolean {
  return CHALLENGE.test(html) || EMPTY_PAGE.test(html);
}

/** The failure of an answer that was not meant for programs. */
export function refused(what: string, reason: string): SourceError {
  return new SourceError('refused', `${what} was refused (${reason})`);
}

function judgeBody(what: string, { body, headers }: Answer): void {
  const type = headers['content-type'] ?? '';
  if (NOT_A_TEXT.test(type)) throw new SourceError('changed', `${what} answered ${type}`);
  if (textToJudge(body)?.trim() === '') {
    throw new SourceError('empty', `${what} answered with nothing`);
  }
}

/** An error page may well have no words in it; a document may not. */
function isChallengeTo({ status, headers, body }: Answer): boolean {
  const text = textToJudge(body);
  if (text === null || !isHtml(headers, text)) return false;
  return status < 300 ? isChallenge(text) : CHALLENGE.test(text);
}

/** Markup is ASCII in every charset that matters here. Null where the body is too long to be a challenge. */
function textToJudge(body: Body): string | null {
  if (body.kind === 'file' || body.size > CHALLENGE_MAX) return null;
  return body.bytes.toString('latin1');
}

function isHtml(headers: Headers, text: string): boolean {
  return /html/.test(headers['content-type'] ?? '') || /^\s*</.test(text);
}
