import { readFileSync } from 'node:fs';
import type { Context } from 'hono';
import { etag } from 'hono/etag';
import { html } from 'hono/html';
import type { Params } from '../../query/question-error.ts';
import { QuestionError } from '../../query/question-error.ts';
import { sourceStandings } from '../../query/source-standings.ts';
import type { App, AppTypes } from '../app.ts';
import type { ServerDesk } from '../desk.ts';
import { PROBLEMS, ProblemError } from '../problem.ts';
import { acceleratorPage, acceleratorTitle } from './accelerator.ts';
import { acceleratorsPage } from './accelerators.ts';
import { alertsPage, retryMessage } from './alerts.ts';
import { changesPage } from './changes.ts';
import { comparePage } from './compare.ts';
import { healthLine } from './health.ts';
import { layout, type Page, type Root, type Visit } from './layout.ts';
import { address, hasBlanks, paramsOf } from './links.ts';
import { mapPage } from './map.ts';
import { marketPage } from './market.ts';
import { Missing } from './missing.ts';
import { modelPage, modelTitle } from './model.ts';
import { modelsPage } from './models.ts';
import { newRulePage } from './new-rule.ts';
import { offerPage, offerTitle } from './offer.ts';
import { offersPage } from './offers.ts';
import { quarantinedPage, quarantinePage, settleQuarantined } from './quarantine.ts';
import { sourcesPage } from './sources.ts';
import { stacksPage } from './stacks.ts';
import { targetsPage } from './targets.ts';
import { type Html, READ_ONLY } from './text.ts';

/** All that is served beside pages: these names, and no path that somebody asks for. */
const ASSETS = {
  'style.css': 'text/css; charset=utf-8',
  'script.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
  'land.svg': 'image/svg+xml',
} as const;

type PageContext = Context<AppTypes>;

/** A page of the dashboard: where it is in the menu, and what it shows. */
interface PageRoute {
  /** It may end in `:id`, the name of what the page is about. */
  readonly path: string;
  readonly menu: Page['menu'];
  readonly title: string | ((desk: ServerDesk, id: string) => string);
  body(desk: ServerDesk, params: Params, id: string, visit: Visit): Promise<Html>;
  /** Where the API answers the same question, by its kinds. */
  readonly elsewhere?: readonly (readonly [type: string, path: string])[];
  /** Does what a form of the page asks for, and gives the address that shows what came of it. */
  act?(desk: ServerDesk, fields: Params, id: string): Promise<string>;
}

/** Every page there is: routing and tests are made of this table. */
export const PAGES: readonly PageRoute[] = [
  { path: '/', menu: 'Market', title: 'Market', body: marketPage },
  {
    ...{ path: '/offers', menu: 'Offers', title: 'Offers', body: offersPage },
    elsewhere: [
      ['application/json', 'api/v1/offers'],
      ['text/csv', 'api/v1/offers.csv'],
    ],
  },
  { path: '/offers/:id', menu: 'Offers', title: offerTitle, body: offerPage },
  { path: '/accelerators', menu: 'Accelerators', title: 'Accelerators', body: acceleratorsPage },
  {
    path: '/accelerators/:id',
    menu: 'Accelerators',
    title: acceleratorTitle,
    body: acceleratorPage,
  },
  { path: '/map', menu: 'Map', title: 'Map', body: mapPage },
  {
    ...{ path: '/changes', menu: 'Changes', title: 'Changes', body: changesPage },
    elsewhere: [
      ['application/atom+xml', 'api/v1/changes.atom'],
      ['application/feed+json', 'api/v1/changes.json-feed'],
      ['application/json', 'api/v1/changes'],
      ['text/csv', 'api/v1/changes.csv'],
    ],
  },
  { path: '/stacks', menu: 'Stacks', title: 'Stacks', body: stacksPage },
  { path: '/targets', menu: 'Targets', title: 'Targets', body: targetsPage },
  { path: '/models', menu: 'Models', title: 'Models', body: modelsPage },
  { path: '/models/:id', menu: 'Models', title: modelTitle, body: modelPage },
  { path: '/sources', menu: 'Sources', title: 'Sources', body: sourcesPage },
  { path: '/compare', menu: 'Offers', title: 'Compare', body: comparePage },
  { path: '/alerts', menu: 'Alerts', title: 'Alerts', body: alertsPage, act: retryMessage },
  { path: '/alerts/new', menu: 'Alerts', title: 'Make a rule', body: newRulePage },
  { path: '/quarantine', menu: 'Quarantine', title: 'Quarantine', body: quarantinePage },
  {
    ...{ path: '/quarantine/:id', menu: 'Quarantine', title: (_, id) => `Crawl ${id}` },
    ...{ body: quarantinedPage, act: settleQuarantined },
  },
];

/** The pages for people. They ask what the command line asks, and their state is their address. */
export function mountPages(app: App, desk: ServerDesk): void {
  for (const [name, type] of Object.entries(ASSETS)) {
    const text = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8');
    app.get(`/assets/${name}`, etag(), (c) =>
      c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'no-cache' }),
    );
  }
  for (const page of PAGES) {
    app.get(page.path, (c) => answer(c, desk, page));
    const { act } = page;
    if (act === undefined) continue;
    app.post(page.path, async (c) => {
      const display = await onDisplay(c, desk, page);
      return instead(display, async () => {
        if (!c.get('isTrusted')) throw new ProblemError('no-token-set', READ_ONLY);
        return c.redirect(await act(desk, await fieldsOf(c), idOf(c)), 303);
      });
    });
  }
}

/** The fields of a form; a file is none. */
async function fieldsOf(c: PageContext): Promise<Params> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(
    fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The last part of a path that ends in `:id`. */
function idOf(c: PageContext): string {
  return String(c.req.param('id'));
}

async function answer(c: PageContext, desk: ServerDesk, page: PageRoute): Promise<Response> {
  const params = paramsOf(c.req.url);
  // What a form sends of its empty fields is no part of a link that people pass on.
  if (hasBlanks(c.req.url)) return c.redirect(address(samePage(page, c), params));
  const display = await onDisplay(c, desk, page);
  return instead(display, async () => {
    const { title } = page;
    const id = idOf(c);
    const name = typeof title === 'string' ? title : title(desk, id);
    const body = await page.body(desk, params, id, display.visit);
    return shown(display, { title: name, body });
  });
}

/** A page that is shown to somebody. */
interface Display {
  readonly c: PageContext;
  readonly page: PageRoute;
  readonly visit: Visit;
  /** Milliseconds UTC. */
  readonly now: number;
}

async function onDisplay(c: PageContext, desk: ServerDesk, page: PageRoute): Promise<Display> {
  const now = desk.now();
  const visit = {
    mayChange: c.get('isTrusted'),
    root: rootOf(page, c.get('basePath')),
    standings: await sourceStandings(desk.db, desk.sources, now),
  };
  return { c, page, visit, now };
}

/** The page itself, as seen from itself: what begins with a dot leads to no other host. */
function samePage(page: PageRoute, c: PageContext): string {
  if (page.path === '/') return rootOf(page, c.get('basePath'));
  const { pathname } = new URL(c.req.url);
  return `./${pathname.slice(pathname.lastIndexOf('/') + 1)}`;
}

/** The root itself may be asked for without its slash, so that nothing is beside it. */
function rootOf({ path }: PageRoute, basePath: string): Root {
  if (path === '/' && basePath !== '') return `${basePath}/` as Root;
  return path.lastIndexOf('/') > 0 ? '../' : './';
}

type Content = Pick<Page, 'title' | 'body'>;

function shown({ c, page, visit, now }: Display, content: Content): Response | Promise<Response> {
  c.header('Cache-Control', 'no-cache');
  const { root, standings } = visit;
  const isLoggedIn = c.get('hasSession');
  const { cursor: _, ...asked } = paramsOf(c.req.url);
  const same = (page.elsewhere ?? []).map(([type, to]) => [type, address(to, asked)] as const);
  const health = healthLine(standings, now);
  return c.html(layout({ menu: page.menu, root, health, elsewhere: same, isLoggedIn, ...content }));
}

/** What the page makes or, where who asked is at fault, a page that says so. */
async function instead(display: Display, make: () => Promise<Response>): Promise<Response> {
  try {
    return await make();
  } catch (cause) {
    const { status, ...content } = faultOf(cause, paramsOf(display.c.req.url));
    display.c.status(status);
    return shown(display, content);
  }
}

function faultOf(cause: unknown, params: Params): Content & { readonly status: Status } {
  if (cause instanceof QuestionError) {
    return { status: 400, title: 'Not understood', body: notUnderstood(cause, params) };
  }
  if (cause instanceof Missing) {
    const body = html`<h1>There is no such page</h1><p>${cause.message}</p>`;
    return { status: 404, title: 'Not found', body };
  }
  if (!(cause instanceof ProblemError)) throw cause;
  const { status, title } = PROBLEMS[cause.code];
  return { status, title, body: html`<h1>${title}</h1><p>${cause.message}</p>` };
}

type Status = (typeof PROBLEMS)[keyof typeof PROBLEMS]['status'];

/** A question that was not understood: what was wrong, and the way on without it. */
function notUnderstood({ parameter, message }: QuestionError, params: Params): Html {
  const { [parameter]: _, ...others } = params;
  return html`<h1>That question was not understood</h1>
<p><b>${parameter}</b>: ${message}</p>
${parameter in params ? html`<p><a href="${address('', others) || '?'}">Ask without ${parameter}</a></p>` : ''}`;
}
