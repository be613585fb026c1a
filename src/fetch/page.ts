import type { BrowserContext, Page, Request, Response, Route } from 'playwright';
import { quote, SourceError } from '../domain/errors.ts';
import { bodyOf } from './body.ts';
import { type Answer, webUrl } from './exchange.ts';
import { failureOf as networkFailure, ofHost, tooLarge, unreachable } from './failure.ts';
import { siteOf } from './site.ts';
import { isChallenge, judgeStatus, refused } from './verdict.ts';

const REQUESTS_MAX = 200;
const REDIRECTS_MAX = 5;
const WANTED = new Set(['document', 'script', 'stylesheet', 'xhr', 'fetch']);
/** For what comes after the page's own deadline: taking the text of a page that is still busy. */
const GRACE_MS = 5000;

/** One page to open, and how its requests are answered. */
export interface Visit {
  readonly url: string;
  /** A CSS selector. */
  readonly waitFor: string;
  readonly deadlineMs: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Ends the visit with its reason, whatever the page is doing. */
  readonly broken: AbortController;
  /** Why the page was last kept from connecting, or null. */
  kept(): unknown;
  answer(route: Route): Promise<void>;
  show(url: string): string;
  now(): number;
}

/** Opens the page and gives its HTML, as the browser holds it, once `waitFor` is in it. */
export async function readPage(context: BrowserContext, visit: Visit): Promise<Answer> {
  const late = AbortSignal.timeout(visit.deadlineMs + GRACE_MS);
  const ended = AbortSignal.any([late, visit.signal, visit.broken.signal]);
  const fail = (cause: unknown) => visit.broken.abort(cause);
  try {
    return await unlessAborted(open(context, { ...visit, fail }), ended);
  } catch (cause) {
    if (visit.signal.aborted) throw visit.signal.reason;
    if (visit.broken.signal.aborted) throw failureOf(visit.broken.signal.reason, visit);
    if (late.aborted) throw overdue(visit);
    throw failureOf(cause, visit);
  }
}

/** What happens beside the page, in handlers nobody waits for, ends the visit through `fail`. */
interface Guarded extends Visit {
  fail(cause: unknown): void;
}

async function open(context: BrowserContext, visit: Guarded): Promise<Answer> {
  const startedAt = performance.now();
  const left = () => Math.max(1, visit.deadlineMs - (performance.now() - startedAt));
  const page = await context.newPage();
  await limitRequests(context, page, visit);
  closeWhatOpens(context, page, visit.fail);

  const response = await page.goto(visit.url, { waitUntil: 'commit', timeout: left() });
  const headers = judged(response, visit);
  await waitFor(page, visit, left());
  const html = Buffer.from(await page.content());

  if (html.length > visit.maxBytes) throw ofHost(visit.url, tooLarge(visit.maxBytes));
  const { href: url } = webUrl(page.url());
  const type = { 'content-type': 'text/html; charset=utf-8' };
  return { url, status: 200, headers: { ...headers, ...type }, body: bodyOf(html) };
}

async function limitRequests(
  context: BrowserContext,
  page: Page,
  { url, answer, fail }: Guarded,
): Promise<void> {
  const isOfSite = siteOf(url);
  let requests = 0;
  await context.route('**/*', (route) => {
    requests += 1;
    const request = route.request();
    const isAnswered =
      requests <= REQUESTS_MAX && isWanted(request, isOfSite) && ownerOf(request) === page;
    return (isAnswered ? answer(route) : route.abort()).catch(fail);
  });
  // Redirects are not routed: the gateway keeps them to the site.
  context.on('request', (request) => {
    const from = request.redirectedFrom();
    if (from === null) return;
    requests += 1;
    const wrong = redirectFault(from, request);
    if (wrong !== null) fail(new SourceError('changed', `${url} ${wrong}`));
  });
  await context.routeWebSocket(/./, (socket) => socket.close());
}

function isWanted(request: Request, isOfSite: (host: string) => boolean): boolean {
  const { protocol, hostname } = new URL(request.url());
  return /^https?:$/.test(protocol) && WANTED.has(request.resourceType()) && isOfSite(hostname);
}

function redirectFault(from: Request, to: Request): string | null {
  if (!to.isNavigationRequest()) return null;
  if (/^https:/.test(from.url()) && /^http:/.test(to.url())) return 'redirects from https to http';
  let hops = 1;
  for (let each = from.redirectedFrom(); each !== null; each = each.redirectedFrom()) hops += 1;
  return hops > REDIRECTS_MAX ? `redirects more than ${REDIRECTS_MAX} times` : null;
}

/** Null for the first request of a popup, which comes before the popup itself. */
function ownerOf(request: Request): Page | null {
  try {
    return request.frame().page();
  } catch {
    return null;
  }
}

function closeWhatOpens(context: BrowserContext, page: Page, fail: Guarded['fail']): void {
  context.on('page', (other) => other.close().catch(fail));
  page.on('dialog', (dialog) => dialog.dismiss().catch(fail));
}

function judged(response: Response | null, visit: Visit): Record<string, string> {
  if (response === null) throw new SourceError('changed', `${what(visit)} opened no page`);
  const headers = response.headers();
  judgeStatus(what(visit), { status: response.status(), headers }, visit.now());
  return headers;
}

async function waitFor(page: Page, visit: Visit, timeout: number): Promise<void> {
  try {
    await page.waitForSelector(`css=${visit.waitFor}`, { state: 'attached', timeout });
  } catch (cause) {
    if (!isTimeout(cause)) throw cause;
    if (isChallenge(await page.content())) throw refused(what(visit), 'a challenge page');
    const wanted = quote(visit.waitFor);
    const seconds = visit.deadlineMs / 1000;
    throw new SourceError('changed', `${what(visit)} has no ${wanted} after ${seconds} s`);
  }
}

function failureOf(cause: unknown, visit: Visit): unknown {
  if (cause instanceof SourceError || !(cause instanceof Error)) return cause;
  if (isTimeout(cause)) return overdue(visit);
  const kept = visit.kept();
  if (/net::ERR_SOCKS/.test(cause.message) && kept !== null) return networkFailure(kept, visit.url);
  const code = /net::(?<code>ERR_\w+)/.exec(cause.message)?.groups?.code;
  if (code === 'ERR_ABORTED' || /Download is starting/.test(cause.message)) {
    return new SourceError('changed', `${what(visit)} is not a page`, { cause });
  }
  if (code) return unreachable(visit.url, code, cause);
  const isGone = /has been closed|crashed/.test(cause.message);
  return isGone ? unreachable(visit.url, 'the browser ended', cause) : cause;
}

function overdue({ url, deadlineMs }: Visit): SourceError {
  return unreachable(url, `not done after ${deadlineMs / 1000} s`);
}

function what({ url, show }: Visit): string {
  return `GET ${show(url)}`;
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

/** The work's end or the signal's, whichever comes first; a stuck page never ends on its own. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
