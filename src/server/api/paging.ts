import type { Context } from 'hono';
import type { AppTypes } from '../app.ts';

/** Says where the next page is, as every client of the web understands it. */
export function linkNext(c: Context<AppTypes>, next: string | null): void {
  if (next === null) return;
  const { pathname, search } = publicUrl(c, { cursor: next });
  c.header('Link', `<${pathname}${search}>; rel="next"`);
}

/** The address of what was asked as who asked knows it, with parameters added. */
export function publicUrl(
  c: Context<AppTypes>,
  more: Readonly<Record<string, string>> = {},
  path: string = c.req.path,
): URL {
  const { host, search } = new URL(c.req.url);
  // The proxy in front of us knows whether there is TLS; whoever lies only misleads himself.
  const scheme = c.req.header('X-Forwarded-Proto') === 'https' ? 'https' : 'http';
  const url = new URL(`${scheme}://${host}${c.get('basePath')}${path}${search}`);
  for (const [name, value] of Object.entries(more)) url.searchParams.set(name, value);
  return url;
}
