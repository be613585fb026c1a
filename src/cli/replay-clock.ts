import { type Mode, recordedAt } from '../fetch/index.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit.ts';

/** The clock the crawls believe; a replay's stands still until it is moved on. */
export interface CrawlClock {
  readonly now: () => number;
  readonly moveOn: (ms: number) => void;
}

/** The clock of the visit: of a replay the time given, else that of its recording. */
export function clockOf(
  mode: Mode,
  { at }: { readonly at?: string },
  context: Pick<Context, 'now'>,
): CrawlClock {
  if (mode.kind !== 'replay') return { now: () => context.now(), moveOn: () => undefined };
  let time = at === undefined ? recordingTime(mode.dir) : parseTime(at);
  return {
    now: () => time,
    moveOn(ms) {
      time += ms;
    },
  };
}

/** Throws a `UsageError` for a time without the replay it is the clock of. */
export function refuseLoneTime({
  at,
  replay,
}: {
  readonly at?: string;
  readonly replay?: string;
}): void {
  if (at === undefined || replay !== undefined) return;
  throw new UsageError('--at is the clock of a replay: give --replay DIR with it');
}

function recordingTime(dir: string): number {
  let at: number | null;
  try {
    at = recordedAt(dir);
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (at === null) {
    throw new UsageError(`the recording in ${dir} does not say when it was made: give --at TIME`);
  }
  return at;
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/;

function parseTime(at: string): number {
  const time = TIME.test(at) ? Date.parse(at) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new UsageError(`expected a time such as 2026-08-04T02:00:00Z for --at, found "${at}"`);
}
