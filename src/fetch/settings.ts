import { setTimeout as wait } from 'node:timers/promises';
import type { Gate } from '../gate/index.ts';
import type { Hosts } from './hosts.ts';

/** Time and chance, so that tests can hold both still. */
export interface Clock {
  /** Milliseconds UTC. */
  now(): number;
  /** Ends early, with the signal's reason, when the crawl ends. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to, not including, 1. */
  random(): number;
}

/** How long one request may take, in milliseconds. */
export interface Timeouts {
  readonly connect: number;
  /** From the request to the first header. */
  readonly headers: number;
  /** Between two pieces of a body. */
  readonly idle: number;
  /** One request with its body: a slow drip never trips `idle`. */
  readonly total: number;
  /** One page in the browser, which is closed 5 s later at the latest. */
  readonly page: number;
}

/** What the process decides once about how sources are reached. */
export interface FetchSettings {
  /** Of chipwatch, for the User-Agent. */
  readonly version: string;
  /** Holds secrets, proxy variables and `CHIPWATCH_BROWSER`. */
  readonly env: Environment;
  /** Where documents are kept, or null to keep none. */
  readonly archiveDir: string | null;
  /** Between the starts of two requests to one host. */
  readonly minDelayMs?: number;
  /** When each host may be asked, where other processes ask it too. By default this one is alone. */
  readonly hosts?: Hosts;
  /** The Chromium to use; `CHIPWATCH_BROWSER` goes before it. */
  readonly browserPath?: string | null;
  /** Whether Chromium runs in its sandbox; it cannot as root. By default: unless root. */
  readonly browserSandbox?: boolean;
  /** Told, in a sentence, what an operator should know and no crawl fails for. */
  readonly warn?: (sentence: string) => void;
  /** Where requests may go. By default to public addresses only, and no configuration says otherwise. */
  readonly gate?: Gate;
  readonly clock?: Clock;
  readonly timeouts?: Partial<Timeouts>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const MIN_DELAY_MS = 1000;

export const TIMEOUTS: Timeouts = {
  connect: 10_000,
  headers: 15_000,
  idle: 15_000,
  total: 60_000,
  page: 85_000,
};

export const CLOCK: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await wait(ms, undefined, { signal });
    } catch {
      throw signal.reason;
    }
  },
  random: () => Math.random(),
};

/** The User-Agent of every request; its first word is also our token in robots.txt. */
export function userAgent(version: string): string {
  return `chipwatch/${version} (+https://github.com/chipwatch/chipwatch)`;
}
