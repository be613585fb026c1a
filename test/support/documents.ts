import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document, Documents, Reading, Scraper, Tools } from '../../scrapers/kit/index.ts';
import { SourceError } from '../../scrapers/kit/index.ts';

/** What a made-up server is asked. `body` is null where nothing is posted. */
export interface Request {
  readonly url: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/** What it answers. */
export interface Answer {
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A document as a scraper is served it. */
export function aDocument(
  name: string,
  body: unknown,
  more: Partial<Pick<Document, 'partOf' | 'headers'>> = {},
): Document {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {
    name,
    url: `https://northlight.example/${name}`,
    fetchedAt: 0,
    partOf: null,
    headers: {},
    ...more,
    text: () => text,
    json: () => JSON.parse(text),
    async *lines() {
      yield* text.split('\n');
    },
  };
}

/** A whole page with that body. */
export function aPage(name: string, body: string): Document {
  return aDocument(name, `<html><body>${body}</body></html>`);
}

/** Tools whose world is one function: what it leaves unanswered cannot be reached. */
export function toolsOf(
  world: (request: Request) => Answer | undefined,
  partOf: string | null = null,
): Tools {
  const ask = async (name: string, request: Request) => {
    const answer = world(request);
    if (answer === undefined) throw new SourceError('unreachable', `not recorded: ${request.url}`);
    return aDocument(name, answer.body, { partOf, headers: answer.headers ?? {} });
  };
  return {
    http: {
      get: (name, url, options) => ask(name, { url, body: null, headers: options?.headers ?? {} }),
      post: (name, url, body, options) => ask(name, { url, body, headers: options?.headers ?? {} }),
    },
    browser: { html: (name, url) => ask(name, { url, body: null, headers: {} }) },
    part: (scope, fetch) => fetch(toolsOf(world, scope)).catch(nothingWhereUnreachable),
    secret: () => 'a secret of nobody',
    now: () => Date.parse('2026-01-02T03:04:05Z'),
  };
}

/** Tools that answer from the recording in a fixture folder. */
export function replaying(directory: string): Tools {
  const har: Recording = JSON.parse(readFileSync(join(directory, 'recording.har'), 'utf8'));
  return toolsOf(({ url, body }) => {
    const found = har.log.entries.find(
      ({ request }) => request.url === url && sameBody(request.postData?.text, body),
    );
    if (found === undefined) return undefined;
    const { content, headers } = found.response;
    return {
      body: readFileSync(join(directory, content._file), 'utf8'),
      headers: Object.fromEntries(headers.map(({ name, value }) => [name.toLowerCase(), value])),
    };
  });
}

interface Recording {
  readonly log: {
    readonly entries: readonly {
      readonly request: { readonly url: string; readonly postData?: { readonly text: string } };
      readonly response: {
        readonly headers: readonly { readonly name: string; readonly value: string }[];
        readonly content: { readonly _file: string };
      };
    }[];
  };
}

function sameBody(recorded: string | undefined, sent: unknown): boolean {
  if (recorded === undefined) return sent === null;
  return JSON.stringify(JSON.parse(recorded)) === JSON.stringify(sent);
}

/** Everything a scraper reads in these documents. */
export async function readingsOf(scraper: Scraper, documents: Documents): Promise<Reading[]> {
  const readings: Reading[] = [];
  for await (const reading of scraper.parse(documents)) readings.push(reading);
  return readings;
}

function nothingWhereUnreachable(cause: unknown): Documents {
  if (cause instanceof SourceError && cause.failure === 'unreachable') return [];
  throw cause;
}
