import { documentsToAskAbout } from '../../db/documents.ts';
import type { Lease } from '../../db/leases.ts';
import { type LoadedState, loadState } from '../../db/state.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { underKnownNames } from '../domain/aliases.ts';
import { SourceError } from '../domain/errors.ts';
import { limitsOf } from '../domain/guard-limits.ts';
import { crawl, type Visit } from './crawl.ts';
import { type CrawlResult, type Desk, nothing } from './desk.ts';
import { judge } from './judge.ts';
import { NOT_STORED, resultOf, store, withMeaning } from './storing.ts';
import { inTurn, Stopped, within } from './turn.ts';

/** Crawls one source and stores what it came to. Throws for faults of ours only. */
export async function crawlSource(scraper: Scraper, desk: Desk): Promise<CrawlResult> {
  try {
    if (desk.stop?.aborted) throw new Stopped();
    if (desk.dryRun) return await look(scraper, desk, null);
    return await inTurn(scraper, desk, (lease) => look(scraper, desk, lease));
  } catch (cause) {
    if (!(cause instanceof Stopped)) throw cause;
    return { ...nothing(scraper.id), outcome: 'stopped', message: cause.message };
  }
}

async function look(scraper: Scraper, desk: Desk, lease: Lease | null): Promise<CrawlResult> {
  const keyVersion = scraper.keyVersion ?? 1;
  const state = await loadState(desk.db, { ...scraper, keyVersion });
  const at = timeAfter(state, desk);
  const unset = missingSecrets(scraper, desk);
  const found = unset.length > 0 ? unready(at, unset) : await visitOf(scraper, desk, at);
  const aliases = desk.aliases?.get(scraper.id);
  const visit = { ...found, seen: found.seen && underKnownNames(found.seen, aliases) };
  const judgement = judge(scraper, visit, state, {
    limits: limitsOf(scraper.id, desk.guards),
    intervalMs: desk.intervalOf?.(scraper) ?? NIGHT_MS,
  });
  const told = await withMeaning(desk, judgement, { source: scraper.id, at: visit.finishedAt });
  const judged = { source: { ...scraper, keyVersion }, state, visit, judgement: told };
  return resultOf(judged, lease === null ? NOT_STORED : await store(desk, judged, lease));
}

const NIGHT_MS = 24 * 3_600_000;

/**
 * Crawls have numbers, and those are their order: a clock that was set back is data. A replay's own
 * is what somebody asked for, and before the last crawl it is refused.
 */
function timeAfter({ lastAt }: LoadedState, { now, mode }: Desk): number {
  const is = now();
  if (lastAt === null || is > lastAt) return is;
  if (is === lastAt) return is + 1;
  if (mode.kind !== 'replay') return is;
  const [last, found] = [lastAt, is].map((ms) => new Date(ms).toISOString());
  throw new RangeError(
    `expected a time after the last crawl (${last}), found ${found}; give the replay a later --at or another --db`,
  );
}

function missingSecrets({ secrets = [] }: Scraper, { env, mode }: Desk): readonly string[] {
  return mode.kind === 'replay' ? [] : secrets.filter((name) => !env[name]);
}

async function visitOf(scraper: Scraper, desk: Desk, at: number): Promise<Visit> {
  const began = desk.now();
  const now = () => at + (desk.now() - began);
  const { keyVersion = 1 } = scraper;
  const known = await documentsToAskAbout(desk.db, { id: scraper.id, keyVersion });
  const session = desk.fetcher.session(scraper, { mode: desk.mode, now, known });
  try {
    return await within(scraper, desk.stop, crawl(scraper, session, now, desk.read));
  } catch (cause) {
    if (!(cause instanceof SourceError)) throw cause;
    return failedVisit(at, now(), cause);
  } finally {
    await session.finish();
  }
}

function unready(at: number, unset: readonly string[]): Visit {
  const message = `set ${unset.join(' and ')} to crawl it`;
  return { ...failedVisit(at, at, { failure: 'refused', message }), skipped: true };
}

function failedVisit(
  startedAt: number,
  finishedAt: number,
  { failure, message }: Pick<SourceError, 'failure' | 'message'>,
): Visit {
  return {
    startedAt,
    finishedAt,
    seen: null,
    failure: { failure, message },
    skipped: false,
    missing: [],
    scopes: [],
    documents: [],
    bytes: 0,
    digest: null,
  };
}
