const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

/**
 * What the clocks of a time zone (IANA) show at an instant, written as the milliseconds that would
 * show it in UTC: a day and a time without an offset. Throws a `RangeError` for an unknown zone.
 */
export function shownAt(at: number, zone: string): number {
  const shown = clockOf(zone).formatToParts(at);
  const parts = new Map(shown.map(({ type, value }) => [type, Number(value)]));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = PARTS.map((part) =>
    parts.get(part),
  );
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

const PARTS = ['year', 'month', 'day', 'hour', 'minute', 'second'] as const;

/** Clocks by their zone: one takes a quarter of a millisecond to make, and is asked every second. */
const CLOCKS = new Map<string, Intl.DateTimeFormat>();

function clockOf(zone: string): Intl.DateTimeFormat {
  const made = CLOCKS.get(zone);
  if (made !== undefined) return made;
  const clock = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  CLOCKS.set(zone, clock);
  return clock;
}

/** The midnight before what a clock shows. */
export function midnightOf(shown: number): number {
  return Math.floor(shown / DAY) * DAY;
}

/**
 * The one instant of a day at which the clocks of a zone show a time, `minute` minutes after
 * midnight, `days` days after the day shown. Where they show it twice, the first; where they skip
 * it, as much later as they skip.
 */
export function instantOf(midnight: number, days: number, minute: number, zone: string): number {
  const wanted = midnight + days * DAY + minute * MINUTE;
  // Offsets change less often than every second day: one of these two is in force.
  const offsets = [-DAY, DAY].map((aside) => shownAt(wanted + aside, zone) - (wanted + aside));
  const candidates = offsets.map((offset) => wanted - offset);
  const earliest = Math.min(...candidates);
  return shownAt(earliest, zone) === wanted ? earliest : Math.max(...candidates);
}
