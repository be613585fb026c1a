import { type Context, Hono } from 'hono';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { Flag } from '../domain/change.ts';
import { parseSpec } from '../domain/spec.ts';
import { findChanges } from '../query/changes.ts';
import { changeJson, notesOn, offerJson, sightingJson, watchedJson } from '../query/json.ts';
import { findOffers } from '../query/offers.ts';
import { offerQuestion } from '../query/question.ts';
import { QuestionError } from '../query/question-error.ts';
import { findSightings } from '../query/sightings.ts';
import { sourceHealth } from '../query/sources.ts';
import { findWatched } from '../query/watched.ts';

const Spec = z.string().transform((text, context) => {
  try {
    return parseSpec(text);
  } catch (cause) {
    // The one sentence of `parseSpec` is the answer to who asked.
    context.addIssue({ code: 'custom', message: (cause as RangeError).message });
    return z.NEVER;
  }
});
const Words = z.string().transform((text) => text.split(','));
const Limit = z.coerce.number().int().min(1).max(10_000).default(1000);

const ChangeQuery = z.strictObject({
  spec: Spec.optional(),
  since: z.iso
    .datetime()
    .transform((text) => Date.parse(text))
    .optional(),
  flags: Words.pipe(z.array(Flag)).optional(),
  provider: Words.optional(),
  source: z.string().optional(),
  limit: Limit,
});

/** The HTTP API: the questions of the command line, with the same JSON. */
export function createApi(db: Database, now: () => number): Hono {
  const generated = () => ({ generatedAt: new Date(now()).toISOString() });
  return new Hono()
    .get('/healthz', (c) => c.json({ ok: true }))
    .get('/api/offers', (c) =>
      asked(c, async () => {
        const question = offerQuestion(c.req.query(), now());
        const { offers, rates, ...facts } = await findOffers(db, question, now());
        const sightings = await findSightings(db, question, now());
        const watched = await findWatched(db, question);
        return {
          ...{ schema: 'offers/1', ...generated(), shown: offers.length, ...facts },
          ratesOf: rates?.date ?? null,
          offers: offers.map((offer) => offerJson(offer, { rates, url: null })),
          sightings: sightings.map(sightingJson),
          watched: watched.map(watchedJson),
          notes: notesOn(offers, sightings),
        };
      }),
    )
    .get('/api/changes', (c) =>
      answered(c, ChangeQuery, async (question) => {
        const { changes, ...facts } = await findChanges(db, defined(question));
        const shown = changes.length;
        return {
          schema: 'changes/1',
          ...generated(),
          shown,
          ...facts,
          changes: changes.map(changeJson),
        };
      }),
    )
    .get('/api/sources', async (c) =>
      c.json({
        schema: 'health/1',
        ...generated(),
        sources: [...(await sourceHealth(db)).values()],
      }),
    );
}

/** Answers a question, or says with status 400 what was not understood. */
async function asked(c: Context, answer: () => Promise<object>) {
  try {
    return c.json(await answer());
  } catch (cause) {
    if (!(cause instanceof QuestionError)) throw cause;
    return c.json({ error: `${cause.parameter}: ${cause.message}` }, 400);
  }
}

/** Answers a question that was understood, or says with status 400 what was not. */
async function answered<T>(
  c: Context,
  schema: z.ZodType<T>,
  answer: (question: T) => Promise<object>,
) {
  const question = schema.safeParse(c.req.query());
  if (question.success) return c.json(await answer(question.data));
  const [issue] = question.error.issues;
  return c.json({ error: `${issue?.path.join('.') || 'query'}: ${issue?.message}` }, 400);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Leaves out what was not asked: a filter that is absent is not a filter that is undefined. */
function defined<T extends object>(question: T): Defined<T> {
  return Object.fromEntries(
    Object.entries(question).filter(([, value]) => value !== undefined),
  ) as Defined<T>;
}
