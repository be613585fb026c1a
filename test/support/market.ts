import { onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import {
  type Listing,
  money,
  type Reading,
  type Scraper,
  SourceError,
  UNSAID,
} from '../../scrapers/kit/index.ts';
import { Rule, Watchable } from '../../src/domain/rules.ts';
import { createFetcher } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { type CrawlResult, type Desk, run } from '../../src/pipeline/run.ts';
import { aDocument } from './documents.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** When the first crawl of a series ends, but for what a test says. */
export const START = Date.UTC(2026, 0, 1, 2);

const CHIPS = ['NVIDIA H100 SXM', 'NVIDIA H200 SXM', 'NVIDIA L40S', 'NVIDIA L4', 'NVIDIA A10'];

/** One row of a made-up seller: no figure of it was ever published. */
export function listing(sku: string, price: number, more: Partial<Listing> = {}): Listing {
  return {
    ...UNSAID,
    sku,
    accelerator: 'NVIDIA H100 SXM',
    count: 1,
    region: 'pole-1',
    billing: 'on-demand',
    price: money(price.toFixed(6), 'USD'),
    tax: 'excluded',
    availability: 'available',
    ...more,
  };
}

/** Five chips in eight regions, eight of the dearest chip and one of the others: forty offers. */
export const BASE: readonly Listing[] = CHIPS.flatMap((accelerator, chip) =>
  Array.from({ length: 8 }, (_, pole) =>
    listing(`nl-${chip}-${pole}`, 3.33 * (chip + 1) + pole * 0.11, {
      accelerator,
      region: `pole-${pole}`,
      count: chip === 0 ? 8 : 1,
    }),
  ),
);

/** The rows with one of them changed. */
export const changed = (rows: readonly Listing[], index: number, more: Partial<Listing>) =>
  rows.map((row, i) => (i === index ? { ...row, ...more } : row));

/** The rows with every price times a factor. */
export const priced = (rows: readonly Listing[], factor: (row: Listing) => number) =>
  rows.map((row) => {
    const amount = ((row.price?.micros ?? 0) / 1e6) * factor(row);
    return { ...row, price: money(amount.toFixed(6), row.price?.currency ?? 'USD') };
  });

/** What a source serves at one crawl: its rows, or why none. */
export type Served = readonly Reading[] | SourceError;

export const down = new SourceError('unreachable', 'HTTP 503');

/** A made-up source that serves what `served` gives. */
export function northlight(served: () => Served, more: Partial<Scraper> = {}): Scraper {
  const rows = () => {
    const now = served();
    if (now instanceof SourceError) throw now;
    return now;
  };
  return {
    id: 'northlight',
    provider: 'northlight',
    homepage: 'https://northlight.example',
    reads: 'made-up offers',
    every: '1h',
    absentMeans: 'withdrawn',
    evidence: 'price-list',
    robots: 'documented-api',
    verified: 'documented',
    fetch: async () => [aDocument('listings', rows().length)],
    parse: rows,
    ...more,
  };
}

/** What one crawl came to, in few words. */
export interface Seen {
  readonly outcome: CrawlResult['outcome'];
  readonly why: string | null;
  /** Flags of offers, places and chips: what users are told. */
  readonly flags: readonly string[];
  /** Flags of the source itself: what its operator is told. */
  readonly source: readonly string[];
  readonly pending: number;
  /** The headlines put into the outbox. */
  readonly told: readonly string[];
}

const EVERYTHING = Rule.parse({
  id: 'everything',
  flags: Watchable.options.filter((flag) => !flag.startsWith('source.')),
  minDropPercent: 0,
  channels: ['ear'],
});

/** The real pipeline with a real database in memory, and a clock that moves an hour a crawl. */
export function market(more: Partial<Desk> = {}) {
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
  onTestFinished(async () => {
    await fetcher.close();
    db.close();
  });
  let time = START - HOUR;
  let desk: Desk = {
    ...{ db, fetcher, read, env: {}, dryRun: false, rules: [EVERYTHING] },
    ...{ mode: { kind: 'live' }, now: () => time, owner: 'here:1', isGone: () => false },
    ...more,
  };
  const crawl = async (served: Served, scraper: Partial<Scraper> = {}): Promise<Seen> => {
    time += HOUR;
    const before = outbox(db);
    const [result] = await run(desk, {
      sources: [northlight(() => served, scraper)],
      confirming: null,
      watcher: { started: () => undefined, finished: () => undefined },
    });
    if (result === undefined) throw new Error('expected a result, found none');
    if (result.outcome === 'broken') throw new Error(result.message ?? 'broken');
    const flags = result.changes.flatMap((change) => change.flags);
    return {
      outcome: result.outcome,
      why: result.message,
      flags: flags.filter((flag) => !flag.startsWith('source.')),
      source: flags.filter((flag) => flag.startsWith('source.')),
      pending: result.pending,
      told: outbox(db).slice(before.length),
    };
  };
  /** Crawls what is served so many times, one after the other. */
  const crawls = async (times: number, served: Served) => {
    const seen: Seen[] = [];
    for (let n = 0; n < times; n += 1) seen.push(await crawl(served));
    return seen;
  };
  return {
    ...{ db, crawl, crawls },
    desk: () => desk,
    settle: (some: Partial<Desk>) => {
      desk = { ...desk, ...some };
    },
    now: () => time,
    setClock: (at: number) => {
      time = at - HOUR;
    },
    pass: (ms: number) => {
      time += ms;
    },
    view: async (id = 'northlight') => {
      const source = { id, provider: 'northlight', keyVersion: 1 };
      const { offers } = await loadState(db, source);
      return [...offers.values()].filter(({ listed }) => listed).map(({ offer }) => offer);
    },
  };
}

function outbox({ sqlite }: ReturnType<typeof openDatabase>): readonly string[] {
  const rows = sqlite.prepare('select body from deliveries order by rowid').all();
  return rows.map((row) => JSON.parse((row as { body: string }).body).data.headline);
}
