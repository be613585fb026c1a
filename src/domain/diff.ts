import type { Change } from './change.ts';
import { absences, missOffer } from './diff-absence.ts';
import { calm, flapping, tellCalm } from './diff-calm.ts';
import { compareOffer } from './diff-offers.ts';
import { compareName, comparePlace } from './diff-others.ts';
import type { Run } from './diff-run.ts';
import { compareTokens, type KnownTokens, missTokens } from './diff-tokens.ts';
import type { Place, Rate } from './listing.ts';
import { newNames } from './new-names.ts';
import type { Normalised } from './normalise.ts';
import type { Offer, OfferState } from './offer.ts';
import type { Pending, SourceState, Unrest } from './source-state.ts';

/** One plausible crawl, ready to be compared. */
export interface Crawl {
  readonly source: { readonly id: string; readonly absentMeans: 'sold-out' | 'withdrawn' };
  readonly at: number;
  readonly seen: Normalised;
  /** Scopes this crawl could not read: what they hold is neither absent nor confirmed. */
  readonly missing: ReadonlySet<string>;
  /** Keys of prices that need a second crawl, however little they moved. */
  readonly held: ReadonlySet<string>;
  /** Confirmed already, by a person or by crawls that were not believed: nothing waits. */
  readonly accepted?: boolean;
  /** It lists some of what there is: what it leaves out is neither absent nor confirmed. */
  readonly isPart?: boolean;
}

/** What a crawl adds to what was known. */
export interface Difference {
  /** In the order they happened; each starts from where the one before left the offer. */
  readonly changes: readonly Change[];
  /** All that still waits for a second crawl. */
  readonly pending: readonly Pending[];
  /** Offers that do not rest; all others do. */
  readonly restless: ReadonlyMap<string, Unrest>;
  /** Offers whose state is the same and whose description is not. */
  readonly redescribed: readonly Offer[];
  /** Places accepted now. */
  readonly places: readonly Place[];
  /** Exchange rates; one that moved is no change of anything. */
  readonly rates: readonly Rate[];
  /** What is asked for tokens from now on. */
  readonly tokens: readonly KnownTokens[];
}

/** Compares one crawl with the last accepted state. Pure: the database receives only its answer. */
export function diff(before: SourceState, crawl: Crawl): Difference {
  const seen = new Set(crawl.seen.offers.map(({ key }) => key));
  const gone = absences(before, crawl, seen);
  const quiet = calm(before, crawl, gone.excused);
  const run: Run = {
    ...{ before, crawl, muted: flapping(quiet) },
    ...{ changes: [], pending: [], redescribed: [], places: [], tokens: [] },
  };
  for (const offer of crawl.seen.offers) compareOffer(run, offer);
  for (const known of gone.missing) missOffer(run, known, gone);
  for (const place of crawl.seen.places) comparePlace(run, place);
  for (const [name, detail] of newNames(crawl.source.id, crawl.seen))
    compareName(run, name, detail);
  for (const tokens of crawl.seen.tokens) compareTokens(run, tokens);
  missTokens(run, crawl.seen.tokens);
  tellCalm(run, quiet);
  const { changes, pending, redescribed, places, tokens } = run;
  const { rates } = crawl.seen;
  return { changes, pending, redescribed, places, rates, tokens, restless: quiet.restless };
}

/** The state all changes of one offer lead to: the law `offers = replay(changes)`. */
export function replay(changes: Iterable<Pick<Change, 'kind' | 'after'>>): {
  readonly listed: boolean;
  readonly state: OfferState | null;
} {
  let listed = false;
  let state: OfferState | null = null;
  for (const change of changes) {
    listed = change.kind !== 'withdrawn';
    state = change.after ?? state;
  }
  return { listed, state };
}
