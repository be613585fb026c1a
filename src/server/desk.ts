import type { Database } from '../../db/open.ts';
import type { Change } from '../domain/change.ts';
import { importById } from '../domain/imports.ts';
import type { Rule } from '../domain/rules.ts';
import { staleness } from '../domain/staleness.ts';
import type { Target } from '../domain/targets.ts';
import type { SourceFacts } from '../query/source-standings.ts';

/** Whom alerts go to. Where that is, is a secret: the server is not told it. */
export interface ChannelFacts {
  readonly name: string;
  readonly type: string;
}

/**
 * What a person may do about a crawl that was not believed, by its number. Each throws a `RangeError` of
 * one sentence where it does not wait for a person.
 */
export interface Approvals {
  /** What would change if it were believed. */
  propose(crawl: number): Promise<readonly Change[]>;
  /** Believes it and gives the number of the crawl that its changes are stored as. */
  approve(crawl: number): Promise<number>;
  /** Forgets it and those of its source before it. */
  discard(crawl: number): Promise<string>;
}

/** What the server answers from. */
export interface ServerDesk {
  readonly db: Database;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly sources: readonly SourceFacts[];
  /** Percent by which two sources of one provider may differ in a price. */
  readonly tolerance: number;
  readonly rules: readonly Rule[];
  readonly channels: readonly ChannelFacts[];
  readonly targets: readonly Target[];
  /** Makes a delivery that was given up due again; gives the ids that are. */
  readonly retry: (id: string) => Promise<readonly string[]>;
  readonly approvals: Approvals;
  /** Told what broke; who asked is told only that something did. */
  readonly onError: (cause: unknown) => void;
}

/** The page a person opens to check a source; null where it is not among those of this server. */
export function homepageOf({ sources }: Pick<ServerDesk, 'sources'>, id: string): string | null {
  return sources.find((source) => source.id === id)?.homepage ?? null;
}

const DAY_MS = 86_400_000;

/**
 * Milliseconds between two crawls; of a source that is no longer read, the schedule's own day. Nobody
 * brings anything at a known time: what is imported is never late.
 */
export function intervalOf({ sources }: Pick<ServerDesk, 'sources'>, id: string): number {
  if (importById(id) !== null) return Number.POSITIVE_INFINITY;
  return sources.find((source) => source.id === id)?.intervalMs ?? DAY_MS;
}

/** Whether what a source said then is too old to go by; of what is brought by hand it never is. */
export function isStale(
  { sources, now }: Pick<ServerDesk, 'sources' | 'now'>,
  source: string,
  seenAt: number | null,
): boolean {
  const interval = intervalOf({ sources }, source);
  if (seenAt === null) return Number.isFinite(interval);
  return staleness(now() - seenAt, interval) === 'stale';
}
