import { readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { html } from 'hono/html';
import type { Params } from '../../query/question-error.ts';
import { QuestionError } from '../../query/question-error.ts';
import type { App, AppTypes } from '../app.ts';
import type { ServerDesk } from '../desk.ts';
import { acceleratorPage, acceleratorTitle } from './accelerator.ts';
import { acceleratorsPage } from './accelerators.ts';
import { changesPage } from './changes.ts';
import { healthLine } from './health.ts';
import { layout, type Page } from './layout.ts';
import { address, hasBlanks, paramsOf } from './links.ts';
import { Missing } from './missing.ts';
import { offerPage, offerTitle } from './offer.ts';
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
interface PageRoute {
  /** It may end in `:id`, the name of what the page is about. */
  readonly path: string;
  readonly menu: Page['menu'];
  readonly title: string | ((desk: ServerDesk, id: string) => string);
  body(desk: ServerDesk, params: Params, id: string): Promise<Html>;
}

/** Every page there is: routing and tests are made of this table. */
export const PAGES: readonly PageRoute[] = [
  { path: '/offers', menu: 'Offers', title: 'Offers', body: offersPage },
  { path: '/offers/:id', menu: 'Offers', title: offerTitle, body: offerPage },
  { path: '/accelerators', menu: 'Accelerators', title: 'Accelerators', body: acceleratorsPage },
  {
    path: '/accelerators/:id',
    menu: 'Accelerators',
    title: acceleratorTitle,
    body: acceleratorPage,
  },
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
  for (const page of PAGES) app.get(page.path, (c) => answer(c, desk, page));
}

async function answer(c: PageContext, desk: ServerDesk, page: PageRoute): Promise<Response> {
  const params = paramsOf(c.req.url);
  const last = c.req.path.slice(c.req.path.lastIndexOf('/') + 1);
  // What a form sends of its empty fields is no part of a link that people pass on.
  if (hasBlanks(c.req.url)) return c.redirect(address(last === '' ? './' : last, params));
  const id = String(c.req.param('id'));
  try {
    const { title } = page;
    const name = typeof title === 'string' ? title : title(desk, id);
    return await shown(c, desk, page, { title: name, body: await page.body(desk, params, id) });
  } catch (cause) {
    const instead = insteadOf(cause, params);
    c.status(instead.status);
    return shown(c, desk, page, instead);
  }
}

type Content = Pick<Page, 'title' | 'body'>;

async function shown(
  c: PageContext,
  desk: ServerDesk,
  { path, menu }: PageRoute,
  content: Content,
): Promise<Response> {
  c.header('Cache-Control', 'no-cache');
  const root = path.lastIndexOf('/') > 0 ? '../' : './';
  const isLoggedIn = c.get('hasSession');
  return c.html(layout({ menu, root, health: await healthLine(desk), isLoggedIn, ...content }));
}

/** What stands in the place of a page that could not be made; what is no fault of who asked goes on. */
function insteadOf(cause: unknown, params: Params): Content & { readonly status: 400 | 404 } {
  if (cause instanceof QuestionError) {
    return { status: 400, title: 'Not understood', body: notUnderstood(cause, params) };
  }
  if (!(cause instanceof Missing)) throw cause;
  const body = html`<h1>There is no such page</h1><p>${cause.message}</p>`;
  return { status: 404, title: 'Not found', body };
}

/** A question that was not understood: what was wrong, and the way on without it. */
function notUnderstood({ parameter, message }: QuestionError, params: Params): Html {
  const { [parameter]: _, ...others } = params;
  return html`<h1>That question was not understood</h1>
<p><b>${parameter}</b>: ${message}</p>
${parameter in params ? html`<p><a href="${address('', others) || '?'}">Ask without ${parameter}</a></p>` : ''}`;
}
