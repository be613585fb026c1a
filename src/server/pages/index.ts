import { readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { html } from 'hono/html';
import type { Params } from '../../query/question-error.ts';
import { QuestionError } from '../../query/question-error.ts';
import type { App, AppTypes } from '../app.ts';
import type { ServerDesk } from '../desk.ts';
import { changesPage } from './changes.ts';
import { healthLine } from './health.ts';
import { layout, type Page } from './layout.ts';
import { address, hasBlanks, paramsOf } from './links.ts';
import { offersPage } from './offers.ts';
import { sourcesPage } from './sources.ts';
import type { Html } from './text.ts';

/** All that is served beside pages: these names, and no path that somebody asks for. */
const ASSETS = {
  'style.css': 'text/css; charset=utf-8',
  'script.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type PageContext = Context<AppTypes>;

/** A page of the dashboard: where it is in the menu, and what it shows. */
interface Route {
  readonly path: string;
  readonly menu: Page['menu'];
  readonly title: string;
  body(desk: ServerDesk, params: Params): Promise<Html>;
}

const ROUTES: readonly Route[] = [
  { path: '/offers', menu: 'Offers', title: 'Offers', body: offersPage },
  { path: '/changes', menu: 'Changes', title: 'Changes', body: changesPage },
  { path: '/sources', menu: 'Sources', title: 'Sources', body: sourcesPage },
];

/** The pages for people. They ask what the command line asks, and their state is their address. */
export function mountPages(app: App, desk: ServerDesk): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const text = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
    app.get(`/assets/${name}`, etag(), (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
  app.get('/', (c) => {
    const base = c.get('basePath');
    // Without one we may be mounted anywhere all the same, and do not know where.
    return c.redirect(base === '' ? './offers' : `${base}/offers`);
  });
  for (const route of ROUTES) app.get(route.path, (c) => answer(c, desk, route));
}

async function answer(c: PageContext, desk: ServerDesk, route: Route): Promise<Response> {
  const params = paramsOf(c.req.url);
  const last = c.req.path.slice(c.req.path.lastIndexOf('/') + 1);
  // What a form sends of its empty fields is no part of a link that people pass on.
  if (hasBlanks(c.req.url)) return c.redirect(address(last === '' ? './' : last, params));
  try {
    return await shown(c, desk, route, await route.body(desk, params));
  } catch (cause) {
    if (!(cause instanceof QuestionError)) throw cause;
    c.status(400);
    return shown(c, desk, route, notUnderstood(cause, params));
  }
}

async function shown(
  c: PageContext,
  desk: ServerDesk,
  { path, menu, title }: Route,
  body: Html,
): Promise<Response> {
  c.header('Cache-Control', 'no-cache');
  const root = path.lastIndexOf('/') > 0 ? '../' : './';
  const isLoggedIn = c.get('hasSession');
  return c.html(layout({ title, menu, root, health: await healthLine(desk), isLoggedIn, body }));
}

/** A question that was not understood: what was wrong, and the way on without it. */
function notUnderstood({ parameter, message }: QuestionError, params: Params): Html {
  const { [parameter]: _, ...others } = params;
  return html`<h1>That question was not understood</h1>
<p><b>${parameter}</b>: ${message}</p>
<p><a href="${address('', others) || '?'}">Ask without ${parameter}</a></p>`;
}
