import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { hostsOfOneProcess } from '../../src/fetch/hosts.ts';
import { createPacing } from '../../src/fetch/pacing.ts';
import { askInProcess } from '../support/asking.ts';
import { aDatabase } from '../support/killing.ts';
import { aFetcher, aScraper, aSession, stillClock } from './crawling.ts';
import { serve } from './loopback.ts';

const LIVE = { mode: { kind: 'live' }, now: () => 0 } as const;
const FOREVER = new AbortController().signal;

describe('pacing', () => {
  it('never has two requests of two crawls in flight on one host', async () => {
    const host = await serve(async (_, response) => {
      await wait(3);
      response.end('{}');
    });
    const fetcher = aFetcher();
    const crawls = ['one', 'two'].map((id) => fetcher.session(aScraper({ id }), LIVE));

    await Promise.all(
      crawls.flatMap(({ tools }) =>
        Array.from({ length: 15 }, (_, i) => tools.http.get(`${i}`, `${host.url}/${i}`)),
      ),
    );

    expect(host.seen).toHaveLength(30);
    expect(host.mostInFlight()).toBe(1);
  });

  it('never has two requests of two processes in flight on one host', async () => {
    const host = await serve(async (_, response) => {
      await wait(30);
      response.end('{}');
    });
    const path = aDatabase();
    const pace = { times: 15, delayMs: 20 };

    await Promise.all([1, 2].map(() => askInProcess(path, host.url, pace)));

    expect(host.seen).toHaveLength(30);
    expect(host.mostInFlight()).toBe(1);
  });

  it('keeps what one process was asked to wait for in the next one', async () => {
    const host = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    const path = aDatabase();
    const pace = { times: 1, delayMs: 0 };

    await expect(askInProcess(path, host.url, pace)).rejects.toThrow('HTTP 429');
    await expect(askInProcess(path, host.url, pace)).rejects.toThrow(/asked for no request for/);

    expect(host.seen).toHaveLength(1);
  });

  it('starts requests a second apart, and lets other hosts go on', async () => {
    const clock = stillClock();
    const pacing = createPacing(clock, 1000, hostsOfOneProcess());
    const starts: [string, number][] = [];
    const from = clock.now();
    const turn = (host: string) =>
      pacing.turn(host, FOREVER, async () => void starts.push([host, clock.now() - from]));

    await turn('a.example');
    await turn('a.example');
    await turn('b.example');
    clock.advance(400);
    await turn('a.example');

    expect(starts).toEqual([
      ['a.example', 0],
      ['a.example', 1000],
      ['b.example', 1000],
      ['a.example', 2000],
    ]);
  });

  it.each([
    [10_000, 10_000],
    [500, 1000],
    [3_600_000, 60_000],
  ])('takes a crawl-delay of %i ms for %i', async (asked, kept) => {
    const clock = stillClock();
    const pacing = createPacing(clock, 1000, hostsOfOneProcess());

    pacing.slowDown('a.example', asked);
    await pacing.turn('a.example', FOREVER, async () => {});
    await pacing.turn('a.example', FOREVER, async () => {});

    expect(clock.slept).toEqual([kept]);
  });

  it('goes on after work that failed', async () => {
    const pacing = createPacing(stillClock(), 0, hostsOfOneProcess());
    const fails = pacing.turn('a.example', FOREVER, () => Promise.reject(new Error('no')));

    await expect(fails).rejects.toThrow('no');
    expect(await pacing.turn('a.example', FOREVER, async () => 'yes')).toBe('yes');
  });

  it('ends with the crawl, whatever it is doing', async () => {
    const host = await serve(() => {});
    const { tools } = aSession({ scraper: { limits: { seconds: 0.1 } } });
    const late = { failure: 'unreachable', message: 'the crawl was not done after 0.1 s' };

    const [first, second] = ['1', '2'].map((name) => tools.http.get(name, host.url));

    await expect(first).rejects.toMatchObject(late);
    await expect(second).rejects.toMatchObject(late);
  });
});
