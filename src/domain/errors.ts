import { plain } from './text.ts';
import type { Failure } from './words.ts';

/** Letters of a message: it may quote what was served, which may be anything. */
const MESSAGE_MAX = 1000;

/**
 * Why a crawl of one source failed. `failure` is stored and shown as it is; retry is derived from
 * it: `unreachable` is worth another try, `refused` only after the wait the source asked for.
 */
export class SourceError extends Error {
  readonly failure: Failure;
  /** Milliseconds the source asked us to wait (`Retry-After`), or null. */
  readonly retryAfterMs: number | null;

  constructor(
    failure: Failure,
    message: string,
    options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {},
  ) {
    super(plain(message, MESSAGE_MAX), { cause: options.cause });
    this.name = 'SourceError';
    this.failure = failure;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

/** Foreign text made fit for one line of a message: no control characters, cut to `length`. */
export function quote(text: string, length = 200): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return JSON.stringify(line.length > length ? `${line.slice(0, length - 1)}…` : line);
}
