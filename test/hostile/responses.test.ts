import { describe, expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { loadState } from '../../db/state.ts';
import type { Scraper } from '../../scrapers/kit/index.ts';
import { PATIENCE_MS } from '../../src/fetch/retry.ts';
import { read } from '../../src/pipeline/read.ts';
import { type CrawlResult, run } from '../../src/pipeline/run.ts';
import { aFetcher, aFolder, stillClock } from '../fetch/crawling.ts';
import { type Seen, serve } from '../fetch/loopback.ts';
import { type Answer, GOOD, type Outcome, RESPONSES, ROBOTS } from './responses.ts';
import { EVERYTHING } from './rules.ts';
import { sourceAt } from './sources.ts';

const DAY = 24 * 3_600_000;
const serving: Answer = (_, response) => void response.end(GOOD);

/** A host whose answers the test sets, its source, and crawls of it at the time of a clock that stands still. */
async function stage(changes: Partial<Scraper> = {}) {
  let answer = serving;
  const host = await serve((asked, response) => answer(asked, response));
  const clock = stillClock(Date.UTC(2026, 10, 1, 2));
  const db = openDatabase(':memory:');
  onTestFinished(() => db.close());
  const archiveDir = await aFolder();
  // A second is enough to tell an answer from none here, and short enough to be waited for four times.
  const timeouts = { headers: 300, idle: 300, total: 500 };
  const fetcher = aFetcher({ archiveDir, clock, timeouts });
  const source: Scraper = { ...sourceAt('as-json', host.url), ...changes };
  const crawl = async (tonight: Answer, more: Partial<Scraper> = {}) => {
    answer = tonight;
    const [before, slept] = [host.seen.length, clock.slept.length];
    const [result] = await run(
      {
        ...{ db, fetcher, read, env: {}, rules: [EVERYTHING], dryRun: false },
        ...{ mode: { kind: 'live' }, now: clock.now, owner: 'here:1', isGone: () => false },
      },
      {
        sources: [{ ...source, ...more }],
        confirming: null,
        watcher: { started: () => undefined, finished: () => undefined },
      },
    );
    if (result === undefined) throw new Error('there was no crawl');
    return { result, asked: host.seen.slice(before), waits: clock.slept.slice(slept) };
  };
  return {
    ...{ host, clock, crawl },
    night(tonight: Answer, more?: Partial<Scraper>) {
      clock.advance(DAY + 1000);
      return crawl(tonight, more);
    },
    async listed() {
      const { offers } = await loadState(db, { ...source, keyVersion: 1 });
      return [...offers.values()].filter(({ listed }) => listed).length;
    },
  };
}

function expectOutcome(result: CrawlResult, { message = /^/, ...outcome }: Outcome): void {
  expect(result).toMatchObject({ ...outcome, messages: 0 });
  expect(result.message ?? '').toMatch(message);
}

describe('a source that was good, and is now answered with', () => {
  it.each(RESPONSES)(
    '$id $what',
    async ({ answer, expected, requests, waits = [], restsFor = 0 }) => {
      const { night, crawl, clock, listed } = await stage();
      await night(serving);
      await night(serving);

      const { result, asked, waits: waited } = await night(answer);
      expectOutcome(result, expected);
      expect(asked).toHaveLength(requests);
      expect(waited).toEqual(waits);
      // What is left of it is waited for in the crawl, where that is a minute at most.
      const restMs = restsFor * 1000;
      const asks: Seen[] = [];
      for (const from of [0, restMs - PATIENCE_MS - 1].filter((ms) => ms >= 0 && restMs > 0)) {
        clock.advance(from);
        asks.push(...(await crawl(serving)).asked);
      }
      clock.advance(restMs);
      const { result: after, asked: again } = await crawl(serving);

      expectOutcome(after, { outcome: 'unchanged' });
      expect(asks).toEqual([]);
      expect(again).toHaveLength(1);
      expect(await listed()).toBe(40);
    },
  );
});

describe('a source whose list has a version', () => {
  const TAG = 'W/"abc"';
  const versioned: Answer = ({ headers }, response) => {
    const isKnown = headers['if-none-match'] === TAG;
    response.writeHead(isKnown ? 304 : 200, { etag: TAG }).end(isKnown ? undefined : GOOD);
  };
  const tagsIn = ({ asked }: { readonly asked: readonly { readonly headers: object }[] }) =>
    asked.map(({ headers }) => ('if-none-match' in headers ? headers['if-none-match'] : null));

  it('T02 is asked whether it changed, and unchanged where it did not', async () => {
    const { night, listed } = await stage();
    await night(versioned);

    const second = await night(versioned);

    expect(tagsIn(second)).toEqual([TAG]);
    expectOutcome(second.result, { outcome: 'unchanged' });
    expect(second.result.offers).toBe(40);
    expect(await listed()).toBe(40);
  });

  it('T03 is asked for whole by rules of reading that are new', async () => {
    const { night } = await stage();
    await night(versioned);

    const second = await night(versioned, { keyVersion: 2 });

    expect(tagsIn(second)).toEqual([null]);
    expectOutcome(second.result, { outcome: 'ok' });
  });

  it('T03 is read by the parser of today, though it was not sent again', async () => {
    const { night } = await stage();
    await night(versioned);
    const { parse } = sourceAt('as-json', 'https://northlight.example');
    const parsed: string[] = [];

    const second = await night(versioned, {
      async *parse(documents) {
        parsed.push(...documents.map((each) => each.text()));
        yield* parse(documents);
      },
    });

    expect(tagsIn(second)).toEqual([TAG]);
    expect(parsed).toEqual([GOOD]);
  });

  it('T04 is asked for whole after a version that was not believed', async () => {
    const { night, listed } = await stage();
    const empty: Answer = (_, response) =>
      void response.writeHead(200, { etag: '"abc"' }).end('{"total": 0, "offers": []}');
    await night(versioned);

    const unbelieved = await night(empty);
    const after = await night(versioned);

    expectOutcome(unbelieved.result, { outcome: 'quarantined', failure: 'implausible' });
    expect(tagsIn(after)).toEqual([null]);
    expectOutcome(after.result, { outcome: 'unchanged' });
    expect(await listed()).toBe(40);
  });
});

describe('a page of a host whose robots.txt answers', () => {
  const A_PAGE = { robots: 'page' } as const;
  const at = (url: string): Partial<Scraper> => ({
    fetch: async ({ http }) => [await http.get('offers', url)],
  });
  const beside =
    (robots: Answer): Answer =>
    (asked, response) =>
      (asked.path === '/robots.txt' ? robots : serving)(asked, response);

  it.each(ROBOTS)('$id $what', async ({ answer, path, expected }) => {
    const { crawl, host } = await stage(A_PAGE);

    const { result, asked } = await crawl(beside(answer), at(`${host.url}${path}`));

    expectOutcome(result, expected);
    const pages = asked.filter(({ path: each }) => each !== '/robots.txt');
    expect(pages.map((each) => each.path)).toEqual(expected.outcome === 'ok' ? [path] : []);
  });

  it.each([
    ['10 s is waited for', 10, 10_000],
    ['an hour is a minute', 3600, 60_000],
  ])('B13 a delay of %s', async (_, seconds, wait) => {
    const { crawl, host } = await stage(A_PAGE);
    const slow = beside((_asked, response) => {
      response.end(`User-agent: *\nCrawl-delay: ${seconds}\n`);
    });

    await crawl(slow, at(`${host.url}/1`));
    const { asked, waits } = await crawl(slow, at(`${host.url}/2`));

    expect(asked.map(({ path }) => path)).toEqual(['/2']);
    expect(waits).toEqual([wait]);
  });

  it('B14 500 ten hours after a good one goes by the good one, and a day later too', async () => {
    const { crawl, clock, host } = await stage(A_PAGE);
    const broken = beside((_, response) => void response.writeHead(500).end());
    await crawl(
      beside((_, response) => void response.end('User-agent: *\nDisallow: /a')),
      at(`${host.url}/`),
    );

    for (const hours of [10, 20]) {
      clock.advance(hours * 3_600_000);
      expectOutcome((await crawl(broken, at(`${host.url}/`))).result, { outcome: 'unchanged' });
      const { result } = await crawl(broken, at(`${host.url}/a`));
      expectOutcome(result, { outcome: 'failed', failure: 'refused', message: /forbids \/a/ });
    }
  });
});
