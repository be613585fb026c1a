import { commitCrawl } from '../../db/commit.ts';
import type { Database } from '../../db/open.ts';
import { clearQuarantine, type Quarantined, quarantined } from '../../db/quarantine.ts';
import { type LoadedState, loadState } from '../../db/state.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { type Difference, diff } from '../domain/diff.ts';
import { alerts } from './alerts.ts';
import { withBreakEvens } from './break-evens.ts';
import type { Desk } from './desk.ts';
import { recovered } from './source-news.ts';
import { whereIs } from './storing.ts';
import { withTargets } from './targets.ts';

/** A reading that was not believed, and what would change if it were. */
export interface Proposal {
  readonly reading: Quarantined;
  readonly state: LoadedState;
  readonly difference: Difference;
}

/** What is asked of a source whose reading is approved. */
export type ApprovedSource = Pick<Scraper, 'id' | 'provider' | 'absentMeans' | 'keyVersion'>;

/** The sources as they are asked for by id. */
export type SourceOf = (id: string) => ApprovedSource | undefined;

/**
 * What would change if the reading of that crawl were believed at that time. Throws a `RangeError`
 * where no such reading waits, or where a later one of the same source does.
 */
export async function propose(
  db: Database,
  crawl: number,
  at: number,
  sourceOf: SourceOf,
): Promise<Proposal> {
  const reading = await waiting(db, crawl);
  const asked = sourceOf(reading.source);
  if (asked === undefined) {
    throw new RangeError(`${reading.source} is no source any more; discard crawl ${crawl}`);
  }
  const state = await loadState(db, { ...asked, keyVersion: asked.keyVersion ?? 1 });
  const missing = new Set(reading.missing);
  const { seen, isPart } = reading;
  const visit = { source: asked, at, seen, missing, isPart, held: new Set<string>() };
  return { reading, state, difference: diff(state, { ...visit, accepted: true }) };
}

async function waiting(db: Database, crawl: number): Promise<Quarantined> {
  const all = await quarantined(db, null);
  const found = all.find((each) => each.crawl === crawl);
  if (found === undefined) {
    throw new RangeError(
      `expected a crawl in quarantine, found ${crawl}; "chipwatch quarantine list" shows them`,
    );
  }
  const newest = all.find(({ source }) => source === found.source);
  if (newest !== undefined && newest.crawl !== crawl) {
    throw new RangeError(
      `crawl ${newest.crawl} of ${found.source} came after crawl ${crawl}; look at that one`,
    );
  }
  return found;
}

/**
 * Believes a reading: its changes become one crawl of their own, and one message a rule and flag.
 * They count from now; what was read is as old as it is.
 * Throws, and stores nothing, when another crawl of the source came between.
 */
export async function approve(
  { db, rules, targets = [] }: Pick<Desk, 'db' | 'rules' | 'targets'>,
  { reading, state, difference: proposed }: Proposal,
  at: number,
  sourceOf: SourceOf,
): Promise<number> {
  const { source, seen, missing, isPart, crawl: approved } = reading;
  const asked = sourceOf(source);
  if (asked === undefined) throw new RangeError(`${source} is no source any more`);
  const { provider, keyVersion = 1 } = asked;
  const events = recovered(source, state);
  const difference = await withBreakEvens(db, await withTargets(db, targets, proposed), {
    source,
    at,
  });
  const { changes, places } = difference;
  const since = state.lastGoodAt;
  const news = { source, provider, at, since, changes: [...events, ...changes], places };
  const message = `a person approved what crawl ${approved} read`;
  const unread = { failure: 'unreachable', message: `not read by crawl ${approved}` } as const;
  return commitCrawl(db, {
    crawl: {
      ...{ source, provider, keyVersion, message },
      ...{ startedAt: reading.startedAt, finishedAt: reading.at, approvedAt: at },
      ...{ outcome: isPart || missing.length > 0 ? 'partial' : 'ok', failure: null, digest: null },
      ...{ bytes: 0, documents: [], scopes: [], rejects: seen.rejects },
      ...{ rows: seen.read, offers: seen.offers.length },
      missing: missing.map((scope) => ({ scope, ...unread })),
    },
    ...{ against: state.against, lease: null, difference, events, dueAt: Date.now() },
    whereIs: (code) => whereIs(provider, code),
    messages: await alerts(db, rules, news),
  });
}

/** Forgets what a source read while it was not believed; the next crawl begins to count anew. */
export async function discard(db: Database, crawl: number): Promise<string> {
  const { source } = await waiting(db, crawl);
  clearQuarantine(db, source);
  return source;
}
