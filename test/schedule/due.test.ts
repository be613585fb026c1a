import { describe, expect, it } from 'vitest';
import {
  dueNow,
  intervalOf,
  type Schedule,
  slotAfter,
  slotBefore,
} from '../../src/schedule/due.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const NIGHTLY: Schedule = { kind: 'nightly', at: '02:00' };
const CADENCE: Schedule = { kind: 'cadence' };
const NOON = Date.UTC(2026, 0, 10, 12);
const RUNPOD = { id: 'runpod', every: '15m' } as const;
const LAMBDA = { id: 'lambda', every: '1d' } as const;
const TWO_O_CLOCK = Date.UTC(2026, 0, 10, 2);

describe('the schedule', () => {
  it('begins every night within half an hour after its time, in UTC', () => {
    for (const source of [RUNPOD, LAMBDA]) {
      const slot = slotBefore(source, NIGHTLY, NOON);
      expect(slot).toBeGreaterThanOrEqual(TWO_O_CLOCK);
      expect(slot).toBeLessThan(TWO_O_CLOCK + 30 * MINUTE);
      expect(slotAfter(source, NIGHTLY, NOON)).toBe(slot + DAY);
    }
  });

  it('spreads sources, and gives each the same minute every night', () => {
    const [one, other] = [RUNPOD, LAMBDA].map((source) => slotBefore(source, NIGHTLY, NOON));
    expect(one).not.toBe(other);
    expect(slotBefore(RUNPOD, NIGHTLY, NOON + DAY)).toBe((one ?? 0) + DAY);
  });

  it('counts a slot that begins this very millisecond', () => {
    const slot = slotBefore(LAMBDA, NIGHTLY, NOON);
    expect(slotBefore(LAMBDA, NIGHTLY, slot)).toBe(slot);
    expect(slotBefore(LAMBDA, NIGHTLY, slot - 1)).toBe(slot - DAY);
  });

  it('reads each at its own pace where the cadence is asked for', () => {
    expect(intervalOf(RUNPOD, CADENCE)).toBe(15 * MINUTE);
    expect(intervalOf(RUNPOD, NIGHTLY)).toBe(DAY);
    expect(NOON - slotBefore(RUNPOD, CADENCE, NOON)).toBeLessThan(15 * MINUTE);
  });
});

describe('a source', () => {
  const plan = { schedule: NIGHTLY, confirmAfterMs: 10 * MINUTE };
  const slot = slotBefore(LAMBDA, NIGHTLY, NOON);

  it('is due when it was never crawled, or not since its slot', () => {
    expect(dueNow(LAMBDA, [], plan, NOON)).toBe('scheduled');
    expect(dueNow(LAMBDA, [{ finishedAt: slot - 1, pending: 0 }], plan, NOON)).toBe('scheduled');
    expect(dueNow(LAMBDA, [{ finishedAt: slot, pending: 0 }], plan, NOON)).toBeNull();
  });

  it('is due once more, ten minutes later, where something waits to be confirmed', () => {
    const first = { finishedAt: slot, pending: 2 };
    expect(dueNow(LAMBDA, [first], plan, slot + 10 * MINUTE - 1)).toBeNull();
    expect(dueNow(LAMBDA, [first], plan, slot + 10 * MINUTE)).toBe('confirming');
  });

  it('is not chased when its confirming crawl leaves something new', () => {
    const past = [
      { finishedAt: slot + 10 * MINUTE, pending: 1 },
      { finishedAt: slot, pending: 2 },
    ];
    expect(dueNow(LAMBDA, past, plan, NOON)).toBeNull();
  });

  it('is confirmed by its next crawl where that comes within the hour', () => {
    const cadence = { ...plan, schedule: CADENCE };
    const last = slotBefore(RUNPOD, CADENCE, NOON);
    const past = [{ finishedAt: last, pending: 3 }];
    expect(dueNow(RUNPOD, past, cadence, last + 14 * MINUTE)).toBeNull();
    expect(dueNow(RUNPOD, past, cadence, last + 15 * MINUTE)).toBe('scheduled');
  });
});
