import type { LoadedState } from '../../db/state.ts';
import type { Change, Flag } from '../domain/change.ts';
import type { GuardLimits } from '../domain/guard-limits.ts';
import type { Normalised } from '../domain/normalise.ts';
import { staleness } from '../domain/staleness.ts';

/** A new source is one line of news, however many offers it brings. */
export function added(source: string, seen: Normalised): Change {
  if (seen.rates.length > 0) {
    return sourceChange(['source.added'], source, `${seen.rates.length} exchange rates`);
  }
  if (seen.tokens.length > 0) {
    return sourceChange(['source.added'], source, `${seen.tokens.length} prices of tokens`);
  }
  const regions = new Set(seen.offers.flatMap(({ region }) => (region === null ? [] : [region])));
  return sourceChange(
    ['source.added'],
    source,
    `${seen.offers.length} offers in ${regions.size} regions, ${seen.rejects.length} rejects`,
  );
}

/** Told once, however many nights the source stays in quarantine. */
export function quarantinedNews(
  source: string,
  message: string,
  { troubles }: Pick<LoadedState, 'troubles'>,
): readonly Change[] {
  if (troubles.has('source.quarantined')) return [];
  return [sourceChange(['source.quarantined'], source, message)];
}

/** Told once when a source was not read well for too long. */
export function stale(
  source: string,
  { troubles, lastGoodAt }: Pick<LoadedState, 'troubles' | 'lastGoodAt'>,
  at: number,
  intervalMs: number,
): readonly Change[] {
  if (lastGoodAt === null || troubles.has('source.stale')) return [];
  if (staleness(at - lastGoodAt, intervalMs) !== 'stale') return [];
  return [sourceChange(['source.stale'], source, `not read well since ${minute(lastGoodAt)}`)];
}

/** Told when a source that was told to be in trouble is read well again. */
export function recovered(
  source: string,
  { troubles, lastGoodAt }: Pick<LoadedState, 'troubles' | 'lastGoodAt'>,
): readonly Change[] {
  if (troubles.size === 0 || lastGoodAt === null) return [];
  const detail = `read well again, for the first time since ${minute(lastGoodAt)}`;
  return [sourceChange(['source.recovered'], source, detail)];
}

/** Recorded once when a list has withered slowly enough that no guard was asked. */
export function shrunk(
  { id, absentMeans }: { readonly id: string; readonly absentMeans: string },
  { offers }: Normalised,
  { mostOffers, recentCounts: [last] }: Pick<LoadedState, 'mostOffers' | 'recentCounts'>,
  { coverage, fromOffers }: GuardLimits,
): readonly Change[] {
  if (absentMeans !== 'withdrawn' || mostOffers === null || last === undefined) return [];
  const least = mostOffers * coverage;
  if (mostOffers < fromOffers || last < least || offers.length >= least) return [];
  const detail = `${offers.length} offers, under ${Math.round(coverage * 100)} % of the ${mostOffers} of the last 30 days`;
  return [sourceChange([], id, detail)];
}

/** Why nothing came of a first crawl. */
export function emptyWords({ read, rejects }: Normalised): string {
  if (read === 0) return 'the source listed nothing';
  const [first] = rejects;
  return `none of ${read} rows became an offer${first ? `, first: ${first.detail}` : ''}`;
}

const minute = (at: number): string =>
  `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function sourceChange(flags: readonly Flag[], source: string, detail: string): Change {
  return {
    kind: 'source',
    flags,
    offer: null,
    subject: source,
    detail,
    before: null,
    after: null,
    changePercent: null,
    baseline: false,
  };
}
