import { commitCrawl } from '../../db/commit.ts';
import { releaseLease, takeLease } from '../../db/leases.ts';
import type { Outgoing } from '../../db/messages.ts';
import type { Database } from '../../db/open.ts';
import { type LoadedState, loadState } from '../../db/state.ts';
import { LIMITS, type Scraper } from '../../scrapers/kit/scraper.ts';
import { regionOf } from '../domain/catalogue/regions.ts';
import type { Change } from '../domain/change.ts';
import { type Guards, limitsOf } from '../domain/guard-limits.ts';
import type { Reject } from '../domain/offer.ts';
import type { Rule } from '../domain/rules.ts';
import type { Failure, Outcome } from '../domain/words.ts';
import type { Fetcher, Missing, Mode } from '../fetch/index.ts';
import { alerts } from './alerts.ts';
import { crawl, type Visit } from './crawl.ts';
import { type Judgement, judge } from './judge.ts';
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
  /** Names this process in leases, and tells whether another one is gone. */
  readonly owner: string;
  readonly isGone: (owner: string) => boolean;
  /** Look only: nothing is stored and nobody is told. */
  readonly dryRun: boolean;
}

/** What one crawl came to, for people and for exit codes. */
export interface CrawlResult {
  readonly source: string;
  /** Its number, or null where nothing was stored. */
  readonly crawl: number | null;
  /** `held`: another process crawls it now. `broken`: a fault of ours, not of the source. */
  readonly outcome: Outcome | 'held' | 'broken';
  readonly failure: Failure | null;
  readonly message: string | null;
  readonly offers: number;
  readonly rejects: readonly Reject[];
  readonly missing: readonly Missing[];
  readonly changes: readonly Change[];
  /** Differences that wait for a second crawl. */
  readonly pending: number;
  /** Messages put into the outbox. */
  readonly messages: number;
}

/** The result of a crawl that came to nothing, but for its outcome. */
export function nothing(source: string): Omit<CrawlResult, 'outcome'> {
  return {
    source,
    crawl: null,
    failure: null,
    message: null,
    offers: 0,
    rejects: [],
    missing: [],
    changes: [],
    pending: 0,
    messages: 0,
  };
}

/** Crawls one source and stores what it came to. Throws for faults of ours only. */
export async function crawlSource(scraper: Scraper, desk: Desk): Promise<CrawlResult> {
  if (desk.dryRun) return look(scraper, desk);
  const seconds = scraper.limits?.seconds ?? LIMITS.seconds;
  // Twice the time a crawl may take: parsing and the commit come after its deadline.
  const expiresAt = Date.now() + 2 * seconds * 1000;
  const lease = { source: scraper.id, owner: desk.owner, expiresAt };
  const other = await takeLease(desk.db, lease, Date.now(), desk.isGone);
  if (other !== null) {
    return { ...nothing(scraper.id), outcome: 'held', message: `${other.owner} crawls it now` };
  }
  try {
    return await look(scraper, desk);
  } finally {
    await releaseLease(desk.db, lease);
  }
}

async function look(scraper: Scraper, desk: Desk): Promise<CrawlResult> {
  const keyVersion = scraper.keyVersion ?? 1;
  const state = await loadState(desk.db, { ...scraper, keyVersion });
  const at = timeAfter(state, desk.now());
  const unset = missingSecrets(scraper, desk);
  const visit = unset.length > 0 ? notVisited(at, unset) : await visitOf(scraper, desk, at);
  const judgement = judge(scraper, visit, state, limitsOf(scraper.id, desk.guards));
  const stored = desk.dryRun ? NOT_STORED : await store({ scraper, desk, state, visit, judgement });
  return {
    ...nothing(scraper.id),
    ...stored,
    outcome: judgement.outcome,
    failure: judgement.failure,
    message: judgement.message,
    offers: judgement.seen?.offers.length ?? 0,
    rejects: judgement.seen?.rejects ?? [],
    missing: visit.missing,
    changes: [...judgement.events, ...(judgement.difference?.changes ?? [])],
    pending: judgement.difference?.pending.length ?? 0,
  };
}

const NOT_STORED = { crawl: null, messages: 0 } as const;

/** History has one order: a clock that stands where the last crawl ended moves on, one before it is refused. */
function timeAfter({ lastAt }: LoadedState, now: number): number {
  if (lastAt === null || now > lastAt) return now;
  if (now === lastAt) return now + 1;
  const [last, is] = [lastAt, now].map((ms) => new Date(ms).toISOString());
  throw new RangeError(
    `expected a time after the last crawl (${last}), found ${is}; set the clock right, or give a replay a later --at or another --db`,
  );
}

function missingSecrets({ secrets = [] }: Scraper, { env, mode }: Desk): readonly string[] {
  return mode.kind === 'replay' ? [] : secrets.filter((name) => !env[name]);
}

async function visitOf(scraper: Scraper, desk: Desk, at: number): Promise<Visit> {
  const began = desk.now();
  const now = () => at + (desk.now() - began);
  const session = desk.fetcher.session(scraper, { mode: desk.mode, now });
  try {
    return await crawl(scraper, session, now, desk.read);
  } finally {
    await session.finish();
  }
}

function notVisited(at: number, unset: readonly string[]): Visit {
  const message = `set ${unset.join(' and ')} to crawl it`;
  return {
    startedAt: at,
    finishedAt: at,
    seen: null,
    failure: { failure: 'refused', message },
    skipped: true,
    missing: [],
    scopes: [],
    documents: [],
    bytes: 0,
    digest: null,
  };
}

interface Finished {
  readonly scraper: Scraper;
  readonly desk: Desk;
  readonly state: LoadedState;
  readonly visit: Visit;
  readonly judgement: Judgement;
}

async function store(finished: Finished): Promise<{ crawl: number | null; messages: number }> {
  const { scraper, desk, state, visit, judgement } = finished;
  const { outcome, failure, message, difference, seen, events } = judgement;
  if (outcome === 'skipped' && state.lastOutcome === 'skipped') return NOT_STORED;
  const told = await alerts(desk.db, desk.rules, {
    source: scraper.id,
    provider: scraper.provider,
    at: visit.finishedAt,
    changes: [...events, ...(difference?.changes ?? [])],
    places: difference?.places ?? [],
  });
  let written: readonly Outgoing[] = [];
  const { startedAt, finishedAt, bytes, digest, documents, missing, scopes } = visit;
  const crawl = await commitCrawl(desk.db, {
    crawl: {
      source: scraper.id,
      provider: scraper.provider,
      keyVersion: scraper.keyVersion ?? 1,
      rows: seen?.read ?? 0,
      offers: seen?.offers.length ?? 0,
      rejects: seen?.rejects ?? [],
      ...{ startedAt, finishedAt, outcome, failure, message, bytes, digest },
      ...{ documents, missing, scopes },
    },
    against: state.against,
    difference,
    events,
    dueAt: Date.now(),
    whereIs: (region) => whereIs(scraper.provider, region),
    messages: (id) => {
      written = told(id);
      return written;
    },
  });
  return { crawl, messages: written.length };
}

function whereIs(provider: string, code: string) {
  const region = regionOf(provider, code);
  return {
    country: region?.country ?? null,
    jurisdiction: region?.jurisdiction ?? ('unknown' as const),
  };
}
