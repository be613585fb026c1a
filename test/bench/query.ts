import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/open.ts';
import { ACCELERATORS } from '../../src/domain/catalogue/recognise.ts';
import { changesQuestion } from '../../src/query/change-question.ts';
import { findChanges } from '../../src/query/changes.ts';
import { chipHistory } from '../../src/query/chip-history.ts';
import { historyQuestion } from '../../src/query/history-question.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import type { Params } from '../../src/query/question-error.ts';
import { counted, type Figure, type Target, times } from './figures.ts';
import { fillMarket, WORLD } from './market.ts';
import { inFolder } from './processes.ts';
import type { Size } from './sizes.ts';
import { watchStatements } from './statements.ts';
import { inTurn, timing } from './timing.ts';

const QUICK = 100;
/** Of what takes long. */
const FEW = 3;
const RAW = 'its statements alone';

/** Asks a made-up market, each question beside its own statements. */
export async function query({ offers, days }: Size): Promise<readonly Figure[]> {
  return inFolder(async (dir) => {
    const path = join(dir, 'market.db');
    const db = openDatabase(path);
    fillMarket(db, { ...WORLD, offers, days });
    db.sqlite.pragma('wal_checkpoint(truncate)');
    const what = `${days} days of ${offers} offers, 1 % changed a day`;
    // 130 MB.
    const target = { median: 124 };
    const store = counted('P8', what, [statSync(path).size / 2 ** 20], { unit: 'MiB', target });
    db.close();
    return [store, ...(await questions(path, days))];
  });
}

const CHEAPEST: Params = { spec: 'H100:8', billing: 'on-demand', 'outside-china': '1' };
const FIRST: Params = { ...CHEAPEST, sort: 'price', limit: '10' };
const ROOMY: Params = { billing: 'on-demand', memory: '80..', sort: 'price', limit: '10' };
const DROPS: Params = { flag: 'price.drop', since: '30d' };
/** Long ago, in the small market too. */
const PAST: Params = { 'as-of': '50d' };

async function questions(path: string, days: number): Promise<readonly Figure[]> {
  const db = openDatabase(path);
  const { now } = WORLD;
  const ask = asker(db);
  const offers = (params: Params) => () => findOffers(db, offerQuestion(params, now), now);
  const changes = (params: Params) => () => findChanges(db, changesQuestion(params, now));
  const daily = (spec: string) => {
    const question = historyQuestion({ spec, since: `${days}d` }, now);
    return chipHistory(db, question, () => 86_400_000);
  };
  // There is no one question of all of them; ten take long enough to tell.
  const ten = async () => {
    for (const { id } of ACCELERATORS.slice(0, 10)) await daily(id);
  };
  const asked: readonly Asked[] = [
    ['P9', 'the 10 cheapest H100:8 on demand outside China', offers(FIRST), { p99: 1 }],
    ['P9', 'the 10 cheapest of 80 GB or more', offers(ROOMY), { p99: 1 }],
    ['P10', 'price drops of 30 days, 50', changes({ ...DROPS, limit: '50' }), { p99: 1 }],
    ['P10', 'price drops of 30 days, all', changes(DROPS), { p99: 10 }, FEW],
    ['P11', 'the 10 cheapest as of long ago', offers({ ...FIRST, ...PAST }), { p99: 2 }],
    ['P11', 'everything as of long ago', offers(PAST), { median: 150 }, FEW],
    ['P12', `H100:8, the floor of ${days} days`, () => daily('H100:8'), { median: 1 }, FEW],
    ['P12', 'the same of ten accelerators, one by one', ten, { median: 20 }, 1],
    ['P16', 'a question by its statements', offers(FIRST), { ratio: 1.3 }],
  ];
  const figures: Figure[] = [];
  for (const each of asked) figures.push(await ask(...each));
  db.close();
  return figures;
}

type Asked = readonly [
  id: string,
  what: string,
  question: () => Promise<unknown>,
  target: Target,
  runs?: number,
];

/** Asks in turn with the statements of the question. */
function asker(db: Database) {
  const statements = watchStatements(db.sqlite);
  return async (...[id, what, question, target, runs = QUICK]: Asked): Promise<Figure> => {
    const raw = timing(await statements.of(question));
    const { ours, beside } = await inTurn(timing(question), { [RAW]: raw }, runs);
    return times(id, what, ours, { target, beside: beside(RAW) });
  };
}
