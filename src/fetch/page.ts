import type { BrowserContext, Page, Request, Response, Route } from 'playwright';
import { quote, SourceError } from '../domain/errors.ts';
import { bodyOf, tooLarge } from './body.ts';
import { type Answer, webUrl } from './exchange.ts';
import { ofHost, unreachable } from './failure.ts';
import { isChallenge, judgeStatus, refused } from './verdict.ts';

const REQUESTS_MAX = 200;
const SKIPPED = new Set(['image', 'media', 'font']);
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
  answer(route: Route): Promise<void>;
  show(url: string): string;
  now(): number;
}

/** Opens the page and gives its HTML, as the browser holds it, once `waitFor` is in it. */
export async function readPage(context: BrowserContext, visit: Visit): Promise<Answer> {
  const late = AbortSignal.timeout(visit.deadlineMs + GRACE_MS);
  const broken = new AbortController();
  const ended = AbortSignal.any([late, visit.signal, broken.signal]);
  const fail = (cause: unknown) => broken.abort(cause);
  try {
    return await unlessAborted(open(context, { ...visit, fail }), ended);
  } catch (cause) {
    if (visit.signal.aborted) throw visit.signal.reason;
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
  { answer, fail }: Guarded,
): Promise<void> {
  let requests = 0;
  await context.route('**/*', (route) => {
    requests += 1;
    const isAnswered = requests <= REQUESTS_MAX && isWanted(route.request(), page);
    return (isAnswered ? answer(route) : route.abort()).catch(fail);
  });
  await context.routeWebSocket(/./, (socket) => socket.close());
}

function isWanted(request: Request, page: Page): boolean {
  if (!/^https?:/.test(request.url()) || SKIPPED.has(request.resourceType())) return false;
  return ownerOf(request) === page;
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
