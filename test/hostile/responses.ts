import type { ServerResponse } from 'node:http';
import type { Seen } from '../fetch/loopback.ts';
import { json, rows } from './base.ts';

/** The good catalogue, as it is served. */
export const GOOD = json(rows());

/** How the host answers: what it was asked, and its answer to be. */
export type Answer = (asked: Seen, response: ServerResponse) => void;

/** What a crawl comes to, in the words of its row. */
export interface Outcome {
  readonly outcome: 'ok' | 'unchanged' | 'failed' | 'quarantined';
  readonly failure?: 'unreachable' | 'refused' | 'changed' | 'empty' | 'implausible';
  readonly message?: RegExp;
}

/** A response that a source which was good yesterday may get tonight, and what comes of it. */
export interface ResponseCase {
  readonly id: string;
  readonly what: string;
  readonly answer: Answer;
  readonly expected: Outcome;
  /** How often the host is asked in the night. */
  readonly requests: number;
  /** Milliseconds waited between those requests, where they are tries of one. */
  readonly waits?: readonly number[];
  /** For how many seconds no crawl asks this host, once the night is over. */
  readonly restsFor?: number;
}

const with429 =
  (retryAfter: string): Answer =>
  (_, response) =>
    void response.writeHead(429, { 'retry-after': retryAfter }).end();

const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Answer =>
  (_, response) =>
    void response.writeHead(code, headers).end(body);

const CHALLENGE = '<html><head><title>Just a moment...</title></head><body>wait</body></html>';
const BACKOFF = [500, 1000, 2000];
const NOT_ANSWERED = { outcome: 'failed', failure: 'unreachable' } as const;
const REFUSED = { outcome: 'failed', failure: 'refused' } as const;
const CHANGED = { outcome: 'failed', failure: 'changed' } as const;

/** T01 and T05 to T25; T02 to T04 are about what the host is asked, T26 about whom. */
export const RESPONSES: readonly ResponseCase[] = [
  {
    ...{ id: 'T01', what: '304, though nothing was kept to compare with', answer: status(304) },
    ...{ expected: { ...CHANGED, message: /answered HTTP 304$/ }, requests: 1 },
  },
  {
    ...{ id: 'T05', what: '429 with a wait of 120 s', answer: with429('120') },
    ...{ expected: REFUSED, requests: 1, restsFor: 120 },
  },
  {
    ...{ id: 'T06', what: '429 with a wait until a day in the past' },
    answer: with429('Wed, 21 Oct 2015 07:28:00 GMT'),
    ...{ expected: REFUSED, requests: 1, restsFor: 0 },
  },
  {
    ...{ id: 'T07', what: '429 with a wait of -5 s', answer: with429('-5') },
    ...{ expected: REFUSED, requests: 1, restsFor: 0 },
  },
  {
    ...{ id: 'T08', what: '429 with a wait of 20 nines', answer: with429('9'.repeat(20)) },
    ...{ expected: REFUSED, requests: 1, restsFor: 86_400 },
  },
  {
    ...{ id: 'T09', what: '429 with an empty wait', answer: with429('') },
    ...{ expected: REFUSED, requests: 1, restsFor: 0 },
  },
  {
    ...{ id: 'T10', what: '503', answer: status(503) },
    ...{ expected: { ...NOT_ANSWERED, message: /answered HTTP 503$/ }, requests: 4 },
    waits: BACKOFF,
  },
  {
    ...{ id: 'T11', what: '403 with a challenge page' },
    answer: status(403, { 'content-type': 'text/html' }, CHALLENGE),
    ...{ expected: { ...REFUSED, message: /a challenge page/ }, requests: 1 },
  },
  {
    ...{ id: 'T12', what: '401', answer: status(401) },
    ...{ expected: { ...REFUSED, message: /HTTP 401/ }, requests: 1 },
  },
  {
    ...{ id: 'T13', what: '404', answer: status(404) },
    ...{ expected: { ...CHANGED, message: /HTTP 404/ }, requests: 1 },
  },
  {
    ...{ id: 'T14', what: 'a body that is cut off', requests: 4, waits: BACKOFF },
    answer(_, response) {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write(GOOD.slice(0, 2000), () => response.destroy());
    },
    expected: { ...NOT_ANSWERED, message: /it closed the connection/ },
  },
  {
    ...{ id: 'T15', what: 'the promise of 10 GiB, known before any of it is read', requests: 1 },
    // Nothing of the body is ever sent: whoever waits for it is told of silence instead.
    answer: (_, response) =>
      response.writeHead(200, { 'content-length': 10_737_418_240 }).flushHeaders(),
    expected: { ...CHANGED, message: /larger than the limit of/ },
  },
  {
    ...{ id: 'T16', what: 'a drip that has no end', requests: 4, waits: BACKOFF },
    answer(_, response) {
      const drip = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(drip));
    },
    expected: { ...NOT_ANSWERED, message: /not done after/ },
  },
  {
    ...{ id: 'T17', what: 'nothing at all', answer: () => undefined, requests: 4, waits: BACKOFF },
    expected: { ...NOT_ANSWERED, message: /did not answer/ },
  },
  {
    ...{ id: 'T18', what: 'a header of 64 KiB', requests: 1 },
    answer: status(200, { 'x-flood': 'a'.repeat(64 * 1024) }, GOOD),
    expected: { ...CHANGED, message: /too many headers/ },
  },
  {
    ...{ id: 'T19', what: 'an image, by its type', requests: 1 },
    answer: status(200, { 'content-type': 'image/png' }, GOOD),
    expected: { ...CHANGED, message: /answered image\/png/ },
  },
  {
    // Many programs say HTML of whatever they send. The whole list in its exact shape proves more.
    ...{ id: 'T20', what: 'the list of JSON, called a page', requests: 1 },
    answer: status(200, { 'content-type': 'text/html' }, GOOD),
    expected: { outcome: 'unchanged' },
  },
  {
    ...{ id: 'T20', what: 'a page, called the list of JSON', requests: 1 },
    answer: status(
      200,
      { 'content-type': 'application/json' },
      '<html><body>We will be back soon.</body></html>',
    ),
    expected: { ...CHANGED, message: /JSON/ },
  },
  {
    ...{ id: 'T21', what: '204', answer: status(204), requests: 1 },
    expected: { outcome: 'failed', failure: 'empty' },
  },
  {
    ...{ id: 'T22', what: '206 with a part of the list', requests: 1 },
    answer: status(206, {}, GOOD.slice(0, 2000)),
    expected: { ...CHANGED, message: /HTTP 206/ },
  },
  {
    ...{ id: 'T23', what: 'redirects in a circle', requests: 6 },
    answer: status(301, { location: '/offers' }),
    expected: { ...CHANGED, message: /redirects more than 5 times/ },
  },
  {
    ...{ id: 'T24', what: 'a redirect to nowhere', answer: status(302), requests: 1 },
    expected: { ...CHANGED, message: /without an address to go to/ },
  },
  {
    ...{ id: 'T25', what: 'a reset after the headers', requests: 4, waits: BACKOFF },
    answer(_, response) {
      response.writeHead(200).flushHeaders();
      setTimeout(() => response.socket?.resetAndDestroy(), 20);
    },
    expected: { ...NOT_ANSWERED, message: /did not answer/ },
  },
];

/** A robots.txt, and whether it lets a page be read. */
export interface RobotsCase {
  readonly id: string;
  readonly what: string;
  readonly answer: Answer;
  readonly path: string;
  readonly expected: Outcome;
}

const saying = (text: string) => status(200, { 'content-type': 'text/plain' }, text);
const ALLOWED = { outcome: 'ok' } as const;
const FORBIDDEN = { ...REFUSED, message: /forbids .* in line \d+ of its robots\.txt/ };
const NO_JSON = 'User-agent: *\nDisallow: /*.json$\n';

/** B01 to B12; B13 is about the request after the next, B14 about a copy that is kept. */
export const ROBOTS: readonly RobotsCase[] = [
  { id: 'B01', what: '404', answer: status(404), path: '/', expected: ALLOWED },
  { id: 'B02', what: '403', answer: status(403), path: '/', expected: ALLOWED },
  {
    ...{ id: 'B03', what: '500', answer: status(500), path: '/' },
    expected: { ...REFUSED, message: /robots\.txt cannot be had/ },
  },
  {
    ...{ id: 'B04', what: 'nothing in time', answer: () => undefined, path: '/' },
    expected: { ...NOT_ANSWERED, message: /robots\.txt cannot be had/ },
  },
  {
    ...{ id: 'B05', what: 'a longer rule that allows', path: '/pricing/gpu/a', expected: ALLOWED },
    answer: saying('User-agent: *\nDisallow: /pricing\nAllow: /pricing/gpu'),
  },
  {
    ...{ id: 'B06', what: 'two equal rules', path: '/a', expected: ALLOWED },
    answer: saying('User-agent: *\nDisallow: /a\nAllow: /a'),
  },
  {
    ...{ id: 'B07', what: 'a group of our own, in capitals', path: '/', expected: FORBIDDEN },
    answer: saying('User-agent: CHIPWATCH\nDisallow: /\n\nUser-agent: *\nAllow: /'),
  },
  {
    ...{ id: 'B08', what: 'a rule behind a byte order mark', path: '/', expected: FORBIDDEN },
    answer: saying('\ufeffUser-agent: *\nDisallow: /'),
  },
  {
    ...{ id: 'B09', what: 'a page instead of rules', path: '/', expected: ALLOWED },
    answer: status(200, { 'content-type': 'text/html' }, '<html>not found</html>'),
  },
  {
    ...{ id: 'B10', what: 'a pattern that ends', path: '/offers.json', expected: FORBIDDEN },
    answer: saying(NO_JSON),
  },
  {
    ...{ id: 'B11', what: 'a pattern that ends earlier', path: '/offers.json?page=2' },
    ...{ answer: saying(NO_JSON), expected: ALLOWED },
  },
  {
    ...{ id: 'B12', what: 'redirects in a circle', path: '/', expected: ALLOWED },
    answer: status(302, { location: '/robots.txt' }),
  },
];
