import type { Database } from '../../db/open.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Aliases } from '../domain/aliases.ts';
import type { Change } from '../domain/change.ts';
import type { Guards } from '../domain/guard-limits.ts';
import type { Reject } from '../domain/offer.ts';
import type { Rule } from '../domain/rules.ts';
import type { Target } from '../domain/targets.ts';
import type { Failure, Outcome } from '../domain/words.ts';
import type { Fetcher, Missing, Mode } from '../fetch/index.ts';
import type { Read } from './read.ts';

/** What every crawl of a run shares. */
export interface Desk {
  readonly db: Database;
  readonly fetcher: Fetcher;
  /** Reads what was fetched: in a process that can be stopped, or here. */
  readonly read: Read;
  readonly mode: Mode;
  /** The clock the crawls believe, milliseconds UTC. */
  readonly now: () => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly rules: readonly Rule[];
  /** What the user settled about how far a crawl is believed; nothing, unless it says so. */
  readonly guards?: Guards;
  /** Renamed regions by source, as the user settled them. */
  readonly aliases?: ReadonlyMap<string, Aliases>;
  /** Where the user could deploy; nowhere in particular, unless it says so. */
  readonly targets?: readonly Target[];
  /** Milliseconds between two crawls of a source; a night, unless it says so. */
  readonly intervalOf?: (scraper: Scraper) => number;
  /** Names this process in leases, and tells whether another one is gone. */
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  /** Look only: nothing is stored and nobody is told. */
  readonly dryRun: boolean;
  /** Aborted when the process is told to stop: crawls under way are given up, none is begun. */
  readonly stop?: AbortSignal;
}

/** What a visit brought, believed or not. */
export interface Visited {
  /** Where its documents came from, secrets redacted. */
  readonly documents: readonly string[];
  /** Rows, with those that fell out. */
  readonly rows: number;
  /** By the clock of the crawl, which in a replay stands still. */
  readonly ms: number;
  /** Of what was read; null where nothing could be. */
  readonly digest: string | null;
  /** Words for chips, and regions, that are not in the catalogues. */
  readonly newChips: readonly string[];
  readonly newRegions: readonly string[];
}

/** What one crawl came to, for people and for exit codes. */
export interface CrawlResult {
  readonly source: string;
  /** Its number, or null where nothing was stored. */
  readonly crawl: number | null;
  /**
   * `held`: another process crawls it now. `stopped`: this process was told to stop. `broken`: a
   * fault of ours, not of the source.
   */
  readonly outcome: Outcome | 'held' | 'stopped' | 'broken';
  readonly failure: Failure | null;
  readonly message: string | null;
  readonly offers: number;
  /** Exchange rates. */
  readonly rates: number;
  /** Prices of tokens. */
  readonly tokens: number;
  readonly rejects: readonly Reject[];
  readonly missing: readonly Missing[];
  readonly changes: readonly Change[];
  /** Differences that wait for a second crawl. */
  readonly pending: number;
  /** Messages put into the outbox. */
  readonly messages: number;
  /** Null where the source was not visited. */
  readonly visited: Visited | null;
}

/** The result of a crawl that came to nothing, but for its outcome. */
export function nothing(source: string): Omit<CrawlResult, 'outcome'> {
  return {
    source,
    crawl: null,
    failure: null,
    message: null,
    offers: 0,
    rates: 0,
    tokens: 0,
    rejects: [],
    missing: [],
    changes: [],
    pending: 0,
    messages: 0,
    visited: null,
  };
}
