import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';
import type { App, AppTypes } from './app.ts';
import { type Door, isAddressed, isPlain } from './door.ts';
import { ProblemError, problem } from './problem.ts';
import { isBearer } from './token.ts';

/** In bytes. */
const LARGEST_BODY = 256 * 1024;

/** Paths that answer without a token, for whatever watches the process. They say yes or no. */
const PROBES: readonly string[] = ['/healthz', '/readyz'];

/** What every request passes before any route sees it. */
export function secure(app: App, door: Door): void {
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
      referrerPolicy: 'no-referrer',
      // Whether there is TLS is up to the proxy in front of us.
      strictTransportSecurity: false,
    }),
    guard(door),
    bodyLimit({
      maxSize: LARGEST_BODY,
      onError: (c) =>
        problem(c, new ProblemError('too-large', `expected at most ${LARGEST_BODY} bytes`)),
    }),
  );
}

function guard(door: Door): MiddlewareHandler<AppTypes> {
  return async (c, next) => {
    const { incoming } = c.env;
    if (!isPlain(incoming)) {
      throw new ProblemError('bad-request', 'expected a plain path and one Host header');
    }
    if (!isAddressed(door, incoming)) {
      throw new ProblemError(
        'wrong-host',
        'expected the host this server listens on, or one of server.hosts in chipwatch.yaml',
      );
    }
    const isTrusted = door.digest !== null && isBearer(c.req.header('Authorization'), door.digest);
    const isKnown = isTrusted || door.digest === null;
    const isRead = ['GET', 'HEAD'].includes(c.req.method);
    if (!isKnown && !(isRead && PROBES.includes(c.req.path))) {
      c.header('WWW-Authenticate', 'Bearer realm="chipwatch"');
      throw new ProblemError('token-required', 'expected the header Authorization: Bearer TOKEN');
    }
    if (!isRead) refuseStrangers((name) => c.req.header(name));
    c.set('isKnown', isKnown);
    c.set('isTrusted', isTrusted);
    await next();
  };
}

/** What changes something is asked in JSON, which no form of another site sends, and from here. */
function refuseStrangers(header: (name: string) => string | undefined): void {
  const origin = header('Origin');
  const site = header('Sec-Fetch-Site') ?? 'none';
  const own = [`http://${header('Host')}`, `https://${header('Host')}`];
  if (!['same-origin', 'none'].includes(site) || (origin !== undefined && !own.includes(origin))) {
    throw new ProblemError('cross-site', 'expected a request of this site, found another Origin');
  }
  if (!/^application\/json\s*(?:;|$)/i.test(header('Content-Type') ?? '')) {
    throw new ProblemError('json-expected', 'expected the header Content-Type: application/json');
  }
}
