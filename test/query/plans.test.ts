import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import { changesQuestion } from '../../src/query/change-question.ts';
import { findChanges } from '../../src/query/changes.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { findSightings } from '../../src/query/sightings.ts';
import { findWatched } from '../../src/query/watched.ts';
import { AT, DAY, memory, SOURCE, storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';

const NOW = AT + 30 * DAY;
const Plan = z.array(z.object({ detail: z.string() }));

/** The steps SQLite takes for everything that is asked meanwhile. */
async function stepsOf(db: Database, ask: () => Promise<unknown>): Promise<readonly string[]> {
  const asked = new Set<string>();
  const { sqlite } = db;
  const prepare = sqlite.prepare.bind(sqlite);
  const noting = (sql: string) => {
    asked.add(sql);
    return prepare(sql);
  };
  Object.assign(sqlite, { prepare: noting });
  await ask();
  Object.assign(sqlite, { prepare });
  return [...asked].flatMap((sql) => {
    const blanks = sql.split('?').slice(1);
    const plan = prepare(`explain query plan ${sql}`).all(...blanks.map(() => 1));
    return Plan.parse(plan).map(({ detail }) => detail);
  });
}

async function market(): Promise<Database> {
  const db = memory();
  await storeNight(db, AT, { seen: seen([anOffer()]) });
  return db;
}

const offers = (params: Params) => (db: Database) =>
  findOffers(db, offerQuestion(params, NOW), NOW);
const changes = (params: Params) => (db: Database) => findChanges(db, changesQuestion(params, NOW));

describe('a question of every day', () => {
  const cheapest = { spec: 'H100:8', billing: 'on-demand', 'outside-china': '1', sort: 'price' };

  it.each([
    ['the cheapest', offers({ ...cheapest, limit: '10' })],
    ['price drops of a month', changes({ flag: 'price.drop', since: '30d', limit: '50' })],
    ['what is compared with a crawl', (db: Database) => loadState(db, SOURCE)],
  ])('reads no table from end to end: %s', async (_, ask) => {
    const db = await market();

    const steps = await stepsOf(db, () => ask(db));

    const whole = /^(?:SCAN|SEARCH) (?:offers|versions|changes|crawls)$/;
    expect(steps.filter((step) => whole.test(step))).toEqual([]);
  });

  it('counts and finds the cheapest by the index alone', async () => {
    const db = await market();

    const steps = await stepsOf(db, () => offers({ ...cheapest, limit: '10' })(db));

    const looks = steps.filter((step) => /offers USING INDEX/.test(step));
    expect(looks).toHaveLength(1);
    expect(steps.filter((step) => /COVERING INDEX offers_find/.test(step)).length).toBeGreaterThan(
      2,
    );
  });
});

describe('what is told beside an answer', () => {
  const asked = (spec: string) => offerQuestion({ spec }, NOW);
  const sightings = (spec: string) => (db: Database) => findSightings(db, asked(spec), NOW);

  it('reads nothing for the sightings of hardware that has none', async () => {
    const db = await market();

    expect(await stepsOf(db, () => sightings('H100:8')(db))).toEqual([]);
  });

  it('reads the offers of those providers alone that sightings are of', async () => {
    const db = await market();

    const steps = await stepsOf(db, () => sightings('ascend')(db));

    const looks = steps.filter((step) => / offers\b/.test(step));
    expect(looks).toEqual(['SEARCH offers USING INDEX offers_places (provider=?)']);
  });

  it('finds who is watched by indexes, and looks only at offers of the hardware', async () => {
    const db = await market();

    const steps = await stepsOf(db, () => findWatched(db, asked('H100:8')));

    const looks = steps.filter((step) => /^(?:SCAN|SEARCH) (?:offers|crawls|c)\b/.test(step));
    const dear = looks.filter((step) => !/COVERING INDEX|\(source=\?\)/.test(step));
    expect(dear).toEqual(['SEARCH offers USING INDEX offers_find (accelerator=? AND count=?)']);
    expect(steps.filter((step) => step.startsWith('SCAN crawls'))).toEqual([]);
  });
});
