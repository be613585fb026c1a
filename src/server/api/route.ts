import type { Context } from 'hono';
import { z } from 'zod';
import type { Params } from '../../query/question-error.ts';
import type { AppTypes } from '../app.ts';
import type { ServerDesk } from '../desk.ts';

/** A question that was asked over HTTP and read. */
export interface Asked {
  readonly desk: ServerDesk;
  readonly c: Context<AppTypes>;
  readonly params: Params;
  /** Milliseconds UTC. */
  readonly now: number;
  /** Aborted when the server stops. */
  readonly stop: AbortSignal;
}

/** One row of the table that routing, checks, documentation and tests are made of. */
export interface Route {
  readonly method: 'get' | 'post';
  /** With its parts in braces, as OpenAPI writes it. */
  readonly path: string;
  readonly summary: string;
  /** What may stand behind the question mark. Anything else is a fault of who asks. */
  readonly params: z.ZodObject;
  readonly type: string;
  /** What is sent with a question that is posted, in JSON. */
  readonly body?: z.ZodObject;
  /** Of an answer in JSON. */
  readonly answer: z.ZodObject | null;
  /** It changes something: nobody does without a token. */
  readonly needsToken?: true;
  /** It goes on, so it is never the same answer again. */
  readonly isStream?: true;
  /** It is of this moment, whatever was known a moment ago. */
  readonly isProbe?: true;
  readonly handle: (asked: Asked) => Promise<Response>;
}

/** For a route that may not be narrowed. */
export const NO_PARAMS = z.strictObject({});

export const API = '/api/v1';

interface Get extends Pick<Route, 'path' | 'summary' | 'handle'> {
  readonly params?: z.ZodObject;
  readonly answer?: z.ZodObject;
  readonly type?: string;
  readonly isStream?: true;
  readonly isProbe?: true;
}

/** A route that is read, by default without parameters and in JSON. */
export function get({
  params = NO_PARAMS,
  answer,
  type = 'application/json',
  ...rest
}: Get): Route {
  return { method: 'get', params, answer: answer ?? null, type, ...rest };
}

/** An answer of one JSON object that says what it is and when it was made. */
export function answered({ c, now }: Asked, schema: string, facts: object): Response {
  return c.json({ schema, generatedAt: new Date(now).toISOString(), ...facts });
}

/** Its schema: what every answer has, and what this one has besides. */
export function answerOf(schema: string, facts: z.ZodRawShape): z.ZodObject {
  return z.looseObject({ schema: z.literal(schema), generatedAt: z.iso.datetime(), ...facts });
}
