import type { QuarantineRecord } from '../../db/quarantine.ts';
import type { LoadedState } from '../../db/state.ts';
import type { Change } from '../domain/change.ts';
import { type Difference, diff } from '../domain/diff.ts';
import { guard, type Verdict } from '../domain/guard.ts';
import type { GuardLimits } from '../domain/guard-limits.ts';
import type { Normalised } from '../domain/normalise.ts';
import { type KnownOffer, within } from '../domain/source-state.ts';
import type { Failure, Outcome } from '../domain/words.ts';
import type { Visit } from './crawl.ts';
import { added, emptyWords, quarantinedNews, recovered, shrunk, stale } from './source-news.ts';
import { streakOf } from './streak.ts';

/** What a visit comes to beside what is known. */
export interface Judgement {
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly message: string | null;
  /** Null where the visit is not believed. */
  readonly difference: Difference | null;
  /** What was read and is believed row by row; null where nothing could be read. */
  readonly seen: Normalised | null;
  /** News of the source itself, which is told whether the visit is believed or not. */
  readonly events: readonly Change[];
  /** From when on its news piled up, where it tells of more than the last interval. */
  readonly since: number | null;
  /** What is kept of a visit that is not believed. */
  readonly quarantine: QuarantineRecord | null;
  /** Believed whatever its guards say: what is usual is counted anew from here. */
  readonly isInsisted: boolean;
}

/** What is asked of a source. */
export interface JudgedSource {
  readonly id: string;
  readonly absentMeans: 'sold-out' | 'withdrawn';
  readonly anchors?: readonly string[];
}

/** How far a source is believed, and how often it is crawled. */
export interface Manners {
  readonly limits: GuardLimits;
  readonly intervalMs: number;
  /** Where a person brought it: nothing waits for a second crawl. */
  readonly brought?: {
    /** It lists some of what there is: the rest stands as it was. */
    readonly isPart: boolean;
    /** The person vouches for it: no guard is asked. */
    readonly isAccepted: boolean;
  };
}

const UNREAD = {
  ...{ difference: null, seen: null, since: null, quarantine: null, events: [], isInsisted: false },
} as const;

/** Decides whether a visit is believed, and what it changes. Pure. */
export function judge(
  source: JudgedSource,
  visit: Visit,
  state: LoadedState,
  manners: Manners,
): Judgement {
  const at = visit.finishedAt;
  const late = stale(source.id, state, at, manners.intervalMs);
  if (visit.seen === null) {
    const { failure, message } = visit.failure ?? { failure: 'changed', message: 'nothing read' };
    if (visit.skipped) return { ...UNREAD, outcome: 'skipped', failure: null, message };
    return { ...UNREAD, outcome: 'failed', failure, message, events: late };
  }
  const missing = new Set(visit.missing.map(({ scope }) => scope));
  const { absentMeans, anchors = [] } = source;
  const { lastRates, tokens } = state;
  const asked = { absentMeans, anchors, at, lastRates, tokensBefore: tokens, seen: visit.seen };
  const against = beside(state, missing, manners.brought?.isPart ? visit.seen : null);
  const verdict = manners.brought?.isAccepted
    ? unasked(visit.seen)
    : guard({ ...asked, ...against }, manners.limits);
  const seen = verdict.believed;
  if (state.baseline && isNothing(seen)) {
    return { ...UNREAD, outcome: 'failed', failure: 'empty', message: emptyWords(seen), seen };
  }
  const read: Read = { source, visit, state, manners, missing, verdict };
  return verdict.reasons.length > 0 ? doubted(read, late) : believed(read);
}

function unasked(seen: Normalised): Verdict {
  return { reasons: [], needsPerson: false, held: new Set(), believed: seen };
}

const isNothing = ({ offers, places, rates, tokens }: Normalised): boolean =>
  offers.length + places.length + rates.length + tokens.length === 0;

interface Read {
  readonly source: JudgedSource;
  readonly visit: Visit;
  readonly state: LoadedState;
  readonly manners: Manners;
  readonly missing: ReadonlySet<string>;
  readonly verdict: Verdict;
}

/** After so long without a good crawl its news is told as one story, since then. */
const GAP_MS = 72 * 3_600_000;

function believed(read: Read): Judgement {
  const { source, visit, state, manners, missing, verdict } = read;
  const { believed: seen } = verdict;
  const at = visit.finishedAt;
  const { lastGoodAt, confirms } = state;
  const isFirst = lastGoodAt !== null && at - lastGoodAt > GAP_MS;
  const isSecond = lastGoodAt !== null && confirms !== null && lastGoodAt - confirms > GAP_MS;
  // All of it waits for the confirming crawl, or it would be told in two parts.
  const held = isFirst ? new Set(seen.offers.map(({ key }) => key)) : verdict.held;
  const { brought } = manners;
  const claims = { accepted: brought !== undefined, isPart: brought?.isPart ?? false };
  const difference = diff(state, { source, at, seen, missing, held, ...claims });
  const events = [
    ...(lastGoodAt === null ? [added(source.id, seen)] : []),
    ...recovered(source.id, state),
    ...shrunk(source, seen, state, manners.limits),
  ];
  return {
    ...outcomeOf(read, difference),
    ...{ failure: null, difference, seen, events, quarantine: null },
    since: isSecond ? confirms : null,
    isInsisted: brought?.isAccepted ?? false,
  };
}

/** Not believed, unless it has told the same for so long that it must be so. */
function doubted(read: Read, late: readonly Change[]): Judgement {
  const { source, visit, state, manners, missing, verdict } = read;
  const isPart = manners.brought?.isPart ?? false;
  const { believed: seen, reasons } = verdict;
  const message = reasons.join('; ');
  const { streak, since, isEnough } = streakOf(read, visit.finishedAt);
  if (isEnough) {
    const crawl = { source, at: visit.finishedAt, seen, missing, held: new Set<string>(), isPart };
    const difference = diff(state, { ...crawl, accepted: true });
    const words = `believed after ${streak} crawls in a row that told the same: ${message}`;
    const { outcome } = outcomeOf(read, difference);
    const events = recovered(source.id, state);
    const told = { events, since: state.lastGoodAt, quarantine: null, isInsisted: true };
    return { outcome, failure: null, message: words, difference, seen, ...told };
  }
  return {
    ...{ outcome: 'quarantined', failure: 'implausible', message, difference: null, seen },
    events: [...quarantinedNews(source.id, message, state), ...late],
    ...{ since: null, isInsisted: false },
    quarantine: { streak, since, seen, missing: [...missing], isPart },
  };
}

/**
 * A baseline has nothing to be compared with: keys of another version are other keys. Of a part only
 * what it lists is compared.
 */
function beside(
  { baseline, offers, recentCounts }: LoadedState,
  missing: ReadonlySet<string>,
  part: Normalised | null,
) {
  if (part !== null) {
    const keys = new Set(part.offers.map(({ key }) => key));
    return { before: new Map([...offers].filter(([key]) => keys.has(key))), recentCounts: [] };
  }
  const before = baseline ? new Map() : inReadScopes(offers, missing);
  return { before, recentCounts: missing.size > 0 ? [listedCount(before)] : recentCounts };
}

function inReadScopes(
  offers: ReadonlyMap<string, KnownOffer>,
  missing: ReadonlySet<string>,
): ReadonlyMap<string, KnownOffer> {
  return new Map([...offers].filter(([, { offer }]) => !within(offer.scope, missing)));
}

function listedCount(offers: ReadonlyMap<string, KnownOffer>): number {
  return [...offers.values()].filter(({ listed }) => listed).length;
}

function outcomeOf({ visit, state, manners }: Read, difference: Difference) {
  if (manners.brought?.isPart) {
    return { outcome: 'partial', message: 'what it leaves out stands as it was' } as const;
  }
  if (visit.missing.length > 0) {
    const scopes = visit.missing.map(({ scope }) => scope).join(', ');
    const why = visit.missing[0]?.message ?? '';
    return { outcome: 'partial', message: `not read: ${scopes} (${why})` } as const;
  }
  const same = state.digest === visit.digest && difference.changes.length === 0;
  return { outcome: same ? 'unchanged' : 'ok', message: null } as const;
}
