import PQueue from 'p-queue';
import { SourceError } from '../domain/errors.ts';
import type { Hosts } from './hosts.ts';
import { PATIENCE_MS } from './retry.ts';
import type { Clock } from './settings.ts';

/** No robots.txt may slow us down further. */
const SLOWEST_MS = 60_000;
/** How often it is looked whether a request of another process is over. */
const LOOK_MS = 100;

/** One request at a time a host, none too soon after the one before. */
export interface Pacing {
  /** Does the work when it is the host's turn. Throws `refused` when the host asked for a long wait. */
  turn<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** The host asks for this long between requests: its crawl-delay, obeyed up to a minute. */
  slowDown(host: string, delayMs: number): void;
  /** The host wants no request before then: its `Retry-After`. */
  hold(host: string, until: number): Promise<void>;
}

interface Host {
  readonly queue: PQueue;
  delayMs: number;
}

/** Paces the whole process: sources on one host share its turns, and those of who shares `hosts`. */
export function createPacing(clock: Clock, minDelayMs: number, hosts: Hosts): Pacing {
  const known = new Map<string, Host>();

  function hostNamed(name: string): Host {
    const host = known.get(name) ?? { queue: new PQueue({ concurrency: 1 }), delayMs: minDelayMs };
    known.set(name, host);
    return host;
  }

  async function awaitTurn(name: string, delayMs: number, signal: AbortSignal): Promise<void> {
    for (;;) {
      signal.throwIfAborted();
      const obstacle = await hosts.take(name, { now: clock.now, delayMs });
      if (obstacle === null) return;
      const { kind, ms } = obstacle;
      if (kind === 'pause' && ms > PATIENCE_MS) throw heldBack(name, ms);
      await clock.sleep(kind === 'pause' ? ms : Math.min(ms, LOOK_MS), signal);
    }
  }

  return {
    turn(name, signal, work) {
      const host = hostNamed(name);
      const inTurn = async () => {
        await awaitTurn(name, host.delayMs, signal);
        try {
          return await work();
        } finally {
          await hosts.release(name);
        }
      };
      return host.queue.add(inTurn, { signal });
    },
    slowDown(name, delayMs) {
      hostNamed(name).delayMs = Math.min(Math.max(delayMs, minDelayMs), SLOWEST_MS);
    },
    hold: (name, until) => hosts.postpone(name, until, clock.now()),
  };
}

function heldBack(host: string, wait: number): SourceError {
  const seconds = Math.ceil(wait / 1000);
  return new SourceError('refused', `${host} asked for no request for another ${seconds} s`, {
    retryAfterMs: wait,
  });
}
