import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/open.ts';
import { changesQuestion } from '../../src/query/change-question.ts';
import { findChanges } from '../../src/query/changes.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { absolute, type Figure, percentiles, processTime, ratio, spreadOf } from './figures.ts';
import { fillMarket, WORLD } from './market.ts';

const PROGRAM = 'dist/src/cli/index.js';
const RUNS = 300;

/** Asks a made-up market of 100,000 offers and two years, in process and from a cold command line. */
export async function query(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  const path = join(dir, 'market.db');
  try {
    const db = openDatabase(path);
    fillMarket(db, WORLD);
    db.sqlite.pragma('wal_checkpoint(truncate)');
    const size = statSync(path).size / 2 ** 20;
    const figures = await warm(db);
    db.close();
    const what = 'two years of 100,000 offers, 1 % a day';
    const store = absolute('P8', what, { value: size, unit: 'MiB', target: 124 });
    return [store, ...figures, ...cold(path)];
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const CHEAPEST: Params = { spec: 'H100:8', billing: 'on-demand', 'outside-china': '1' };
const FIRST: Params = { ...CHEAPEST, sort: 'price', limit: '10' };
const DROPS: Params = { flag: 'price.drop', since: '30d' };

async function warm(db: Database): Promise<readonly Figure[]> {
  const { now } = WORLD;
  const offers = (params: Params) => () => findOffers(db, offerQuestion(params, now), now);
  const changes = (params: Params) => () => findChanges(db, changesQuestion(params, now));
  return [
    await asked('P9', 'cheapest H100:8 on demand outside China', offers(FIRST), 5),
    await asked('P9', 'cheapest of 80 GB or more', offers({ ...ANY, limit: '10' }), 5),
    await asked(
      'P10',
      'price drops of 30 days, the first 50',
      changes({ ...DROPS, limit: '50' }),
      5,
    ),
    await asked('P10', 'price drops of 30 days, all', changes(DROPS), 10),
    await asked('P11', 'the cheapest as of 300 days ago', offers({ ...FIRST, 'as-of': '300d' }), 5),
  ];
}

const ANY: Params = { billing: 'on-demand', memory: '80..', sort: 'price' };

async function asked(
  id: string,
  what: string,
  ask: () => Promise<unknown>,
  target: number,
): Promise<Figure> {
  const { spread, p99 } = await percentiles(ask, RUNS);
  return absolute(id, `${what}, p99`, { value: p99, unit: 'ms', target, ours: spread });
}

/** A question from a process that has just begun, beside one that does nothing. */
function cold(path: string): readonly Figure[] {
  const question = [PROGRAM, '--db', path, 'offers', 'H100:8', '--sort', 'price', '--limit', '10'];
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let run = 0; run < 11; run += 1) {
    ours.push(processTime([...question, '--json']));
    theirs.push(processTime(['-e', '0']));
  }
  const spread = { ours: spreadOf(ours), theirs: spreadOf(theirs) };
  const more = spread.ours.median - spread.theirs.median;
  return [
    ratio('P13', 'chipwatch offers H100:8, cold', spread, { name: 'node -e 0', target: 3 }),
    absolute('P13', 'the same, more than an empty process', {
      value: more,
      unit: 'ms',
      target: 100,
    }),
  ];
}
