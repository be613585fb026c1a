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
  const plan = { schedule: NIGHTLY, confirmAfterMs: 10 * MINUTE, startedAt: 0 };
  const slot = slotBefore(LAMBDA, NIGHTLY, NOON);

  it('is due when it was never crawled, or not since its slot', () => {
    expect(dueNow(LAMBDA, [], plan, NOON)).toBe('scheduled');
    expect(dueNow(LAMBDA, [{ finishedAt: slot - 1, pending: 0, refused: false }], plan, NOON)).toBe(
      'scheduled',
    );
    expect(
      dueNow(LAMBDA, [{ finishedAt: slot, pending: 0, refused: false }], plan, NOON),
    ).toBeNull();
  });

  it('is due once more, ten minutes later, where something waits to be confirmed', () => {
    const first = { finishedAt: slot, pending: 2, refused: false };
    expect(dueNow(LAMBDA, [first], plan, slot + 10 * MINUTE - 1)).toBeNull();
    expect(dueNow(LAMBDA, [first], plan, slot + 10 * MINUTE)).toBe('confirming');
  });

  it('is not chased when its confirming crawl leaves something new', () => {
    const past = [
      { finishedAt: slot + 10 * MINUTE, pending: 1, refused: false },
      { finishedAt: slot, pending: 2, refused: false },
    ];
    expect(dueNow(LAMBDA, past, plan, NOON)).toBeNull();
  });

  it('is confirmed by its next crawl where its list is too large to be read again soon', () => {
    const first = { finishedAt: slot, pending: 2, refused: false };
    const bulk = { ...LAMBDA, isBulk: true } as const;

    expect(dueNow(bulk, [first], plan, slot + 10 * MINUTE)).toBeNull();
    expect(dueNow(bulk, [first], plan, slotAfter(bulk, NIGHTLY, slot))).toBe('scheduled');
  });

  it('is confirmed by its next crawl where that comes within the hour', () => {
    const cadence = { ...plan, schedule: CADENCE };
    const last = slotBefore(RUNPOD, CADENCE, NOON);
    const past = [{ finishedAt: last, pending: 3, refused: false }];
    expect(dueNow(RUNPOD, past, cadence, last + 14 * MINUTE)).toBeNull();
    expect(dueNow(RUNPOD, past, cadence, last + 15 * MINUTE)).toBe('scheduled');
  });
});

describe('what was missed while no service ran', () => {
  const plan = { schedule: CADENCE, confirmAfterMs: 10 * MINUTE, startedAt: NOON };
  const threeDaysAgo = { finishedAt: NOON - 3 * DAY, pending: 0, refused: false };
  // Those whose next slot does not come while the missed ones are made up for.
  const sources = Array.from({ length: 60 }, (_, i) => ({
    id: `made-up-${i}`,
    every: '1h' as const,
  }))
    .filter((source) => slotBefore(source, CADENCE, NOON + 15 * MINUTE) < NOON)
    .slice(0, 40);

  /** The minutes after noon at which a source is crawled. */
  function minutesOf(source: (typeof sources)[number]): readonly number[] {
    const past = [threeDaysAgo];
    const minutes: number[] = [];
    for (let minute = 0; minute <= 15; minute += 1) {
      const now = NOON + minute * MINUTE;
      if (dueNow(source, past, plan, now) === null) continue;
      past.unshift({ finishedAt: now, pending: 0, refused: false });
      minutes.push(minute);
    }
    return minutes;
  }

  it('is made up for once by each source, all within ten minutes and not all at once', () => {
    const minutes = sources.map(minutesOf);

    expect(sources).toHaveLength(40);
    expect(minutes.map(({ length }) => length)).toEqual(sources.map(() => 1));
    const all = minutes.flat();
    expect(Math.max(...all)).toBeLessThanOrEqual(10);
    for (let minute = 0; minute <= 10; minute += 1) {
      expect(all.filter((each) => each === minute).length).toBeLessThan(12);
    }
  });

  it('is nothing to a source that was never crawled: it begins at once', () => {
    expect(dueNow(LAMBDA, [], plan, NOON)).toBe('scheduled');
  });

  it('is left alone twice as long each time it refuses us, a day at most', () => {
    const cadence = { ...plan, schedule: CADENCE };
    const at = slotBefore(RUNPOD, CADENCE, NOON);
    const refusals = (count: number) =>
      Array.from({ length: count }, (_, i) => ({
        ...{ finishedAt: at - i * DAY, pending: 0, refused: true },
      }));
    const rests = [1, 2, 3, 7, 50].map((count) => {
      const past = [...refusals(count), { finishedAt: 0, pending: 0, refused: false }];
      for (let minutes = 1; ; minutes += 1) {
        if (dueNow(RUNPOD, past, cadence, at + minutes * MINUTE) !== null) return minutes;
      }
    });

    expect(rests).toEqual([30, 60, 120, 1440, 1440]);
  });

  it('is read every night though it refuses us', () => {
    const night = slotBefore(LAMBDA, NIGHTLY, NOON);
    const past = [{ finishedAt: night - DAY + MINUTE, pending: 0, refused: true }];
    expect(dueNow(LAMBDA, past, { ...plan, schedule: NIGHTLY, startedAt: 0 }, night)).toBe(
      'scheduled',
    );
  });
});
