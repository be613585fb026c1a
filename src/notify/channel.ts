import type { Verdict } from './attempt.ts';
import { webhookUrl } from './webhook-url.ts';

/** What one try posts, and where to. */
export interface Request {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Parts of the headers or the body that nobody but the receiver may read. */
  readonly confidential: readonly string[];
}

/** Posts JSON to an address that is all the secret there is. */
export function jsonTo(url: string, body: string): Request {
  const headers = { 'content-type': 'application/json' };
  return { url: webhookUrl(url), headers, body, confidential: [] };
}

/** A way to tell people, the mirror image of a scraper: a pure literal, no I/O. */
export interface Channel<Config> {
  readonly type: string;
  /**
   * Asked at each try with the message as the outbox keeps it, so that a corrected address serves
   * what is waiting and no secret is stored with it.
   */
  request(config: Config, message: string): Request;
  /** What an answer means, by its status and its text. */
  judge(status: number, text: string): Verdict;
}

/** Chat services mean a 4xx: the same words will be refused again. Busy is not refused. */
export function judgeChat(status: number): Verdict {
  if (status >= 200 && status < 300) return 'taken';
  return status >= 400 && status < 500 && !PASSING.includes(status) ? 'final' : 'again';
}

/** Request timeout, too early, too many requests. */
const PASSING: readonly number[] = [408, 425, 429];
