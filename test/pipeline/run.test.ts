import { afterEach, describe, expect, it } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { takeLease } from '../../db/leases.ts';
import { type Database, openDatabase } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import {
  type Listing,
  money,
  type Scraper,
  SourceError,
  UNSAID,
} from '../../scrapers/kit/index.ts';
import { Rule } from '../../src/domain/rules.ts';
import { createFetcher, type Fetcher } from '../../src/fetch/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { type Desk, DISK_FULL, run } from '../../src/pipeline/run.ts';
import { aDocument } from '../support/documents.ts';

const NIGHT = Date.UTC(2026, 0, 1, 2);
const DAY = 24 * 3_600_000;
const CONFIRM_AFTER = 600_000;

/** A made-up seller whose answers the test sets; nothing of it is a published figure. */
interface World {
  listings: readonly Listing[];
  fails?: SourceError;
  missing?: readonly string[];
}

function northlight(world: World, more: Partial<Scraper> = {}): Scraper {
  return {
    id: 'northlight',
    provider: 'northlight',
    homepage: 'https://northlight.example',
    reads: 'made-up offers',
    every: '1d',
    absentMeans: 'withdrawn',
    evidence: 'price-list',
    robots: 'documented-api',
    verified: 'documented',
    async fetch(tools) {
      if (world.fails) throw world.fails;
      for (const scope of world.missing ?? []) {
        await tools.part(scope, () =>
          Promise.reject(new SourceError('unreachable', 'nobody answers')),
        );
      }
      return [aDocument('listings', world.listings)];
    },
    parse: () => world.listings,
    ...more,
  };
}

function listing(sku: string, price: number, more: Partial<Listing> = {}): Listing {
  return {
    ...UNSAID,
    sku,
    accelerator: 'NVIDIA H100 SXM',
    count: 1,
    region: 'north-1',
    billing: 'on-demand',
    price: money(price, 'USD'),
    tax: 'excluded',
    availability: 'listed',
    ...more,
  };
}

const many = (count: number, price = 11) =>
  Array.from({ length: count }, (_, i) => listing(`made-up-${i}`, price + i));

let open: { db: Database; fetcher: Fetcher } | undefined;

afterEach(async () => {
  await open?.fetcher.close();
  open?.db.close();
  open = undefined;
});

/** A database and a clock that tests move from night to night. */
function stage(more: Partial<Desk> = {}) {
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
  open = { db, fetcher };
  let time = NIGHT;
  const desk: Desk = {
    ...{ db, fetcher, read, env: {}, rules: [], dryRun: false },
    mode: { kind: 'live' },
    now: () => time,
    owner: 'here:1',
    isGone: () => false,
    ...more,
  };
  const night = async (scraper: Scraper, { confirm = true } = {}) => {
    const results = await run(desk, {
      sources: [scraper],
      confirming: confirm
        ? {
            isWanted: () => true,
            wait: async () => {
              time += CONFIRM_AFTER;
            },
          }
        : null,
      watcher: { started: () => undefined, finished: () => undefined },
    });
    time += DAY;
    return results;
  };
  return { db, night };
}

const flagsOf = (results: Awaited<ReturnType<typeof run>>) =>
  results.flatMap(({ changes }) => changes.flatMap(({ flags }) => flags));

describe('a run', () => {
  it('begins with a silent baseline: one line for the new source, nothing to tell', async () => {
    const { night } = stage();

    const [result] = await night(northlight({ listings: many(3) }));

    expect(result).toMatchObject({ outcome: 'ok', offers: 3, pending: 0, messages: 0 });
    expect(flagsOf(result ? [result] : [])).toEqual(['source.added']);
  });

  it('tells a new offer only when the confirming crawl saw it too', async () => {
    const { night } = stage();
    const world: World = { listings: many(3) };
    await night(northlight(world));
    world.listings = [...many(3), listing('made-up-new', 20, { region: 'north-2' })];

    const results = await night(northlight(world));

    expect(results.map(({ pending }) => pending)).toEqual([1, 0]);
    expect(results.map((result) => flagsOf([result]))).toEqual([[], ['region.new']]);
  });

  it('leaves what waits to the next night where nobody confirms', async () => {
    const { night } = stage();
    const world: World = { listings: many(3) };
    await night(northlight(world));
    world.listings = many(2);

    const first = await night(northlight(world), { confirm: false });
    const second = await night(northlight(world), { confirm: false });

    expect(flagsOf(first)).toEqual([]);
    expect(flagsOf(second)).toEqual(['withdrawn']);
  });

  it('keeps the offers of a scope that could not be read', async () => {
    const { db, night } = stage();
    const world: World = { listings: many(3).map((each) => ({ ...each, scope: 'north' })) };
    await night(northlight(world));

    const results = await night(
      northlight({ listings: [listing('other', 5)], missing: ['north'] }),
    );

    expect(results.map(({ outcome }) => outcome)).toEqual(['partial', 'partial']);
    expect(flagsOf(results)).not.toContain('withdrawn');
    const state = await loadState(db, { id: 'northlight', provider: 'northlight', keyVersion: 1 });
    expect([...state.offers.values()].filter(({ listed }) => listed)).toHaveLength(4);
  });

  it('quarantines a list that became empty, says so once, and keeps what was known', async () => {
    const { db, night } = stage();
    const world: World = { listings: many(3) };
    await night(northlight(world));
    world.listings = [];

    const results = [...(await night(northlight(world))), ...(await night(northlight(world)))];

    expect(results.map(({ outcome }) => outcome)).toEqual(['quarantined', 'quarantined']);
    expect(flagsOf(results)).toEqual(['source.quarantined']);
    const state = await loadState(db, { id: 'northlight', provider: 'northlight', keyVersion: 1 });
    expect([...state.offers.values()].every(({ listed }) => listed)).toBe(true);
  });

  it('quarantines cents read as dollars and names the slip', async () => {
    const { night } = stage();
    const world: World = { listings: many(6) };
    await night(northlight(world));
    world.listings = many(6).map((each) => ({
      ...each,
      price: money((11 + Number(each.sku.slice(8))) * 100, 'USD'),
    }));

    const [result] = await night(northlight(world));

    expect(result?.outcome).toBe('quarantined');
    expect(result?.message).toContain('cents and whole units');
  });

  it('holds a price change of the whole list for the confirming crawl, then tells it', async () => {
    const { night } = stage();
    const world: World = { listings: many(6) };
    await night(northlight(world));
    world.listings = world.listings.map((each) => ({
      ...each,
      price: each.price && money(((each.price.micros / 1e6) * 0.7).toFixed(2), 'USD'),
    }));

    const results = await night(northlight(world));

    expect(results.map((result) => flagsOf([result]).length)).toEqual([0, 6]);
    expect(new Set(flagsOf(results))).toEqual(new Set(['price.drop']));
  });

  it('writes the alerts of a crawl with it, one message a flag', async () => {
    const rule = Rule.parse({ id: 'mine', flags: ['price.drop', 'price.rise'], channels: ['me'] });
    const { db, night } = stage({ rules: [rule] });
    const world: World = { listings: many(3) };
    await night(northlight(world));
    world.listings = [listing('made-up-0', 10), listing('made-up-1', 9), listing('made-up-2', 14)];

    const results = await night(northlight(world));

    expect(results[0]?.messages).toBe(2);
    const rows = db.sqlite
      .prepare('select flag, channel, state from deliveries order by flag')
      .all();
    expect(rows).toEqual([
      { flag: 'price.drop', channel: 'me', state: 'waiting' },
      { flag: 'price.rise', channel: 'me', state: 'waiting' },
    ]);
  });

  it('fails a source by itself, with its own words, and forgets nothing', async () => {
    const { night } = stage();
    const world: World = { listings: many(3) };
    await night(northlight(world));

    const failed = await night(
      northlight({ ...world, fails: new SourceError('refused', 'HTTP 403') }),
    );
    const after = await night(northlight(world));

    expect(failed).toMatchObject([{ outcome: 'failed', failure: 'refused', message: 'HTTP 403' }]);
    expect(after).toMatchObject([{ outcome: 'unchanged', changes: [] }]);
  });

  it('skips a source without its key', async () => {
    const { night } = stage();

    const results = await night(northlight({ listings: many(1) }, { secrets: ['NORTHLIGHT_KEY'] }));

    expect(results).toMatchObject([
      { outcome: 'skipped', message: 'set NORTHLIGHT_KEY to crawl it', offers: 0 },
    ]);
  });

  it('leaves a source alone that another process crawls', async () => {
    const { db, night } = stage();
    await takeLease(
      db,
      { source: 'northlight', owner: 'there:2', expiresAt: Date.now() + DAY },
      Date.now(),
    );

    const results = await night(northlight({ listings: many(1) }));

    expect(results).toMatchObject([{ outcome: 'held', message: 'there:2 crawls it now' }]);
  });

  it('stores nothing in a dry run', async () => {
    const { db, night } = stage({ dryRun: true });

    const [result] = await night(northlight({ listings: many(3) }));

    expect(result).toMatchObject({ outcome: 'ok', offers: 3, crawl: null });
    expect(db.sqlite.prepare('select count(*) as n from crawls').get()).toEqual({ n: 0 });
  });

  it('goes by the number of a crawl where the clock was set back', async () => {
    let time = NIGHT;
    const { db, night } = stage({ now: () => time });
    const world: World = { listings: many(3) };
    await night(northlight(world));
    time -= DAY;
    world.listings = [listing('made-up-0', 10), ...many(3).slice(1)];

    const [result] = await night(northlight(world));
    time += 60_000;
    const [again] = await night(northlight(world));

    expect(flagsOf(result ? [result] : [])).toEqual(['price.drop']);
    expect(again).toMatchObject({ outcome: 'unchanged', changes: [], pending: 0 });
    expect(await faultsOf(db)).toEqual([]);
  });

  it('counts a drop from the first price it accepted, whatever the clock said then', async () => {
    let time = NIGHT;
    const rules = [Rule.parse({ id: 'mine', flags: 'price.drop', channels: ['ear'] })];
    const { night } = stage({ now: () => time, rules });
    const told: number[] = [];
    for (const price of [100, 97, 94]) {
      const [result] = await night(
        northlight({ listings: [listing('made-up', price, { count: 8 })] }),
      );
      told.push(result?.messages ?? Number.NaN);
      time -= DAY;
    }

    expect(told).toEqual([0, 0, 1]);
  });

  it('gives up a source that never ends, at its limit, and frees it for the next', async () => {
    const { db, night } = stage();
    const hangs = { fetch: () => new Promise<never>(() => undefined), limits: { seconds: 0.1 } };

    const results = await night(northlight({ listings: many(1) }, hangs));

    expect(results).toMatchObject([
      { outcome: 'failed', failure: 'unreachable', message: 'it did not end within its 0.1 s' },
    ]);
    expect(db.sqlite.prepare('select count(*) from leases').pluck().get()).toBe(0);
    expect(await night(northlight({ listings: many(1) }))).toMatchObject([{ outcome: 'ok' }]);
  });

  it('crawls a source once at a time, in one process too', async () => {
    const { db, night } = stage();
    let arrive: (value: unknown) => void = () => undefined;
    const gate = new Promise((resolve) => {
      arrive = resolve;
    });
    const world: World = { listings: many(1) };
    const slow = northlight(world, {
      fetch: async () => {
        await gate;
        return [aDocument('listings', world.listings)];
      },
    });

    const first = night(slow);
    const second = await night(northlight(world));
    arrive(null);

    expect(second).toMatchObject([{ outcome: 'held', message: 'here:1 crawls it now' }]);
    expect(await first).toMatchObject([{ outcome: 'ok' }]);
    expect(db.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(1);
  });

  it('takes over from a process of the same number that died', async () => {
    const { db, night } = stage();
    const left = { source: 'northlight', owner: 'here:1#before', expiresAt: Date.now() + DAY };
    await takeLease(db, left, Date.now());

    expect(await night(northlight({ listings: many(1) }))).toMatchObject([{ outcome: 'ok' }]);
  });

  it.each(['fetch', 'parse'])('that is stopped at the %s leaves no trace', async (at) => {
    const stop = new AbortController();
    const never = () => {
      stop.abort();
      return new Promise<never>(() => undefined);
    };
    const { db, night } = stage({
      stop: stop.signal,
      ...(at === 'parse' ? { read: never } : {}),
    });
    const scraper = northlight({ listings: many(1) }, at === 'fetch' ? { fetch: never } : {});

    expect(await night(scraper)).toMatchObject([
      { outcome: 'stopped', message: 'stopped before it was done', crawl: null },
    ]);
    expect(await night(northlight({ listings: many(1) }))).toMatchObject([{ outcome: 'stopped' }]);
    for (const table of ['crawls', 'leases', 'offers']) {
      expect(db.sqlite.prepare(`select count(*) from ${table}`).pluck().get()).toBe(0);
    }
  });

  it('says when the disk is full, keeps what was whole, and goes on when there is room', async () => {
    const { db, night } = stage();
    await night(northlight({ listings: many(3) }));
    const pages = Number(db.sqlite.pragma('page_count', { simple: true }));
    db.sqlite.pragma(`max_page_count = ${pages}`);
    const world: World = { listings: many(400) };

    const full = await night(northlight(world));

    expect(full).toMatchObject([{ outcome: 'broken', message: DISK_FULL, crawl: null }]);
    expect(db.sqlite.inTransaction).toBe(false);
    expect(db.sqlite.prepare('select count(*) from offers').pluck().get()).toBe(3);
    expect(await faultsOf(db)).toEqual([]);
    db.sqlite.pragma('max_page_count = 1000000');
    const results = await night(northlight(world));
    expect(results.map(({ outcome }) => outcome)).not.toContain('broken');
    expect(db.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(1 + results.length);
  });
});
