import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextDaily, parseDaily, parseWindow, quietUntil } from '../../src/domain/hours.ts';
import { shownAt } from '../../src/domain/wall-clock.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => ms && new Date(ms).toISOString().replace(':00.000Z', 'Z');

describe('a digest', () => {
  it.each([
    ['daily at 08:00', '2026-06-01T07:59:59Z', '2026-06-01T08:00Z'],
    ['daily at 08:00', '2026-06-01T08:00:00Z', '2026-06-01T08:00Z'],
    ['daily at 08:00', '2026-06-01T08:00:01Z', '2026-06-02T08:00Z'],
    ['daily at 08:00 Europe/Berlin', '2026-06-01T06:30:00Z', '2026-06-02T06:00Z'],
    ['daily at 08:00 Europe/Berlin', '2026-01-01T06:30:00Z', '2026-01-01T07:00Z'],
    // The clocks of Berlin went forward at 01:00 UTC on 29 March 2026, and back on 25 October.
    ['daily at 08:00 Europe/Berlin', '2026-03-28T07:00:01Z', '2026-03-29T06:00Z'],
    ['daily at 08:00 Europe/Berlin', '2026-10-24T06:00:01Z', '2026-10-25T07:00Z'],
    ['daily at 02:30 Europe/Berlin', '2026-03-29T00:00:00Z', '2026-03-29T01:30Z'],
    ['daily at 02:30 Europe/Berlin', '2026-10-25T00:00:00Z', '2026-10-25T00:30Z'],
    ['daily at 02:30 Europe/Berlin', '2026-10-25T00:30:01Z', '2026-10-26T01:30Z'],
    ['daily at 00:15 Asia/Shanghai', '2026-06-01T12:00:00Z', '2026-06-01T16:15Z'],
    ['daily at 09:00 Asia/Kolkata', '2026-06-01T00:00:00Z', '2026-06-01T03:30Z'],
  ])('%s that is asked at %s comes at %s', (text, asked, comes) => {
    expect(iso(nextDaily(parseDaily(text), at(asked)))).toBe(comes);
  });
});

describe('a quiet window', () => {
  it.each([
    ['22:00-07:00', '2026-06-01T21:59:59Z', null],
    ['22:00-07:00', '2026-06-01T22:00:00Z', '2026-06-02T07:00Z'],
    ['22:00-07:00', '2026-06-02T03:00:00Z', '2026-06-02T07:00Z'],
    ['22:00-07:00', '2026-06-02T07:00:00Z', null],
    ['12:00-13:00', '2026-06-02T12:30:00Z', '2026-06-02T13:00Z'],
    ['12:00-13:00', '2026-06-02T11:30:00Z', null],
    ['22:00-07:00 Europe/Berlin', '2026-03-28T23:00:00Z', '2026-03-29T05:00Z'],
    ['22:00-07:00 Europe/Berlin', '2026-10-24T23:00:00Z', '2026-10-25T06:00Z'],
    // 02:30 is shown twice that night; the window ends once.
    ['22:00-02:30 Europe/Berlin', '2026-10-25T00:29:00Z', '2026-10-25T00:30Z'],
    ['22:00-02:30 Europe/Berlin', '2026-10-25T01:10:00Z', null],
    // And not at all on this one.
    ['22:00-02:30 Europe/Berlin', '2026-03-29T00:59:00Z', '2026-03-29T01:30Z'],
  ])('%s at %s ends at %s', (text, asked, ends) => {
    expect(iso(quietUntil(parseWindow(text), at(asked)))).toBe(ends);
  });
});

describe('what is written wrong', () => {
  it.each(['08:00', 'daily at 8:00', 'daily at 24:00', 'daily at 08:00 a b', 'weekly at 08:00'])(
    '%s is no digest',
    (text) => {
      expect(() => parseDaily(text)).toThrow('such as daily at 08:00 Europe/Berlin');
    },
  );

  it.each(['22:00', '22:00-22:00', '22:00 - 07:00', '22:60-07:00'])('%s is no window', (text) => {
    expect(() => parseWindow(text)).toThrow('such as 22:00-07:00 Europe/Berlin');
  });

  it('is a zone that nobody knows', () => {
    const sentence = 'expected a time zone such as Europe/Berlin, found Europe/Berln';
    expect(() => parseDaily('daily at 08:00 Europe/Berln')).toThrow(sentence);
    expect(() => parseWindow('22:00-07:00 Europe/Berln')).toThrow(sentence);
  });
});

/** Zones with summer time in the north and the south, by half an hour, at midnight, and without. */
const zone = fc.constantFrom(
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Santiago'],
  ...['Asia/Beirut', 'Asia/Kathmandu', 'Pacific/Chatham', 'America/Havana'],
);
const minute = fc.integer({ min: 0, max: 1439 });
const instant = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) });
const minuteShown = (ms: number, where: string) =>
  (((shownAt(ms, where) / MINUTE) % 1440) + 1440) % 1440;

describe('at any time in any zone', () => {
  it('a digest comes once for every day, never in the past, at the time or as late as clocks skip', () => {
    fc.assert(
      fc.property(zone, minute, instant, (where, time, asked) => {
        const daily = { minute: time, zone: where };
        const comes = nextDaily(daily, asked);
        const again = nextDaily(daily, comes + 1);

        expect(comes).toBeGreaterThanOrEqual(asked);
        expect(nextDaily(daily, comes)).toBe(comes);
        expect((minuteShown(comes, where) - time + 1440) % 1440).toBeLessThanOrEqual(60);
        expect(comes - asked).toBeLessThanOrEqual(DAY + 60 * MINUTE);
        expect(again - comes).toBeGreaterThanOrEqual(DAY - 120 * MINUTE);
        expect(again - comes).toBeLessThanOrEqual(DAY + 120 * MINUTE);
      }),
      { numRuns: 500 },
    );
  });

  it('a window ends later than now, outside itself, and is quiet until then', () => {
    fc.assert(
      fc.property(zone, minute, minute, instant, (where, from, to, asked) => {
        fc.pre(from !== to);
        const window = { from, to, zone: where };
        const ends = quietUntil(window, asked) ?? asked;
        fc.pre(ends > asked);

        expect((minuteShown(ends, where) - to + 1440) % 1440).toBeLessThanOrEqual(60);
        expect(quietUntil(window, Math.floor((asked + ends) / 2))).toBe(ends);
        expect(quietUntil(window, ends - 1)).toBe(ends);
      }),
      { numRuns: 500 },
    );
  });

  it('a window is what the clocks show, on a day on which they do not change', () => {
    const standing = fc.constantFrom('UTC', 'Asia/Kathmandu', 'Asia/Shanghai');
    fc.assert(
      fc.property(standing, minute, minute, instant, (where, from, to, asked) => {
        fc.pre(from !== to);
        const shows = minuteShown(asked, where);
        const isInside = from < to ? shows >= from && shows < to : shows >= from || shows < to;

        expect(quietUntil({ from, to, zone: where }, asked) !== null).toBe(isInside);
      }),
      { numRuns: 500 },
    );
  });
});
