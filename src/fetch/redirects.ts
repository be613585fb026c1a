import { SourceError } from '../domain/errors.ts';
import { type Answer, type Asked, hostOf, type Send, webUrl } from './exchange.ts';

const REDIRECTS_MAX = 5;
const REDIRECT = new Set([301, 302, 303, 307, 308]);

/** The last answer of a chain, and why it ends in a redirect if it does. */
export interface Followed {
  readonly answer: Answer;
  readonly stopped: string | null;
}

/**
 * Asks, and follows at most five redirects, none from https to http. Headers of the scraper stay
 * with the host they were meant for.
 */
export async function follow(asked: Asked, send: Send): Promise<Followed> {
  let next = asked;
  for (let hops = 0; ; hops += 1) {
    const answer = await send(next);
    if (!REDIRECT.has(answer.status)) return { answer, stopped: null };
    const stopped = obstacle(next, answer, hops);
    if (stopped) return { answer, stopped };
    next = onwards(next, answer);
  }
}

function obstacle(asked: Asked, { status, headers }: Answer, hops: number): string | null {
  const target = targetOf(asked, headers.location);
  if (target === null) return `redirects (HTTP ${status}) without an address to go to`;
  if (hops === REDIRECTS_MAX) return `redirects more than ${REDIRECTS_MAX} times`;
  if (asked.url.startsWith('https:') && target.protocol === 'http:') {
    return 'redirects from https to http';
  }
  const leaves = target.host !== hostOf(asked.url);
  return leaves && repeats(asked, status) ? `redirects its POST to ${target.host}` : null;
}

function targetOf(asked: Asked, location: string | undefined): URL | null {
  if (!location) return null;
  try {
    return webUrl(location, asked.url);
  } catch (cause) {
    // `obstacle` names the request that led here, which this error cannot.
    if (cause instanceof SourceError) return null;
    throw cause;
  }
}

function onwards(asked: Asked, { status, headers }: Answer): Asked {
  const { href: url, host } = webUrl(headers.location ?? '', asked.url);
  const kept = host === hostOf(asked.url) ? asked.headers : usual(asked.headers);
  if (repeats(asked, status)) return { ...asked, url, headers: kept };
  const { 'content-type': _, ...headersOfGet } = kept;
  return { ...asked, method: 'GET', url, headers: headersOfGet, body: null };
}

/** Whether the redirect asks for the same POST again. As in browsers, 301 and 302 do not. */
function repeats({ method }: Asked, status: number): boolean {
  return method === 'POST' && (status === 307 || status === 308);
}

function usual({ 'user-agent': agent = '' }: Asked['headers']): Asked['headers'] {
  return { 'user-agent': agent, accept: '*/*' };
}
