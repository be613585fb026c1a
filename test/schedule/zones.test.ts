import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { startTicker } from '../../src/schedule/ticker.ts';
import { aScraper } from '../fetch/crawling.ts';

const run = promisify(execFile);

/** Steps a clock minute by minute, over the days around a change of the clocks, and notes each crawl. */
const STEPS = `
import { dueNow } from './src/schedule/due.ts';
const [from, schedule] = JSON.parse(process.env.STEPS);
const sources = [{ id: 'hourly', every: '1h' }, { id: 'daily', every: '1d' }];
const past = { hourly: [], daily: [] };
for (let now = from; now < from + 3 * 86_400_000; now += 60_000) {
  for (const source of sources) {
    const plan = { schedule, confirmAfterMs: 600_000, startedAt: from };
    if (dueNow(source, past[source.id], plan, now)) past[source.id].unshift({ finishedAt: now, pending: 0, refused: false });
  }
}
const times = ({ finishedAt }) => new Date(finishedAt).toISOString();
const zone = new Date(from).getTimezoneOffset() === new Date(from + 3 * 86_400_000).getTimezoneOffset();
console.log(JSON.stringify({ changes: !zone, hourly: past.hourly.map(times), daily: past.daily.map(times) }));
`;

async function steps(zone: string, from: number, schedule: object) {
  const env = { ...process.env, TZ: zone, STEPS: JSON.stringify([from, schedule]) };
  const { stdout } = await run(
    process.execPath,
    ['--import=tsx', '--input-type=module', '-e', STEPS],
    { env },
  );
  return JSON.parse(stdout);
}

describe('the schedule, on days when clocks change', () => {
  it.each([
    ['America/New_York', Date.UTC(2026, 2, 7)],
    ['America/New_York', Date.UTC(2026, 9, 31)],
    ['Australia/Lord_Howe', Date.UTC(2026, 3, 3)],
    ['America/Havana', Date.UTC(2026, 2, 7)],
  ])('stays hourly and daily in %s', async (zone, from) => {
    const there = await steps(zone, from, { kind: 'cadence' });

    expect(there.changes).toBe(true);
    expect(there.hourly).toHaveLength(72 + 1);
    expect(new Set(there.hourly.map((at: string) => at.slice(0, 13))).size).toBe(72);
    expect(there.daily).toHaveLength(3 + 1);
    const nightly = await steps(zone, from, { kind: 'nightly', at: '02:00' });
    const inTheNight = nightly.daily.filter((at: string) => at.slice(11, 13) === '02');
    expect(new Set(inTheNight.map((at: string) => at.slice(0, 10))).size).toBe(3);
    expect(inTheNight).toHaveLength(3);
  });
});

describe('the ticker', () => {
  it('sets no timer that Node would shorten to a millisecond, and looks again only in a minute', async () => {
    vi.useFakeTimers({ now: Date.UTC(2026, 0, 2, 3, 4, 5) });
    onTestFinished(() => void vi.useRealTimers());
    const timers = vi.spyOn(globalThis, 'setTimeout');
    let looks = 0;
    const ticker = startTicker({
      sources: [aScraper({ every: '1d' })] as readonly Scraper[],
      schedule: { kind: 'nightly', at: '02:00' },
      confirmAfterMs: 1440 * 60_000,
      startedAt: Date.now(),
      now: () => Date.now(),
      past: async () => {
        looks += 1;
        return new Map([['northlight', [{ finishedAt: Date.now(), pending: 0, refused: false }]]]);
      },
      crawl: async () => undefined,
      onError: (error) => {
        throw error;
      },
    });
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    await ticker.stop();

    expect(looks).toBe(11);
    for (const [, ms = 0] of timers.mock.calls) expect(ms).toBeLessThan(2 ** 31);
  });
});
