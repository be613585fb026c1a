import PQueue from 'p-queue';
import { SourceError } from '../domain/errors.ts';
import { PATIENCE_MS } from './retry.ts';
import type { Clock } from './settings.ts';

/** No robots.txt may slow us down further. */
const SLOWEST_MS = 60_000;

/** One request at a time a host, none too soon after the one before. */
export interface Pacing {
  /** Does the work when it is the host's turn. Throws `refused` when the host asked for a long wait. */
  turn<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** The host asks for this long between requests: its crawl-delay, obeyed up to a minute. */
  slowDown(host: string, delayMs: number): void;
  /** The host wants no request before then: its `Retry-After`. */
  hold(host: string, until: number): void;
}

interface Host {
  readonly queue: PQueue;
  delayMs: number;
  /** When the next request may start, in milliseconds UTC. */
  nextAt: number;
}

/** Paces the whole process: sources on one host share its turns. */
export function createPacing(clock: Clock, minDelayMs: number): Pacing {
  const hosts = new Map<string, Host>();

  function hostNamed(name: string): Host {
    const known = hosts.get(name);
    if (known) return known;
    const host = { queue: new PQueue({ concurrency: 1 }), delayMs: minDelayMs, nextAt: 0 };
    hosts.set(name, host);
    return host;
  }

  return {
    turn(name, signal, work) {
      const host = hostNamed(name);
      const inTurn = async () => {
        const wait = host.nextAt - clock.now();
        if (wait > PATIENCE_MS) throw heldBack(name, wait);
        if (wait > 0) await clock.sleep(wait, signal);
        host.nextAt = clock.now() + host.delayMs;
        return work();
      };
      return host.queue.add(inTurn, { signal });
    },
    slowDown(name, delayMs) {
      hostNamed(name).delayMs = Math.min(Math.max(delayMs, minDelayMs), SLOWEST_MS);
    },
    hold(name, until) {
      const host = hostNamed(name);
      host.nextAt = Math.max(host.nextAt, until);
    },
  };
}

function heldBack(host: string, wait: number): SourceError {
  const seconds = Math.ceil(wait / 1000);
  return new SourceError('refused', `${host} asked for no request for another ${seconds} s`, {
    retryAfterMs: wait,
  });
}
