import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Commit, type CrawlRecord, commitCrawl } from '../../db/commit.ts';
import type { Outgoing } from '../../db/messages.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { type LoadedState, loadState } from '../../db/state.ts';
import { type Difference, diff } from '../../src/domain/diff.ts';
import type { Normalised } from '../../src/domain/normalise.ts';

export const AT = Date.UTC(2026, 0, 1, 2);
export const DAY = 24 * 3_600_000;

/** A made-up source, as the store knows one. */
export const SOURCE = { id: 'northlight', provider: 'northlight', keyVersion: 1 } as const;

/** An empty database that is closed when the test is over. */
export function memory(): Database {
  return closing(openDatabase(':memory:'));
}

/** Closes a database when the test is over; closing twice is fine. */
export function closing(db: Database): Database {
  onTestFinished(() => db.close());
  return db;
}

/** A path for a database in a folder that goes when the test is over. */
export function aPath(name = 'chips.db'): string {
  const folder = mkdtempSync(join(tmpdir(), 'chipwatch-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, name);
}

/** A good crawl that read nothing much. */
export function aCrawl(more: Partial<CrawlRecord> = {}): CrawlRecord {
  return {
    source: SOURCE.id,
    provider: SOURCE.provider,
    startedAt: AT - 1,
    finishedAt: AT,
    outcome: 'ok',
    failure: null,
    message: null,
    keyVersion: SOURCE.keyVersion,
    bytes: 0,
    rows: 0,
    offers: 0,
    digest: null,
    rejects: [],
    documents: [],
    missing: [],
    scopes: [],
    ...more,
  };
}

/** A commit of a crawl that changed nothing. */
export function aCommit(more: Partial<Commit> = {}): Commit {
  return {
    crawl: aCrawl(),
    against: null,
    lease: null,
    difference: {
      ...{ changes: [], pending: [], redescribed: [], places: [], rates: [], tokens: [] },
      restless: new Map(),
    },
    events: [],
    whereIs: () => ({ country: null, jurisdiction: 'unknown' }),
    dueAt: AT,
    messages: () => [],
    ...more,
  };
}

/** A message of a made-up rule to a made-up channel. */
export function aMessage(more: Partial<Outgoing> = {}): Outgoing {
  return {
    id: 'msg_1',
    rule: 'mine',
    channel: 'ear',
    flag: 'price.drop',
    body: '{"made":"up"}',
    told: [],
    ...more,
  };
}

/** What a night reads, and how. */
export interface Night {
  readonly seen: Normalised;
  readonly missing?: readonly string[];
  readonly scopes?: readonly string[];
  readonly absentMeans?: 'sold-out' | 'withdrawn';
  readonly source?: typeof SOURCE | { id: string; provider: string; keyVersion: number };
}

/** What a night came to. */
export interface Stored {
  readonly crawl: number;
  readonly before: LoadedState;
  readonly difference: Difference;
}

/** Loads, compares and commits, as the pipeline does, without asking whether it is plausible. */
export async function storeNight(
  db: Database,
  at: number,
  { seen, missing = [], scopes = [], absentMeans = 'withdrawn', source = SOURCE }: Night,
): Promise<Stored> {
  const before = await loadState(db, source);
  const difference = diff(before, {
    source: { id: source.id, absentMeans },
    at,
    seen,
    missing: new Set(missing),
    held: new Set(),
  });
  const crawl = await commitCrawl(
    db,
    aCommit({
      crawl: aCrawl({
        source: source.id,
        finishedAt: at,
        outcome: missing.length > 0 ? 'partial' : 'ok',
        rows: seen.read,
        offers: seen.offers.length,
        rejects: seen.rejects,
        scopes,
        missing: missing.map((scope) => ({ scope, failure: 'unreachable', message: 'no answer' })),
      }),
      against: before.against,
      difference,
    }),
  );
  return { crawl, before, difference };
}
