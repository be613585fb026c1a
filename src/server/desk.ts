import type { Database } from '../../db/open.ts';
import type { Rule } from '../domain/rules.ts';
import type { Target } from '../domain/targets.ts';

/** A source as the server tells of it: its specification, and how often it is read. */
export interface SourceFacts {
  readonly id: string;
  readonly provider: string;
  /** The page a person opens to check us. */
  readonly homepage: string;
  readonly every: string;
  readonly absentMeans: 'sold-out' | 'withdrawn';
  readonly evidence: string;
  readonly verified: string;
  /** Milliseconds between two crawls. */
  readonly intervalMs: number;
}

/** What the server answers from. */
export interface ServerDesk {
  readonly db: Database;
  /** Milliseconds UTC. */
  readonly now: () => number;
  readonly sources: readonly SourceFacts[];
  readonly rules: readonly Rule[];
  readonly targets: readonly Target[];
  /** Makes a delivery that was given up due again; gives the ids that are. */
  readonly retry: (id: string) => Promise<readonly string[]>;
  /** Told what broke; who asked is told only that something did. */
  readonly onError: (cause: unknown) => void;
}

/** The page a person opens to check a source; null where it is not among those of this server. */
export function homepageOf({ sources }: ServerDesk, id: string): string | null {
  return sources.find((source) => source.id === id)?.homepage ?? null;
}

const DAY_MS = 86_400_000;

/** Milliseconds between two crawls; of a source that is no longer read, the schedule's own day. */
export function intervalOf({ sources }: ServerDesk, id: string): number {
  return sources.find((source) => source.id === id)?.intervalMs ?? DAY_MS;
}
