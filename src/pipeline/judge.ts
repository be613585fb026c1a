import type { LoadedState } from '../../db/state.ts';
import type { Change, Flag } from '../domain/change.ts';
import { type Difference, diff } from '../domain/diff.ts';
import { guard } from '../domain/guard.ts';
import type { GuardLimits } from '../domain/guard-limits.ts';
import type { Normalised } from '../domain/normalise.ts';
import { type KnownOffer, within } from '../domain/source-state.ts';
import type { Failure, Outcome } from '../domain/words.ts';
import type { Visit } from './crawl.ts';

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
}

interface JudgedSource {
  readonly id: string;
  readonly absentMeans: 'sold-out' | 'withdrawn';
  readonly anchors?: readonly string[];
}

/** Decides whether a visit is believed, and what it changes. Pure. */
export function judge(
  source: JudgedSource,
  visit: Visit,
  state: LoadedState,
  limits?: GuardLimits,
): Judgement {
  if (visit.seen === null) {
    const { failure, message } = visit.failure ?? { failure: 'changed', message: 'nothing read' };
    return unread(visit.skipped ? 'skipped' : 'failed', failure, message);
  }
  const missing = new Set(visit.missing.map(({ scope }) => scope));
  const { absentMeans, anchors = [] } = source;
  const {
    reasons,
    held,
    believed: seen,
  } = guard({ absentMeans, anchors, seen: visit.seen, ...beside(state, missing) }, limits);
  if (state.baseline && seen.offers.length + seen.places.length === 0) {
    return { ...unread('failed', 'empty', emptyWords(seen)), seen };
  }
  if (reasons.length > 0) return { ...quarantined(source, reasons.join('; '), state), seen };
  const difference = diff(state, { source, at: visit.finishedAt, seen, missing, held });
  const events = state.lastGoodAt === null ? [added(source, seen)] : [];
  return { ...outcomeOf(visit, state, difference), failure: null, difference, seen, events };
}

/** A baseline has nothing to be compared with: keys of another version are other keys. */
function beside({ baseline, offers, recentCounts }: LoadedState, missing: ReadonlySet<string>) {
  const before = baseline ? new Map() : inReadScopes(offers, missing);
  return { before, recentCounts: missing.size > 0 ? [listedCount(before)] : recentCounts };
}

function unread(
  outcome: 'failed' | 'skipped',
  failure: Failure | null,
  message: string,
): Judgement {
  const kept = outcome === 'failed' ? failure : null;
  return { outcome, failure: kept, message, difference: null, seen: null, events: [] };
}

/** Told once, however many nights the source stays in quarantine. */
function quarantined(source: JudgedSource, message: string, state: LoadedState) {
  const isNews = state.lastOutcome !== 'quarantined';
  const events = isNews ? [sourceChange('source.quarantined', source.id, message)] : [];
  return {
    outcome: 'quarantined',
    failure: 'implausible',
    message,
    difference: null,
    events,
  } as const;
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

function emptyWords({ read, rejects }: Normalised): string {
  if (read === 0) return 'the source listed nothing';
  const [first] = rejects;
  return `none of ${read} rows became an offer${first ? `, first: ${first.detail}` : ''}`;
}

function outcomeOf(visit: Visit, state: LoadedState, difference: Difference) {
  if (visit.missing.length > 0) {
    const scopes = visit.missing.map(({ scope }) => scope).join(', ');
    const why = visit.missing[0]?.message ?? '';
    return { outcome: 'partial', message: `not read: ${scopes} (${why})` } as const;
  }
  const same = state.digest === visit.digest && difference.changes.length === 0;
  return { outcome: same ? 'unchanged' : 'ok', message: null } as const;
}

/** A new source is one line of news, however many offers it brings. */
function added(source: JudgedSource, seen: Normalised): Change {
  const regions = new Set(seen.offers.flatMap(({ region }) => (region === null ? [] : [region])));
  return sourceChange(
    'source.added',
    source.id,
    `${seen.offers.length} offers in ${regions.size} regions, ${seen.rejects.length} rejects`,
  );
}

function sourceChange(flag: Flag, source: string, detail: string): Change {
  return {
    kind: 'source',
    flags: [flag],
    offer: null,
    subject: source,
    detail,
    before: null,
    after: null,
    changePercent: null,
    baseline: false,
  };
}
