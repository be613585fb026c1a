import { read } from '../../query/question.ts';
import { type Params, QuestionError } from '../../query/question-error.ts';
import type { App } from '../app.ts';
import type { ServerDesk } from '../desk.ts';
import { ProblemError } from '../problem.ts';
import { CHANGE_ROUTES } from './changes.ts';
import { COMPARE_ROUTES } from './compare.ts';
import { EXPORT_ROUTES } from './exports.ts';
import { GROUP_ROUTES } from './groups.ts';
import { MODEL_ROUTES } from './models.ts';
import { OFFER_ROUTES } from './offers.ts';
import { openApi } from './openapi.ts';
import { PROBE_ROUTES } from './probes.ts';
import { reference } from './reference.ts';
import { API, type Asked, get, type Route } from './route.ts';
import { tagOf } from './tag.ts';
import { TRYING_ROUTES } from './trying.ts';
import { WATCHING_ROUTES } from './watching.ts';

/** Every route there is: routing, checks, documentation and tests are made of this table. */
export const ROUTES: readonly Route[] = [
  ...OFFER_ROUTES,
  ...COMPARE_ROUTES,
  ...GROUP_ROUTES,
  ...CHANGE_ROUTES,
  ...MODEL_ROUTES,
  ...WATCHING_ROUTES,
  ...TRYING_ROUTES,
  ...EXPORT_ROUTES,
  get({
    path: `${API}/openapi.json`,
    summary: 'This API, described by OpenAPI 3.1',
    handle: async ({ c }) => c.json(openApi(ROUTES, c.get('basePath'))),
  }),
  get({
    path: '/api',
    summary: 'The same for people',
    type: 'text/html',
    handle: async ({ c }) => c.html(reference(ROUTES)),
  }),
  ...PROBE_ROUTES,
];

/** The questions of the command line over HTTP, with the same JSON. */
export function mountApi(app: App, desk: ServerDesk, stop: AbortSignal): void {
  const tag = tagOf(desk.db);
  for (const route of ROUTES) {
    const path = route.path.replaceAll(/\{(?<name>\w+)\}/g, ':$<name>');
    app.on(route.method.toUpperCase(), path, async (c) => {
      if (route.needsToken && !c.get('isTrusted')) {
        throw new ProblemError(
          'no-token-set',
          'expected a server with a token; set CHIPWATCH_TOKEN or server.token, and bring it',
        );
      }
      const params = paramsOf(c.req.queries(), c.req.url);
      const asked: Asked = { desk, c, params, now: desk.now(), stop };
      return answer(route, asked, () =>
        route.method === 'post' || route.isStream ? route.handle(asked) : held(route, asked, tag),
      );
    });
    const allowed = ROUTES.filter((other) => other.path === route.path);
    app.all(path, (c) => {
      c.header('Allow', allowed.map(({ method }) => method.toUpperCase()).join(', '));
      throw new ProblemError('method-not-allowed', `expected ${route.method.toUpperCase()}`);
    });
  }
}

/** A parameter given twice is a list, as it is with commas. */
function paramsOf(queries: Readonly<Record<string, readonly string[]>>, url: string): Params {
  if (new URL(url).searchParams.has('__proto__')) {
    throw new ProblemError('unknown-parameter', 'expected another parameter', {
      parameter: '__proto__',
    });
  }
  return Object.fromEntries(Object.entries(queries).map(([name, all]) => [name, all.join(',')]));
}

/** An answer with its tag, or the word that who asks holds it already; what went wrong is held by nobody. */
async function held(route: Route, asked: Asked, tag: ReturnType<typeof tagOf>): Promise<Response> {
  const { c } = asked;
  const version = tag(route, asked);
  const headers = { ETag: version, 'Cache-Control': 'no-cache' };
  if (!route.isProbe && isHeld(c.req.header('If-None-Match'), version)) {
    return c.body(null, 304, headers);
  }
  const response = await route.handle(asked);
  if (response.status !== 200) return response;
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** What is made once the question is understood: a fault of who asks has its own answer. */
async function answer(
  route: Route,
  asked: Asked,
  make: () => Promise<Response>,
): Promise<Response> {
  try {
    read(route.params, asked.params);
    return await make();
  } catch (cause) {
    if (!(cause instanceof QuestionError)) throw cause;
    const { parameter, message } = cause;
    const names = Object.keys(route.params.shape);
    if (names.includes(parameter)) throw new ProblemError('bad-parameter', message, { parameter });
    throw new ProblemError('unknown-parameter', message, { parameter, allowed: names });
  }
}

function isHeld(header: string | undefined, version: string): boolean {
  const held = (header ?? '').split(',').map((text) => text.trim());
  return held.includes(version);
}
