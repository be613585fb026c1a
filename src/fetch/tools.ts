import type { Document, Documents, Keep, Scraper, Tools } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import type { Failure } from '../domain/words.ts';
import { browserMissing } from './chromium.ts';
import { type Answer, type Asked, webUrl } from './exchange.ts';
import type { Reach } from './live.ts';
import { REDACTED } from './redaction.ts';
import type { Environment } from './settings.ts';

/** A scope whose documents could not be had. */
export interface Missing {
  readonly scope: string;
  readonly failure: Failure;
  readonly message: string;
}

/** One document as a scraper asks for it. */
export interface Wanted {
  readonly name: string;
  readonly scope: string | null;
  readonly method: string;
  readonly url: string;
}

/** What the tools of one crawl work with. */
export interface Workshop {
  readonly scraper: Scraper;
  readonly agent: string;
  readonly env: Environment;
  readonly isReplay: boolean;
  readonly reach: Reach;
  now(): number;
  /** Counts, keeps and wraps what `reached` brings. */
  bring(wanted: Wanted, reached: () => Promise<Answer>): Promise<Document>;
  miss(part: Missing): void;
}

/** The tools of one crawl; their documents belong to the scope. */
export function toolsFor(workshop: Workshop, scope: string | null): Tools {
  const { agent, bring, reach } = workshop;
  const ask = (name: string, asked: Asked) =>
    bring({ name, scope, method: asked.method, url: asked.url }, () => reach.fetch(asked));
  return {
    http: {
      get: async (name, url, options) => ask(name, request(agent, url, { ...options, body: null })),
      post: async (name, url, value, options) =>
        ask(name, request(agent, url, { ...options, body: JSON.stringify(value) })),
    },
    browser: {
      async html(name, address, { waitFor }) {
        const { href: url } = webUrl(address);
        return bring({ name, scope, method: 'GET', url }, () => reach.page(url, waitFor));
      },
    },
    part: (inner, fetch) => bringPart(workshop, inner, fetch),
    secret: (name) => secretNamed(workshop, name),
    now: workshop.now,
  };
}

interface Wish {
  readonly headers?: Record<string, string>;
  readonly body: string | null;
  readonly keep?: Keep;
}

function request(agent: string, url: string, { headers = {}, body, keep }: Wish): Asked {
  const own = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const type = body === null ? {} : { 'content-type': 'application/json' };
  return {
    method: body === null ? 'GET' : 'POST',
    url: webUrl(url).href,
    headers: { accept: '*/*', ...type, ...Object.fromEntries(own), 'user-agent': agent },
    body,
    ...(keep && { keep }),
  };
}

async function bringPart(
  workshop: Workshop,
  scope: string,
  fetch: (tools: Tools) => Promise<Documents>,
): Promise<Documents> {
  try {
    return await fetch(toolsFor(workshop, scope));
  } catch (cause) {
    // The crawl goes on without this scope, and is partial.
    if (!isOutOfReach(cause)) throw cause;
    workshop.miss({ scope, failure: cause.failure, message: cause.message });
    return [];
  }
}

/** Without a browser no part can be had, and the source is skipped as a whole. */
function isOutOfReach(cause: unknown): cause is SourceError {
  if (!(cause instanceof SourceError) || browserMissing(cause)) return false;
  return cause.failure === 'unreachable' || cause.failure === 'refused';
}

function secretNamed({ scraper, env, isReplay }: Workshop, name: string): string {
  if (!scraper.secrets?.includes(name)) {
    throw new Error(`${scraper.id} asks for ${name}, which its secrets do not declare`);
  }
  const value = env[name];
  if (value) return value;
  // A recording holds no secrets, so none is needed to replay it.
  if (isReplay) return REDACTED;
  throw new Error(`${scraper.id} needs ${name} in the environment`);
}
