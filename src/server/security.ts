import type { Context, MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { getCookie } from 'hono/cookie';
import { secureHeaders } from 'hono/secure-headers';
import type { App, AppTypes } from './app.ts';
import { type Door, isAddressed, isPlain } from './door.ts';
import { LOGIN, loginPage, SESSION_COOKIE, STYLE } from './pages/login.ts';
import { ProblemError, problem } from './problem.ts';
import type { Sessions } from './sessions.ts';
import { isBearer } from './token.ts';

/** In bytes. */
const LARGEST_BODY = 256 * 1024;

/**
 * What answers without a token: for whatever watches the process, yes or no, and how the login page
 * looks.
 */
const OPEN: readonly string[] = ['/healthz', '/readyz', ...STYLE];

/** What every request passes before any route sees it. */
export function secure(app: App, door: Door, sessions: Sessions): void {
  app.use(
    async (c, next) => {
      c.set('basePath', door.basePath);
      await next();
    },
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
      // With no-referrer at all a browser says of our own forms that they come from nowhere.
      referrerPolicy: 'same-origin',
      // Whether there is TLS is up to the proxy in front of us.
      strictTransportSecurity: false,
    }),
    guard(door, sessions),
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (c) =>
        problem(c, new ProblemError('too-large', `expected at most ${LARGEST_BODY} bytes`)),
    }),
  );
}

function guard(door: Door, sessions: Sessions): MiddlewareHandler<AppTypes> {
  return async (c, next) => {
    refuseOddities(door, c);
    const hasToken = door.digest !== null && isBearer(c.req.header('Authorization'), door.digest);
    const hasSession = sessions.isOpen(getCookie(c, SESSION_COOKIE));
    const { isRead, isApi } = kindOf(c);
    // A browser sends its cookie by itself: what programs may change takes the token.
    const isTrusted = hasToken || (hasSession && (isRead || !isApi));
    const isKnown = isTrusted || door.digest === null;
    if (!isKnown && !isOpenToAll(c)) return unknown(c);
    if (!isRead) refuseStrangers(c, !hasToken && hasSession);
    c.set('isKnown', isKnown);
    c.set('isTrusted', isTrusted);
    c.set('hasSession', hasSession);
    return next();
  };
}

type GuardContext = Context<AppTypes>;

function kindOf({ req }: GuardContext) {
  return { isRead: ['GET', 'HEAD'].includes(req.method), isApi: req.path.startsWith('/api/') };
}

function isOpenToAll(c: GuardContext): boolean {
  return kindOf(c).isRead ? OPEN.includes(c.req.path) : c.req.path === LOGIN;
}

function refuseOddities(door: Door, { env }: GuardContext): void {
  if (!isPlain(env.incoming)) {
    throw new ProblemError('bad-request', 'expected a plain path and one Host header');
  }
  if (!isAddressed(door, env.incoming)) {
    throw new ProblemError(
      'wrong-host',
      'expected the host this server listens on, or one of server.hosts in chipwatch.yaml',
    );
  }
}

/** Who brings nothing: a person is asked for the token, a program told of it. */
function unknown(c: GuardContext): Response | Promise<Response> {
  c.header('WWW-Authenticate', 'Bearer realm="chipwatch"');
  const isPerson = (c.req.header('Accept') ?? '').includes('text/html');
  if (isPerson && (kindOf(c).isRead || !kindOf(c).isApi)) return loginPage(c, null);
  throw new ProblemError('token-required', 'expected the header Authorization: Bearer TOKEN');
}

/**
 * Nothing is changed for another site. What programs change is asked in JSON, which no form sends; what
 * a cookie alone vouches for must be said to come from here.
 */
function refuseStrangers(c: GuardContext, isByCookie: boolean): void {
  const origin = c.req.header('Origin');
  const site = c.req.header('Sec-Fetch-Site');
  const own = [`http://${c.req.header('Host')}`, `https://${c.req.header('Host')}`];
  const isFromElsewhere =
    (site !== undefined && !['same-origin', 'none'].includes(site)) ||
    (origin !== undefined && !own.includes(origin));
  const isFromHere = site === 'same-origin' || origin !== undefined;
  if (isFromElsewhere || (isByCookie && !isFromHere)) {
    throw new ProblemError('cross-site', 'expected a request of this site, found another Origin');
  }
  const type = c.req.header('Content-Type') ?? '';
  if (kindOf(c).isApi && !/^application\/json\s*(?:;|$)/i.test(type)) {
    throw new ProblemError('json-expected', 'expected the header Content-Type: application/json');
  }
}
