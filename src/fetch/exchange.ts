import type { Keep } from '../../scrapers/kit/scraper.ts';
import { quote, SourceError } from '../domain/errors.ts';
import { urlFault } from '../gate/index.ts';

/** Header names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** One request, before redirects. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: string | null;
  /** Which lines of the answer are kept; without it, all of it is. */
  readonly keep?: Keep;
}

/** What a host answered to one request. */
export interface Answer {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

/** A decoded body: in memory, or in a file when it is too large for that. */
export type Body = { readonly size: number; readonly sha256: string } & (
  | { readonly kind: 'memory'; readonly bytes: Buffer }
  | { readonly kind: 'file'; readonly path: string }
);

export type Send = (asked: Asked) => Promise<Answer>;

/** One request with its answer, as a recording keeps it. */
export interface Hop {
  readonly asked: Asked;
  readonly answer: Answer;
}

/**
 * The text as the address of a web page. Throws `changed` for anything else: links come from pages.
 * A password in it is not repeated.
 */
export function webUrl(text: string, base?: string): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new SourceError('changed', `expected an http or https address, found ${quote(text)}`);
  }
  const wrong = urlFault(text, url);
  if (wrong !== null) {
    throw new SourceError('changed', `expected an address ${wrong}, found another at ${url.host}`);
  }
  url.hash = '';
  return url;
}

/** The host of an address, with its port unless it is the usual one. */
export function hostOf(url: string): string {
  return new URL(url).host;
}
