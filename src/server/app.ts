import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { mountApi } from './api/index.ts';
import type { ServerDesk } from './desk.ts';
import type { Door } from './door.ts';
import { createGuesses } from './guesses.ts';
import { mountPages } from './pages/index.ts';
import { mountLogin } from './pages/login.ts';
import { ProblemError, problem } from './problem.ts';
import { secure } from './security.ts';
import { createSessions } from './sessions.ts';

/** What a handler finds in its context. */
export interface AppTypes {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** What stands before our paths where a proxy mounts us: `/chips`, or nothing. */
    basePath: string;
    /** Whether whoever asks may see everything: it brought the token, or none is set. */
    isKnown: boolean;
    /** Whether it brought the token, and may change something. */
    isTrusted: boolean;
    /** Whether it is a browser that is logged in, and may log out. */
    hasSession: boolean;
  };
}
export type App = Hono<AppTypes>;

/**
 * The API and the pages behind one door; streams end with `stop`. Throws a `RangeError` for a base
 * path that is one of our own.
 */
export function createApp(desk: ServerDesk, door: Door, stop: AbortSignal): App {
  const { basePath } = door;
  const app: App = new Hono<AppTypes>({ getPath: (request) => below(basePath, getPath(request)) });
  app.onError((cause, c) => {
    if (cause instanceof ProblemError) return problem(c, cause);
    desk.onError(cause);
    return problem(c, new ProblemError('internal', 'the log of the server says what'));
  });
  app.notFound((c) => problem(c, new ProblemError('not-found', 'expected another path; see /api')));
  const sessions = createSessions(desk.now);
  secure(app, door, sessions);
  mountLogin(app, door, { sessions, guesses: createGuesses(desk.now) });
  mountApi(app, desk, stop);
  mountPages(app, desk);
  const [, first] = basePath.split('/');
  if (first !== undefined && app.routes.some(({ path }) => path.split('/')[1] === first)) {
    throw new RangeError(`expected a server.basePath that is no path of ours, found ${basePath}`);
  }
  return app;
}

/** A path without the base: a proxy may pass it on or keep it to itself. */
function below(basePath: string, path: string): string {
  if (path === basePath) return '/';
  return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
}
