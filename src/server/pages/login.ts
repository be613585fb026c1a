import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { serialize } from 'hono/utils/cookie';
import type { App, AppTypes } from '../app.ts';
import type { Door } from '../door.ts';
import type { Guesses } from '../guesses.ts';
import type { Sessions } from '../sessions.ts';
import { isToken } from '../token.ts';

export const SESSION_COOKIE = 'chipwatch';
export const LOGIN = '/login';
/** What the login page is made of besides itself. It tells nothing of this install. */
export const STYLE: readonly string[] = ['/assets/style.css', '/assets/icon.svg'];

type LoginContext = Context<AppTypes>;

/** Logs browsers in and out: they cannot send the header that brings the token. */
export function mountLogin(
  app: App,
  { digest }: Door,
  { sessions, guesses }: { readonly sessions: Sessions; readonly guesses: Guesses },
): void {
  app.get(LOGIN, (c) => c.redirect('./'));
  app.post(LOGIN, async (c) => {
    const { token = '', next = '' } = await c.req.parseBody();
    if (digest === null) return c.redirect(wayBack(String(next)), 303);
    const address = c.env.incoming.socket.remoteAddress ?? '';
    const wait = guesses.waitOf(address);
    if (wait > 0) return tooMany(c, wait);
    if (!isToken(String(token).trim(), digest)) {
      guesses.wrong(address);
      c.header('WWW-Authenticate', 'Bearer realm="chipwatch"');
      return loginPage(c, 'That is not the token of this server.', String(next));
    }
    guesses.right(address);
    const { secret, seconds } = sessions.begin();
    keep(c, secret, seconds);
    return c.redirect(wayBack(String(next)), 303);
  });
  app.post('/logout', (c) => {
    sessions.end(getCookie(c, SESSION_COOKIE));
    keep(c, '', 0);
    return c.redirect('./login', 303);
  });
}

/**
 * The cookie names no path: a browser takes the folder of the login page, wherever a proxy mounts it.
 * It is for TLS alone where the browser says that it came by TLS, which no proxy must tell us then.
 */
function keep(c: LoginContext, secret: string, maxAge: number): void {
  const secure = (c.req.header('Origin') ?? '').startsWith('https:');
  const options = { httpOnly: true, sameSite: 'Strict', secure, maxAge } as const;
  c.header('Set-Cookie', serialize(SESSION_COOKIE, secret, options));
}

/** A path of ours, whatever was sent: what was asked for before, or the first page. */
function wayBack(next: string): string {
  const here = 'http://here.invalid';
  if (!URL.canParse(next, `${here}/`)) return './';
  const { origin, pathname, search } = new URL(next, `${here}/`);
  return origin === here ? `.${pathname}${search}` : './';
}

function tooMany(c: LoginContext, waitMs: number): Response | Promise<Response> {
  const seconds = Math.ceil(waitMs / 1000);
  c.header('Retry-After', String(seconds));
  c.status(429);
  return page(c, `Too many wrong tokens; try again in ${seconds} s.`, '');
}

/** Asks a person for the token, then leads to what was asked for. */
export function loginPage(
  c: LoginContext,
  fault: string | null,
  next = askedFor(c),
): Response | Promise<Response> {
  c.status(401);
  return page(c, fault, next);
}

/** From the root of the dashboard, wherever that is mounted; of a form, the page it stands on. */
function askedFor({ req }: LoginContext): string {
  const { search } = new URL(req.url);
  return `${req.path}${search}`.replace(/^\/+/, '').replace(/^(?:login|logout)\b.*/, '');
}

function page(c: LoginContext, fault: string | null, next: string): Response | Promise<Response> {
  c.header('Cache-Control', 'no-store');
  const depth = c.req.path.split('/').length - 2;
  const root = depth > 0 ? '../'.repeat(depth) : './';
  // A browser keeps the cookie back where another site led here.
  const isLed = c.req.header('Sec-Fetch-Site') === 'cross-site';
  return c.html(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Log in · chipwatch</title>
<link rel="stylesheet" href="${root}assets/style.css">
<link rel="icon" href="${root}assets/icon.svg" type="image/svg+xml">
</head>
<body>
<main id="main" class="login">
<h1>Log in to chipwatch</h1>
${fault === null ? '' : html`<p class="bad" role="alert" id="fault">${fault}</p>`}
<form method="post" action="${root}login" class="panel">
<label for="token">Token of this server</label>
<input type="password" id="token" name="token" required autofocus autocomplete="current-password" spellcheck="false"${fault === null ? '' : html` aria-invalid="true" aria-describedby="fault"`}>
<input type="hidden" name="next" value="${next}">
<button class="main-action">Log in</button>
</form>
<p class="quiet">It stands in <code>CHIPWATCH_TOKEN</code> or under <code>server.token</code> in <code>chipwatch.yaml</code>. Programs send it as <code>Authorization: Bearer TOKEN</code>.</p>
${isLed ? html`<p><a href="${root}${next}">Logged in already? Go on</a></p>` : ''}
</main>
</body>
</html>
`);
}
