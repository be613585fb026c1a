import { type Context, Hono } from 'hono';
import type { Database } from '../../db/open.ts';
import { changesQuestion } from '../query/change-question.ts';
import { findChanges } from '../query/changes.ts';
import { changeJson, notesOn, offerJson, sightingJson, watchedJson } from '../query/json.ts';
import { findOffers } from '../query/offers.ts';
import { offerQuestion } from '../query/question.ts';
import { QuestionError } from '../query/question-error.ts';
import { findSightings } from '../query/sightings.ts';
import { sourceHealth } from '../query/sources.ts';
import { findWatched } from '../query/watched.ts';

/** So many changes where nobody says how many. */
const CHANGES = '1000';

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
      asked(c, async () => {
        const question = changesQuestion({ limit: CHANGES, ...c.req.query() }, now());
        const { changes, ...facts } = await findChanges(db, question);
        const shown = changes.length;
        return {
          ...{ schema: 'changes/1', ...generated(), shown, ...facts },
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
