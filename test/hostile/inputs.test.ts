import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Database, openDatabase } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import { openParser } from '../../src/pipeline/parsing.ts';
import { type CrawlResult, run } from '../../src/pipeline/run.ts';
import { aFetcher } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { json, lines, page, rows } from './base.ts';
import { type Expected, INPUTS, type Input, NEWCOMERS } from './inputs.ts';
import { EVERYTHING } from './rules.ts';
import { sourceAt } from './sources.ts';

const GOOD = {
  'as-json': { body: json(rows()), type: 'application/json' },
  'as-page': { body: page(lines()), type: 'text/html; charset=utf-8' },
} as const;
const NIGHT = Date.UTC(2026, 10, 1, 2);
const DAY = 24 * 3_600_000;

const parser = openParser(new URL('./sources.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chipwatch-hostile-'));
});
afterAll(async () => {
  parser.close();
  await rm(folder, { recursive: true });
});

interface Served {
  readonly body: string | Buffer;
  readonly type?: string;
  readonly coding?: string;
}

/** A host whose list of offers the test sets, and nights of crawls of it into one database. */
async function stage(id: string, db: Database, firstNight: number) {
  let offers: Served = { body: '' };
  let time = firstNight;
  const host = await serve(({ path }, response) => {
    if (path.startsWith('/gone')) return void response.writeHead(500).end();
    response.setHeader('content-type', offers.type ?? 'application/json');
    if (offers.coding !== undefined) response.setHeader('content-encoding', offers.coding);
    response.end(offers.body);
  });
  const source = sourceAt(id, host.url);
  const fetcher = aFetcher();
  return {
    host,
    async night(served: Served): Promise<CrawlResult> {
      offers = served;
      time += DAY;
      const [result] = await run(
        {
          ...{ db, fetcher, read: parser.read, env: {}, rules: [EVERYTHING], dryRun: false },
          ...{ mode: { kind: 'live' }, now: () => time, owner: 'here:1', isGone: () => false },
        },
        {
          sources: [source],
          confirming: null,
          watcher: { started: () => undefined, finished: () => undefined },
        },
      );
      if (result === undefined) throw new Error('there was no crawl');
      return result;
    },
    state: () => loadState(db, { id, provider: source.provider, keyVersion: 1 }),
  };
}

const baselines = new Map<keyof typeof GOOD, Promise<string>>();

/** The path of a database after two good nights of the source, made once. */
function baselineOf(id: keyof typeof GOOD): Promise<string> {
  const known = baselines.get(id) ?? writeBaseline(id);
  baselines.set(id, known);
  return known;
}

async function writeBaseline(id: keyof typeof GOOD): Promise<string> {
  const path = join(folder, `${id}.db`);
  const db = openDatabase(path);
  const { night } = await stage(id, db, NIGHT - 3 * DAY);
  const outcomes = [(await night(GOOD[id])).outcome, (await night(GOOD[id])).outcome];
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  if (outcomes.join() === 'ok,unchanged') return path;
  throw new Error(`expected two good nights, found ${outcomes.join()}`);
}

async function afterTwoGoodNights(id: keyof typeof GOOD) {
  const path = join(folder, `${crypto.randomUUID()}.db`);
  await copyFile(await baselineOf(id), path);
  const db = openDatabase(path);
  onTestFinished(() => db.close());
  return { db, ...(await stage(id, db, NIGHT)) };
}

/** The outcome in the words of an expectation. */
function outcomeOf({ outcome, failure }: CrawlResult): string {
  if (outcome === 'ok' || outcome === 'unchanged') return 'alike';
  return outcome === 'failed' && failure !== 'changed' && failure !== 'unreachable'
    ? String(failure)
    : outcome;
}

function expectAsListed(result: CrawlResult, { why = /^/, outcome, ...counts }: Expected): void {
  const { offers, pending, rejects, message, messages } = result;
  const counted = outcome === 'alike' ? { offers, pending, rejects: rejects.length } : {};
  expect(message ?? '').toMatch(why);
  expect({ outcome: outcomeOf(result), ...counted, messages }).toEqual({
    outcome,
    ...counts,
    messages: 0,
  });
}

describe('a source that was good, and now answers with', () => {
  it.each(INPUTS)('$id $what', async ({ expected, source, ...served }: Input) => {
    const id = source === 'as-page' ? source : 'as-json';
    const { night, state, host, db } = await afterTwoGoodNights(id);

    expectAsListed(await night(served), expected);
    const asked = new Set(host.seen.map(({ path }) => path));
    const again = await night(GOOD[id]);

    expect(['ok', 'unchanged']).toContain(again.outcome);
    expect(again.messages).toBe(0);
    expect(again.pending).toBe(0);
    const { offers } = await state();
    expect([...offers.values()].filter(({ listed }) => listed)).toHaveLength(40);
    expect([...asked].filter((path) => !/^\/(?:offers|gone)/.test(path))).toEqual([]);
    expect(db.sqlite.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    expect(strangeTexts(db)).toEqual([]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});

describe('a source nobody crawled before, that answers with', () => {
  it.each(NEWCOMERS)('$id $what', async ({ expected, source = 'as-json', ...served }: Input) => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const { night, state } = await stage(source, db, NIGHT);

    expectAsListed(await night(served), expected);

    const { offers } = await state();
    expect(offers.size).toBe(expected.offers ?? 0);
    expect(strangeTexts(db)).toEqual([]);
  });

  it('yuan by the minute, the month and the year, reads them as yuan an hour', async () => {
    const db = openDatabase(':memory:');
    onTestFinished(() => db.close());
    const { night, state } = await stage('in-chinese', db, NIGHT);
    const units = NEWCOMERS.find(({ id }) => id === 'H19');

    await night(units ?? { body: '' });

    const { offers } = await state();
    const prices = [...offers.values()].map(({ offer }) => offer.state.price);
    expect(prices.map((price) => price?.currency)).toEqual(Array(4).fill('CNY'));
    expect(prices.map((price) => price?.micros).sort()).toEqual([
      171_230_000, 7_200_000, 79_520_000, 79_520_000,
    ]);
  });
});

/** Texts in any table that hold a control or half a letter, or what stands for one where a key may be. */
function strangeTexts({ sqlite }: Database): string[] {
  const tables = sqlite
    .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all() as string[];
  return tables.flatMap((table) => {
    const read = sqlite.prepare(`select * from "${table}"`).all() as Record<string, unknown>[];
    const texts = read.flatMap(Object.values).filter((text) => typeof text === 'string');
    // A reject is shown as it came, as far as it can be; it identifies nothing.
    const strange = table === 'rejects' ? /\p{Cc}/u : /[\p{Cc}\ufffd]/u;
    return texts.filter((text) => strange.test(text) || !text.isWellFormed());
  });
}
