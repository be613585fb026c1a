import { commitCrawl } from '../../db/commit.ts';
import type { Lease } from '../../db/leases.ts';
import type { Outgoing } from '../../db/messages.ts';
import type { KeyedSource, LoadedState } from '../../db/state.ts';
import { regionOf } from '../domain/catalogue/regions.ts';
import { newNames } from '../domain/new-names.ts';
import { alerts } from './alerts.ts';
import { type Crawled, withBreakEvens } from './break-evens.ts';
import type { Visit } from './crawl.ts';
import { type CrawlResult, type Desk, nothing, type Visited } from './desk.ts';
import type { Judgement } from './judge.ts';
import { withTargets } from './targets.ts';

/** A visit, and what it comes to beside what is known. */
export interface Judged {
  readonly source: KeyedSource;
  readonly state: LoadedState;
  readonly visit: Visit;
  readonly judgement: Judgement;
}

/** Number of the crawl, null where nothing was stored, and how many messages it put into the outbox. */
export type Stored = Pick<CrawlResult, 'crawl' | 'messages'>;

export const NOT_STORED: Stored = { crawl: null, messages: 0 };

/** Adds what the visit means: for the places where the user could deploy, and beside the prices of APIs. */
export async function withMeaning(
  { db, targets = [] }: Pick<Desk, 'db' | 'targets'>,
  { difference, ...judgement }: Judgement,
  crawled: Crawled,
): Promise<Judgement> {
  if (difference === null) return { ...judgement, difference };
  const placed = await withTargets(db, targets, difference);
  return { ...judgement, difference: await withBreakEvens(db, placed, crawled) };
}

/** Writes a visit, believed or not, with the messages its news make. */
export async function store(
  { db, rules }: Pick<Desk, 'db' | 'rules'>,
  { source, state, visit, judgement }: Judged,
  lease: Lease | null,
): Promise<Stored> {
  const { outcome, failure, message, difference, seen, events } = judgement;
  if (outcome === 'skipped' && state.lastOutcome === 'skipped') return NOT_STORED;
  const { id, provider, keyVersion } = source;
  const told = await alerts(db, rules, {
    ...{ source: id, provider, at: visit.finishedAt },
    changes: [...events, ...(difference?.changes ?? [])],
    places: difference?.places ?? [],
    since: judgement.since,
  });
  let written: readonly Outgoing[] = [];
  const { startedAt, finishedAt, bytes, digest, documents, missing, scopes } = visit;
  const crawl = await commitCrawl(db, {
    crawl: {
      ...{ source: id, provider, keyVersion },
      rows: seen?.read ?? 0,
      offers: seen?.offers.length ?? 0,
      rejects: seen?.rejects ?? [],
      ...{ startedAt, finishedAt, outcome, failure, message, bytes, digest },
      ...{ documents, missing, scopes },
      ...(judgement.isInsisted && { approvedAt: finishedAt }),
    },
    against: state.against,
    lease,
    difference,
    quarantine: judgement.quarantine,
    events,
    dueAt: Date.now(),
    whereIs: (region) => whereIs(provider, region),
    messages: (number) => {
      written = told(number);
      return written;
    },
  });
  return { crawl, messages: written.length };
}

/** Country and jurisdiction of a region of the provider. */
export function whereIs(provider: string, code: string) {
  const region = regionOf(provider, code);
  return {
    country: region?.country ?? null,
    jurisdiction: region?.jurisdiction ?? ('unknown' as const),
  };
}

/** What a crawl came to, for people and for exit codes. */
export function resultOf({ source, visit, judgement }: Judged, stored: Stored): CrawlResult {
  const { outcome, failure, message, seen, events, difference } = judgement;
  return {
    ...nothing(source.id),
    ...stored,
    ...{ outcome, failure, message },
    offers: seen?.offers.length ?? 0,
    rates: seen?.rates.length ?? 0,
    tokens: seen?.tokens.length ?? 0,
    rejects: seen?.rejects ?? [],
    missing: visit.missing,
    changes: [...events, ...(difference?.changes ?? [])],
    pending: difference?.pending.length ?? 0,
    visited: visitedIn(source, visit),
  };
}

function visitedIn({ id, provider }: KeyedSource, visit: Visit): Visited {
  const { seen, documents, startedAt, finishedAt, digest } = visit;
  const places = [...(seen?.offers ?? []), ...(seen?.places ?? [])];
  const regions = new Set(places.flatMap(({ region }) => (region === null ? [] : [region])));
  return {
    documents: documents.map(({ url }) => url),
    rows: seen?.read ?? 0,
    ms: finishedAt - startedAt,
    digest,
    newChips: seen === null ? [] : [...newNames(id, seen).keys()],
    newRegions: [...regions].filter((region) => regionOf(provider, region) === null).sort(),
  };
}
