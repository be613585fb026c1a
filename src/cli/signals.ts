import { setImmediate as turn } from 'node:timers/promises';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';

/** Whether, and how, this process was told to stop. */
export interface Stopping {
  /** Aborted by the first signal. */
  readonly signal: AbortSignal;
  /** Whether it was told by now; one that came while a commit was written is heard first. */
  isTold(): Promise<boolean>;
  /** Resolves with the exit code of the first signal. */
  readonly code: Promise<number>;
  /** Leaves later signals to Node. */
  forget(): void;
}

/**
 * What a service manager waits before it kills is longer than this. Every write is a transaction and
 * every message is sent again unless it was noted, so that nothing is half done by then.
 */
const GRACE_MS = 15_000;

/** Listens for SIGINT and SIGTERM: the first one asks to stop, the second one ends the process. */
export function awaitSignals({ stderr }: Pick<Context, 'stderr'>): Stopping {
  const stopping = new AbortController();
  const { promise: code, resolve } = withResolver<number>();
  const handlers = { SIGINT: told(EXIT.interrupted), SIGTERM: told(EXIT.terminated) };
  for (const [name, handler] of Object.entries(handlers)) process.on(name, handler);

  function told(exit: number): () => void {
    return () => {
      if (stopping.signal.aborted) process.exit(exit);
      stderr.write('Stopping: what is not done is given up, a second signal ends it now.\n');
      setTimeout(() => process.exit(exit), GRACE_MS).unref();
      stopping.abort();
      resolve(exit);
    };
  }

  return {
    signal: stopping.signal,
    async isTold() {
      // Signals are heard where the event loop looks for them: once this turn of it is over, which
      // a commit may have held up, and the next one has begun.
      await turn();
      await turn();
      return stopping.signal.aborted;
    },
    code,
    forget() {
      for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
    },
  };
}

function withResolver<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
