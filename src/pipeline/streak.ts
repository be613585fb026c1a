import type { LoadedState } from '../../db/state.ts';
import { guard, type Verdict } from '../domain/guard.ts';
import { newestRates } from '../domain/rates.ts';
import type { KnownOffer } from '../domain/source-state.ts';
import { tokensKey } from '../domain/tokens.ts';
import type { JudgedSource, Manners } from './judge.ts';

/** How long a source has told the same that is not believed. */
export interface Streak {
  readonly streak: number;
  /** When it told so first, milliseconds UTC. */
  readonly since: number;
  /** It must be so: the source is believed without a person. */
  readonly isEnough: boolean;
}

const CRAWLS = 6;
const SPAN_MS = 24 * 3_600_000;

/** Asks whether this reading is plausible beside the last one that was not believed either. */
export function streakOf(
  read: {
    readonly source: JudgedSource;
    readonly state: Pick<LoadedState, 'quarantined'>;
    readonly manners: Pick<Manners, 'limits'>;
    readonly verdict: Verdict;
  },
  at: number,
): Streak {
  const { source, verdict, manners } = read;
  const last = read.state.quarantined;
  if (last === null) return { streak: 1, since: at, isEnough: false };
  const before = new Map(
    last.seen.offers.map((offer): [string, KnownOffer] => [
      offer.key,
      { offer, listed: true, changedAt: last.at },
    ]),
  );
  const { absentMeans, anchors = [] } = source;
  const recentCounts = [last.seen.offers.length];
  // However few there are: what is another four each time is no list of four.
  const limits = { ...manners.limits, fromOffers: 1 };
  const seen = verdict.believed;
  const lastRates = newestRates(last.seen.rates);
  const tokensBefore = new Map(
    last.seen.tokens.map((tokens) => [tokensKey(tokens), { tokens, listed: true }]),
  );
  const asked = { absentMeans, anchors, before, recentCounts, seen, lastRates, tokensBefore, at };
  const beside = guard(asked, limits);
  if (beside.reasons.length > 0) return { streak: 1, since: at, isEnough: false };
  const { streak, since } = { streak: last.streak + 1, since: Math.min(last.since, at) };
  const isEnough = streak >= CRAWLS && at - since >= SPAN_MS && !verdict.needsPerson;
  return { streak, since, isEnough };
}
