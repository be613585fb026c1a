import type { HttpBindings } from '@hono/node-server';
import { Hono } from 'hono';
import { mountApi } from './api/index.ts';
import type { ServerDesk } from './desk.ts';
import type { Door } from './door.ts';
import { mountPages } from './pages/index.ts';
import { ProblemError, problem } from './problem.ts';
import { secure } from './security.ts';

/** What a handler finds in its context. */
export interface AppTypes {
  readonly Bindings: HttpBindings;
  readonly Variables: {
    /** Whether whoever asks may see everything: it brought the token, or none is set. */
    isKnown: boolean;
    /** Whether it brought the token, and may change something. */
    isTrusted: boolean;
  };
}
export type App = Hono<AppTypes>;

/** The API and the pages behind one door; streams end with `stop`. */
export function createApp(desk: ServerDesk, door: Door, stop: AbortSignal): App {
  const app: App = new Hono<AppTypes>();
  app.onError((cause, c) => {
    if (cause instanceof ProblemError) return problem(c, cause);
    desk.onError(cause);
    return problem(c, new ProblemError('internal', 'the log of the server says what'));
  });
  app.notFound((c) => problem(c, new ProblemError('not-found', 'expected another path; see /api')));
  secure(app, door);
  mountApi(app, desk, stop);
  mountPages(app, desk);
  return app;
}
