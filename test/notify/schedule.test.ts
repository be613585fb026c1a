import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../src/notify/attempt.ts';
import { decide, STEPS_MS } from '../../src/notify/schedule.ts';
import { retryAfter } from '../../src/notify/send.ts';
import { webhook } from '../../src/notify/webhook.ts';

const NOW = 1_000_000;
const MIDDLE = 0.5;

function answer(status: number | null, more: Partial<Attempt> = {}): Attempt {
  const nothing = { error: null, excerpt: '', retryAfterMs: null, timedOut: false, durationMs: 1 };
  const verdict = status === null ? 'again' : webhook.judge(status, '');
  return { verdict, status, ...nothing, ...more };
}

/** Milliseconds until the next try, or the state where there is none. */
function wait(number: number, attempt: Attempt, random = MIDDLE) {
  const decision = decide(number, attempt, NOW, random);
  return decision.state === 'retry' ? decision.at - NOW : decision.state;
}

describe('decide', () => {
  it.each([200, 201, 204, 299])('takes %i for success', (status) => {
    expect(decide(1, answer(status), NOW, MIDDLE)).toEqual({ state: 'delivered' });
  });

  it.each([100, 300, 301, 302, 307, 308, 400, 401, 404, 429, 500, 503, null])(
    'tries again after %j',
    (status) => {
      expect(decide(1, answer(status), NOW, MIDDLE).state).toBe('retry');
    },
  );

  it('gives a receiver up that is gone', () => {
    expect(decide(1, answer(410), NOW, MIDDLE)).toEqual({ state: 'gone' });
  });

  it('gives a message up at once that no other try could deliver', () => {
    expect(decide(1, answer(404, { verdict: 'final' }), NOW, MIDDLE)).toEqual({ state: 'dead' });
  });

  it('makes ten tries, each as long after the one before as the schedule says', () => {
    const waits = STEPS_MS.map((_, i) => wait(i + 1, answer(500)));

    expect(waits).toEqual([...STEPS_MS.slice(1), 'dead']);
  });

  it.each([
    [0, 0.8],
    [MIDDLE, 1],
    [0.999_999, 1.2],
  ])('spreads waits: chance %d makes them %d of the schedule', (random, factor) => {
    expect(wait(2, answer(500), random)).toBeCloseTo(300_000 * factor, -1);
  });

  it.each([429, 502, 503, 504])('waits at least a minute after %i', (status) => {
    expect(wait(1, answer(status), 0)).toBe(60_000);
  });

  it('waits at least a minute after silence, and not after a refused connection', () => {
    expect(wait(1, answer(null, { timedOut: true }), 0)).toBe(60_000);
    expect(wait(1, answer(null), 0)).toBe(4_000);
  });

  it.each([
    ['120', 120_000],
    ['120.1', 121_000],
    ['Mon, 01 Jan 2001 00:01:30 GMT', 90_000],
    ['Sun, 31 Dec 2000 00:00:00 GMT', 60_000],
    ['-5', 60_000],
    ['', 60_000],
    ['abc', 60_000],
    ['2001', 2_001_000],
    ['1e9', 60_000],
    ['9'.repeat(20), 86_400_000],
    [undefined, 60_000],
  ])('obeys Retry-After %j within the schedule and a day', (header, expected) => {
    const retryAfterMs = retryAfter(header, Date.UTC(2001, 0, 1));

    expect(wait(1, answer(503, { retryAfterMs }))).toBe(expected);
  });

  it('never waits less than the schedule for a Retry-After', () => {
    expect(wait(3, answer(429, { retryAfterMs: 1000 }))).toBe(30 * 60_000);
  });
});
