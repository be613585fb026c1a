import { z } from 'zod';
import type { Asked, Headers, Hop } from './exchange.ts';
import type { Redaction } from './redaction.ts';

/** The file of a recording; bodies lie beside it. */
export const HAR_FILE = 'recording.har';

/** They describe how a body was sent; a recording holds it decoded. */
const OF_THE_WIRE = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
]);

const NameValue = z.object({ name: z.string(), value: z.string() });
const Entry = z.object({
  startedDateTime: z.string().optional(),
  request: z.object({
    method: z.string(),
    url: z.url(),
    postData: z.object({ text: z.string().optional() }).optional(),
  }),
  response: z.object({
    /** Playwright writes -1 for a request that was never answered. */
    status: z.number().int(),
    headers: z.array(NameValue),
    content: z.object({
      mimeType: z.string().optional(),
      text: z.string().optional(),
      encoding: z.string().optional(),
      _file: z.string().optional(),
    }),
  }),
});
/** One recorded answer. */
export type Entry = z.infer<typeof Entry>;
const Har = z.object({ log: z.object({ entries: z.array(Entry) }) });

/** The answers of a HAR 1.2 file, in its order. Throws when it is not one. */
export function readHar(text: string): readonly Entry[] {
  const { log } = Har.parse(JSON.parse(text));
  return log.entries.filter(({ response }) => response.status > 0);
}

/** Equal for two requests that one recorded answer fits: method, address and posted JSON in canonical form. */
export function requestKey(
  { method, url, body }: Pick<Asked, 'method' | 'url' | 'body'>,
  redaction: Redaction,
): string {
  const address = new URL(redaction.url(url));
  address.hash = '';
  address.searchParams.sort();
  const posted = method === 'POST' ? ` ${redaction.text(canonicalBody(body ?? ''))}` : '';
  return `${method} ${address.href}${posted}`;
}

/** Headers of a recorded answer, without those of the wire. */
export function headersOf({ response }: Entry): Headers {
  const { mimeType } = response.content;
  const pairs = response.headers.map(({ name, value }) => [name.toLowerCase(), value] as const);
  const all = new Map(pairs.filter(([name]) => !OF_THE_WIRE.has(name)));
  if (mimeType && !all.has('content-type')) all.set('content-type', mimeType);
  return Object.fromEntries(all);
}

/** One request with its answer as HAR has it; `file` holds the body, null where there is none. */
export function entryOf(
  { asked, answer }: Hop,
  { startedAt, file, redaction }: { startedAt: number; file: string | null; redaction: Redaction },
): object {
  const { method, body } = asked;
  const written = (headers: Headers) =>
    Object.entries(headers)
      .filter(([name]) => !OF_THE_WIRE.has(name))
      .map(([name, value]) => ({ name, value: redaction.header(name, value) }));
  const mimeType = answer.headers['content-type'] ?? '';
  const postData = { mimeType: 'application/json', text: redaction.text(body ?? '') };
  return {
    startedDateTime: new Date(startedAt).toISOString(),
    time: 0,
    request: {
      ...UNKNOWN,
      method,
      url: redaction.url(asked.url),
      headers: written(asked.headers),
      queryString: [],
      ...(body === null ? {} : { postData }),
    },
    response: {
      ...UNKNOWN,
      status: answer.status,
      statusText: '',
      headers: written(answer.headers),
      content: { size: answer.body.size, mimeType, ...(file ? { _file: file } : {}) },
      redirectURL: answer.headers.location ?? '',
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
  };
}

/** What HAR wants said and we do not know. */
const UNKNOWN = { httpVersion: 'HTTP/1.1', cookies: [], headersSize: -1, bodySize: -1 };

/** JSON with its keys sorted; the query of GraphQL with its white space collapsed. Other text as it is. */
function canonicalBody(body: string): string {
  const value = parsed(body);
  if (value === undefined) return body;
  return JSON.stringify(sorted(isGraphql(value) ? canonicalGraphql(value) : value));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is no fault here: it is compared as text.
    return undefined;
  }
}

interface Graphql {
  readonly query: string;
}

function isGraphql(value: unknown): value is Graphql {
  return (
    typeof value === 'object' &&
    value !== null &&
    'query' in value &&
    typeof value.query === 'string'
  );
}

function canonicalGraphql(request: Graphql) {
  const query = request.query.replace(/\s+/g, ' ').trim();
  return { operationName: null, variables: {}, ...request, query };
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([key, each]) => [key, sorted(each)]));
}
