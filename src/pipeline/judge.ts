import type { LoadedState } from '../../db/state.ts';
import type { Change } from '../domain/change.ts';
import { type Difference, diff } from '../domain/diff.ts';
import { guard, type Limits } from '../domain/guard.ts';
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
}

interface JudgedSource {
  readonly id: string;
  readonly absentMeans: 'sold-out' | 'withdrawn';
}

/** Decides whether a visit is believed, and what it changes. Pure. */
export function judge(
  source: JudgedSource,
  visit: Visit,
  state: LoadedState,
  limits?: Limits,
): Judgement {
  if (visit.seen === null) {
    const { failure, message } = visit.failure ?? { failure: 'changed', message: 'nothing read' };
    return { outcome: 'failed', failure, message, difference: null };
  }
  const { seen } = visit;
  if (state.baseline && state.offers.size === 0 && seen.offers.length + seen.places.length === 0) {
    return { outcome: 'failed', failure: 'empty', message: emptyWords(seen), difference: null };
  }
  const missing = new Set(visit.missing.map(({ scope }) => scope));
  const before = inReadScopes(state.offers, missing);
  const recentCounts = missing.size > 0 ? [listedCount(before)] : state.recentCounts;
  const { absentMeans } = source;
  const { reasons, held } = guard({ absentMeans, before, recentCounts, seen }, limits);
  if (reasons.length > 0) {
    return {
      outcome: 'quarantined',
      failure: 'implausible',
      message: reasons.join('; '),
      difference: null,
    };
  }
  const found = diff(state, { source, at: visit.finishedAt, seen, missing, held });
  const difference =
    state.baseline && state.lastGoodAt === null ? added(source, seen, found) : found;
  return { ...outcomeOf(visit, state, difference), failure: null, difference };
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
function added(source: JudgedSource, seen: Normalised, found: Difference): Difference {
  const regions = new Set(seen.offers.flatMap(({ region }) => (region === null ? [] : [region])));
  const line = sourceChange(
    'source.added',
    source.id,
    `${seen.offers.length} offers in ${regions.size} regions, ${seen.rejects.length} rejects`,
  );
  return { ...found, changes: [line, ...found.changes] };
}

/** A change about the source itself. */
export function sourceChange(
  flag: Change['flags'][number],
  source: string,
  detail: string,
): Change {
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
