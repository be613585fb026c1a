import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { type Listing, money, type Scraper, UNSAID } from '../../scrapers/kit/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import { aFetcher, aFolder, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';

const DAY = 24 * 3_600_000;
const MODIFIED = 'Tue, 04 Aug 2026 02:00:00 GMT';

function listing(sku: string, price: number): Listing {
  return {
    ...{ ...UNSAID, sku, accelerator: 'NVIDIA H100 SXM', count: 1, region: 'north-1' },
    ...{ billing: 'on-demand', tax: 'excluded', availability: 'listed' },
    price: money(price, 'USD'),
  };
}

/** A made-up seller on loopback, crawled once a night; its figures are nobody's. */
async function stage() {
  const world = { tag: '"a"', prices: [11, 12, 13] as readonly number[], stubborn: false };
  const host = await serve(({ headers }, response) => {
    const isKnown = headers['if-none-match'] === world.tag || world.stubborn;
    response.writeHead(isKnown ? 304 : 200, { etag: world.tag, 'last-modified': MODIFIED });
    response.end(isKnown ? undefined : JSON.stringify(world.prices));
  });
  const archiveDir = await aFolder();
  const fetcher = aFetcher({ archiveDir });
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  let now = Date.UTC(2026, 0, 1, 2);
  const night = async (more: Partial<Scraper> = {}) => {
    const scraper = aScraper({
      fetch: async ({ http }) => [await http.get('prices', `${host.url}/prices`)],
      *parse(documents) {
        const prices = documents.flatMap((each) => each.json() as number[]);
        for (const [i, price] of prices.entries()) yield listing(`made-up-${i}`, price);
      },
      ...more,
    });
    const [result] = await run(
      {
        ...{ db, fetcher, read, env: {}, rules: [], dryRun: false, owner: 'here:1' },
        ...{ mode: { kind: 'live' }, now: () => now, isGone: () => false },
      },
      {
        ...{ sources: [scraper], confirming: null },
        watcher: { started: () => undefined, finished: () => undefined },
      },
    );
    now += DAY;
    const { 'if-none-match': tag, 'if-modified-since': since } = host.seen.at(-1)?.headers ?? {};
    return { ...result, asked: [tag, since] };
  };
  return { world, night, archiveDir };
}

describe('a document that was not modified', () => {
  it('is asked about, not for, and read from where it is kept', async () => {
    const { night } = await stage();

    expect(await night()).toMatchObject({ outcome: 'ok', asked: [undefined, undefined] });
    for (const _ of [1, 2]) {
      expect(await night()).toMatchObject({
        ...{ outcome: 'unchanged', offers: 3, changes: [], asked: ['"a"', MODIFIED] },
      });
    }
  });

  it('is brought anew when it was', async () => {
    const { world, night } = await stage();
    await night();
    Object.assign(world, { tag: '"b"', prices: [11, 12, 14] });

    expect(await night()).toMatchObject({ outcome: 'ok', asked: ['"a"', MODIFIED] });
    expect((await night()).asked).toEqual(['"b"', MODIFIED]);
  });

  it('is asked for whole while something waits to be confirmed', async () => {
    const { world, night } = await stage();
    await night();
    Object.assign(world, { tag: '"b"', prices: [11, 12, 13, 14] });

    expect(await night()).toMatchObject({ pending: 1 });
    expect(await night()).toMatchObject({ pending: 0, asked: [undefined, undefined] });
    expect((await night()).asked).toEqual(['"b"', MODIFIED]);
  });

  it('is asked for whole after a crawl that was not believed', async () => {
    const { world, night } = await stage();
    await night();
    Object.assign(world, { tag: '"empty"', prices: [] });
    const unbelieved = await night();
    Object.assign(world, { tag: '"a"', prices: [11, 12, 13] });

    expect(unbelieved.outcome).toMatch(/quarantined|failed/);
    expect(await night()).toMatchObject({ outcome: 'unchanged', asked: [undefined, undefined] });
  });

  it('is asked for whole by new rules of reading', async () => {
    const { night } = await stage();
    await night();

    expect((await night({ keyVersion: 2 })).asked).toEqual([undefined, undefined]);
  });

  it.each([
    ['gone', (path: string) => rm(path)],
    ['damaged', (path: string) => writeFile(path, 'not what was kept')],
  ])('is asked for whole when what was kept is %s', async (_, spoil) => {
    const { night, archiveDir } = await stage();
    await night();
    for (const path of await readdir(archiveDir, { recursive: true })) {
      if (path.endsWith('.gz')) await spoil(join(archiveDir, path));
    }

    expect(await night()).toMatchObject({ outcome: 'unchanged', asked: [undefined, undefined] });
  });

  it('is a change where nothing was kept to compare with', async () => {
    const { world, night } = await stage();
    world.stubborn = true;

    expect(await night()).toMatchObject({
      ...{ outcome: 'failed', failure: 'changed' },
      message: expect.stringMatching(/answered HTTP 304$/),
    });
  });
});
