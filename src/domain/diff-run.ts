import type { Change } from './change.ts';
import type { Crawl } from './diff.ts';
import type { KnownTokens } from './diff-tokens.ts';
import type { Place } from './listing.ts';
import type { Offer, OfferState } from './offer.ts';
import { type Pending, type SourceState, within } from './source-state.ts';

/** A comparison under way: what is compared, and what was found so far. */
export interface Run {
  readonly before: SourceState;
  readonly crawl: Crawl;
  /** Keys of offers that flap: what they do is recorded and not told. */
  readonly muted: ReadonlySet<string>;
  readonly changes: Change[];
  readonly pending: Pending[];
  readonly redescribed: Offer[];
  readonly places: Place[];
  readonly tokens: KnownTokens[];
}

interface Confirmation {
  /** Whether what the first crawl saw is what this one sees. */
  readonly agrees?: (first: OfferState) => boolean;
  /** How much later the second crawl must come. */
  readonly afterMs?: number;
}

/** True when the difference may be accepted now: a good crawl before this one saw it too. */
export function confirmed(
  { before, crawl, pending }: Run,
  difference: Omit<Pending, 'since'>,
  { agrees = () => true, afterMs = 0 }: Confirmation = {},
): boolean {
  if (crawl.accepted || before.baseline) return true;
  const first = before.pending.get(`${difference.kind} ${difference.subject}`);
  const again = first !== undefined && (first.candidate === null || agrees(first.candidate));
  if (again && crawl.at - first.since >= afterMs) return true;
  // A clock that went back must not make it wait for the time to come again.
  const since = again ? Math.min(first.since, crawl.at) : crawl.at;
  pending.push({ ...difference, since });
  return false;
}

/** Where our knowledge starts, of the source or of one scope: recorded and not told. */
export function isBaseline({ before }: Run, scope: string | null): boolean {
  return before.baseline || within(scope, before.unreadScopes);
}

const NOTHING = {
  offer: null,
  subject: null,
  detail: null,
  before: null,
  after: null,
  changePercent: null,
  baseline: false,
} as const;

const IS_FLAPPING = 'not told, it flaps';

/** Records a change. A baseline tells nothing, nor does an offer that flaps of its availability. */
export function push(run: Run, change: Pick<Change, 'kind' | 'flags'> & Partial<Change>): void {
  const baseline = change.baseline ?? run.before.baseline;
  const muted = change.offer && change.kind !== 'price' && run.muted.has(change.offer.key);
  run.changes.push({
    ...NOTHING,
    ...(muted ? { detail: IS_FLAPPING } : {}),
    ...change,
    baseline,
    flags: baseline || muted ? [] : change.flags,
  });
}
