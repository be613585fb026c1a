import { clean, truncate, widthOf } from './terminal.ts';

/** Where progress is drawn: standard error, or a stand-in. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  readonly stream: ProgressStream;
  /** How many sources there are. */
  readonly total: number;
  /** Whether a line may be drawn over; see `isLive`. */
  readonly live: boolean;
  /** Milliseconds. */
  readonly now: () => number;
}

/** What a run over many sources tells the person waiting for it. */
export interface Progress {
  started(id: string): void;
  /** Prints the line, which the caller words, and counts the source as done. */
  finished(id: string, line: string): void;
  /** Takes the live line away. */
  stop(): void;
}

const REDRAW_MS = 1000;
const NAMED = 4;
const ERASE_LINE = '\r\u001b[2K';

/**
 * One line for each finished source and, on a terminal, below them one that is drawn over: how many
 * are done, which are running, and which of these is the slowest.
 */
export function createProgress({ stream, total, live, now }: ProgressOptions): Progress {
  const running = new Map<string, number>();
  let done = 0;

  function draw(): void {
    // A map keeps the order of arrival: who came first has run longest.
    const [slowest] = running;
    if (!live || slowest === undefined) return;
    const [id, since] = slowest;
    const seconds = Math.floor((now() - since) / 1000);
    const text = `${done}/${total} · running ${named(running)} · slowest ${id} ${seconds} s`;
    // The last cell stays free: some terminals break the line there.
    stream.write(ERASE_LINE + truncate(clean(text), widthOf(stream) - 1));
  }

  function erase(): void {
    if (live) stream.write(ERASE_LINE);
  }

  const timer = live ? setInterval(draw, REDRAW_MS) : undefined;
  timer?.unref();

  return {
    started(id) {
      running.set(id, now());
      draw();
    },
    finished(id, line) {
      running.delete(id);
      done += 1;
      erase();
      stream.write(`${line}\n`);
      draw();
    },
    stop() {
      clearInterval(timer);
      erase();
    },
  };
}

function named(running: ReadonlyMap<string, number>): string {
  const ids = [...running.keys()];
  const others = ids.length > NAMED ? ` and ${ids.length - NAMED} more` : '';
  return ids.slice(0, NAMED).join(', ') + others;
}
