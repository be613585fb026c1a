/** How soon after the one before a request may start, by the clock that is read when it is its turn. */
export interface Pace {
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly delayMs: number;
}

/** What stands in the way of a request: another one that is under way, or the pause after it. */
export interface Obstacle {
  readonly kind: 'request' | 'pause';
  /** How long it stands there at most, in milliseconds. */
  readonly ms: number;
}

/** When each host may be asked. The processes on one database keep one of these together. */
export interface Hosts {
  /** Takes a host's turn for one request and gives null, or what stands in the way. */
  take(host: string, pace: Pace): Promise<Obstacle | null>;
  /** The request is over. */
  release(host: string): Promise<void>;
  /** Nobody asks the host before `until`, milliseconds UTC. */
  postpone(host: string, until: number, now: number): Promise<void>;
}

/** Hosts of a process that shares them with no other; its queues let one request through at a time. */
export function hostsOfOneProcess(): Hosts {
  const nextAt = new Map<string, number>();
  return {
    async take(host, { now, delayMs }) {
      const at = now();
      const ms = (nextAt.get(host) ?? at) - at;
      if (ms > 0) return { kind: 'pause', ms };
      nextAt.set(host, at + delayMs);
      return null;
    },
    release: () => Promise.resolve(),
    async postpone(host, until, now) {
      nextAt.set(host, Math.max(nextAt.get(host) ?? now, until));
    },
  };
}
