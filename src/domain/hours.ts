import { instantOf, midnightOf, shownAt } from './wall-clock.ts';

/** A time of every day by the clocks of a zone. */
export interface Daily {
  /** Minutes after midnight. */
  readonly minute: number;
  /** An IANA name. */
  readonly zone: string;
}

/** A part of every day by the clocks of a zone, from one minute until before another. */
export interface Window {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
}

/** When a channel is told. */
export interface Hours {
  /** Everything is collected and told as one message at this time, or null: each at once. */
  readonly digest: Daily | null;
  /** What would be sent in this window waits until it ends, or null: there is none. */
  readonly quiet: Window | null;
}

const TIME = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const DAILY = new RegExp(`^daily at (?<time>${TIME})(?: (?<zone>\\S+))?$`);
const WINDOW = new RegExp(`^(?<from>${TIME})-(?<to>${TIME})(?: (?<zone>\\S+))?$`);

/** Reads `daily at 08:00 Europe/Berlin`; without a zone UTC. Throws a `RangeError` of one sentence. */
export function parseDaily(text: string): Daily {
  const { time, zone = 'UTC' } = DAILY.exec(text)?.groups ?? {};
  if (time === undefined) {
    throw new RangeError('expected a time of the day such as daily at 08:00 Europe/Berlin');
  }
  return { minute: minuteOf(time), zone: checkedZone(zone) };
}

/** Reads `22:00-07:00 Europe/Berlin`; without a zone UTC. Throws a `RangeError` of one sentence. */
export function parseWindow(text: string): Window {
  const { from, to, zone = 'UTC' } = WINDOW.exec(text)?.groups ?? {};
  if (from === undefined || to === undefined || from === to) {
    throw new RangeError('expected two different times such as 22:00-07:00 Europe/Berlin');
  }
  return { from: minuteOf(from), to: minuteOf(to), zone: checkedZone(zone) };
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

function checkedZone(zone: string): string {
  try {
    shownAt(0, zone);
    return zone;
  } catch (cause) {
    // The engine's own words name no example.
    throw new RangeError(`expected a time zone such as Europe/Berlin, found ${zone}`, { cause });
  }
}

/** The first time of the day that is not before an instant; milliseconds UTC. */
export function nextDaily({ minute, zone }: Daily, at: number): number {
  const today = midnightOf(shownAt(at, zone));
  const times = [0, 1, 2].map((days) => instantOf(today, days, minute, zone));
  return Math.min(...times.filter((time) => time >= at));
}

/** When the window that an instant lies in ends; null where it lies in none. Milliseconds UTC. */
export function quietUntil({ from, to, zone }: Window, at: number): number | null {
  const today = midnightOf(shownAt(at, zone));
  for (const days of [-1, 0]) {
    const begin = instantOf(today, days, from, zone);
    const end = instantOf(today, to < from ? days + 1 : days, to, zone);
    if (begin <= at && at < end) return end;
  }
  return null;
}
