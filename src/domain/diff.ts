import type { Change, Flag } from './change.ts';
import type { Place } from './listing.ts';
import type { Money } from './money.ts';
import { newNames } from './new-names.ts';
import { type Normalised, placeKey } from './normalise.ts';
import type { Offer, OfferState } from './offer.ts';
import {
  type KnownOffer,
  type Pending,
  regionKey,
  type SourceState,
  within,
} from './source-state.ts';

/** One plausible crawl, ready to be compared. */
export interface Crawl {
  readonly source: { readonly id: string; readonly absentMeans: 'sold-out' | 'withdrawn' };
  readonly at: number;
  readonly seen: Normalised;
  /** Scopes this crawl could not read: what they hold is neither absent nor confirmed. */
  readonly missing: ReadonlySet<string>;
  /** Prices that moved together and need a second crawl. */
  readonly held: ReadonlySet<string>;
}

/** What a crawl adds to what was known. */
export interface Difference {
  /** In the order they happened; each starts from where the one before left the offer. */
  readonly changes: readonly Change[];
  /** All that still waits for a second crawl. */
  readonly pending: readonly Pending[];
  /** Offers whose state is the same and whose description is not. */
  readonly redescribed: readonly Offer[];
  /** Places accepted now. */
  readonly places: readonly Place[];
}

/** An offer not seen for this long where absence means sold out is withdrawn without a word. */
export const SOLD_OUT_FOR_EVER_MS = 30 * 24 * 3_600_000;

/** Compares one crawl with the last accepted state. Pure: the database receives only its answer. */
export function diff(before: SourceState, crawl: Crawl): Difference {
  const run: Run = { before, crawl, changes: [], pending: [], redescribed: [], places: [] };
  const seen = new Set<string>();
  for (const offer of crawl.seen.offers) {
    seen.add(offer.key);
    compareOffer(run, offer);
  }
  for (const known of before.offers.values()) {
    if (!seen.has(known.offer.key)) missOffer(run, known);
  }
  for (const place of crawl.seen.places) comparePlace(run, place);
  for (const [name, detail] of newNames(crawl.source.id, crawl.seen))
    compareName(run, name, detail);
  const { changes, pending, redescribed, places } = run;
  return { changes, pending, redescribed, places };
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

interface Run {
  readonly before: SourceState;
  readonly crawl: Crawl;
  readonly changes: Change[];
  readonly pending: Pending[];
  readonly redescribed: Offer[];
  readonly places: Place[];
}

/** True when the difference may be accepted now: a good crawl before this one saw it too. */
function confirmed(
  run: Run,
  difference: Omit<Pending, 'since'>,
  agrees: (first: OfferState) => boolean = () => true,
): boolean {
  const first = run.before.pending.get(`${difference.kind} ${difference.subject}`);
  if (first && (first.candidate === null || agrees(first.candidate))) return true;
  run.pending.push({ ...difference, since: run.crawl.at });
  return false;
}

function isBaseline(run: Run, scope: string | null): boolean {
  return run.before.baseline || within(scope, run.before.unreadScopes);
}

function compareOffer(run: Run, offer: Offer): void {
  const known = run.before.offers.get(offer.key);
  if (known?.listed) compareState(run, known, offer);
  else listOffer(run, offer, known);
}

function listOffer(run: Run, offer: Offer, known: KnownOffer | undefined): void {
  const baseline = isBaseline(run, offer.scope);
  if (!baseline && !confirmed(run, { kind: 'listed', subject: offer.key, candidate: offer.state }))
    return;
  const flags = baseline ? [] : listedFlags(run, offer, known !== undefined);
  const before = known?.offer.state ?? null;
  push(run, { kind: 'listed', flags, offer, before, after: offer.state, baseline });
}

function listedFlags(run: Run, offer: Offer, returned: boolean): Flag[] {
  const { regions, accelerators, hardware } = run.before;
  const region = regionKey(offer.stack, offer.region);
  const flags: Flag[] = [];
  if (region !== null && !regions.has(region)) flags.push('region.new');
  if (!accelerators.has(offer.accelerator)) flags.push('accelerator.new');
  if (!hardware.has(offer.accelerator)) flags.push('hardware.new');
  if (returned) flags.push('back');
  return flags;
}

function compareState(run: Run, known: KnownOffer, offer: Offer): void {
  let state = comparePrice(run, known, offer);
  state = compareAvailability(run, offer, state);
  if (state.quantity !== offer.state.quantity) {
    const after = { ...state, quantity: offer.state.quantity };
    push(run, { kind: 'quantity', flags: [], offer, before: state, after });
    state = after;
  }
  if (state === known.offer.state && described(known.offer) !== described(offer)) {
    run.redescribed.push({ ...offer, state });
  }
}

/** Sorted, because the order in which facts were put together says nothing. */
const described = ({ state: _, ...facts }: Offer): string =>
  JSON.stringify(Object.entries(facts).sort());

function comparePrice(run: Run, known: KnownOffer, offer: Offer): OfferState {
  const before = known.offer.state;
  const [was, is] = [before.price, offer.state.price];
  if (was?.micros === is?.micros && was?.currency === is?.currency) return before;
  const ratio = priceRatio(was, is);
  const leaps = ratio !== null && (ratio < 0.5 || ratio > 2 || run.crawl.held.has(offer.key));
  const near = (first: OfferState) => {
    const again = priceRatio(first.price, is);
    return again !== null && again >= 0.5 && again <= 2;
  };
  if (leaps && !confirmed(run, { kind: 'price', subject: offer.key, candidate: offer.state }, near))
    return before;
  const after = { ...before, price: is };
  const changePercent = ratio === null ? null : Math.round((ratio - 1) * 1e6) / 1e4;
  push(run, { kind: 'price', flags: priceFlags(ratio), offer, before, after, changePercent });
  return after;
}

function priceFlags(ratio: number | null): Flag[] {
  if (ratio === null) return [];
  return [ratio < 1 ? 'price.drop' : 'price.rise'];
}

/** After by before in one currency; null where either price is unknown or the currency switched. */
function priceRatio(was: Money | null, is: Money | null): number | null {
  return was && is && was.currency === is.currency ? is.micros / was.micros : null;
}

function compareAvailability(run: Run, offer: Offer, before: OfferState): OfferState {
  const is = offer.state.availability;
  if (before.availability === is) return before;
  const same = (first: OfferState) => first.availability === is;
  if (!confirmed(run, { kind: 'availability', subject: offer.key, candidate: offer.state }, same))
    return before;
  const after = { ...before, availability: is };
  const flags = availabilityFlags(before.availability, is);
  push(run, { kind: 'availability', flags, offer, before, after });
  return after;
}

function availabilityFlags(was: string, is: string): Flag[] {
  if (is === 'sold-out') return ['sold-out'];
  return was === 'sold-out' && (is === 'available' || is === 'limited') ? ['back'] : [];
}

function missOffer(run: Run, known: KnownOffer): void {
  const { offer, listed } = known;
  if (!listed || within(offer.scope, run.crawl.missing)) return;
  if (run.crawl.source.absentMeans === 'withdrawn') {
    if (!confirmed(run, { kind: 'absent', subject: offer.key, candidate: null })) return;
    push(run, { kind: 'withdrawn', flags: ['withdrawn'], offer, before: offer.state, after: null });
  } else if (offer.state.availability !== 'sold-out') {
    if (!confirmed(run, { kind: 'absent', subject: offer.key, candidate: null })) return;
    const after = { ...offer.state, availability: 'sold-out' as const, quantity: null };
    push(run, { kind: 'availability', flags: ['sold-out'], offer, before: offer.state, after });
  } else if (run.crawl.at - known.changedAt >= SOLD_OUT_FOR_EVER_MS) {
    push(run, { kind: 'withdrawn', flags: [], offer, before: offer.state, after: null });
  }
}

function comparePlace(run: Run, place: Place): void {
  const key = placeKey(place);
  if (run.before.places.has(key)) return;
  const baseline = isBaseline(run, place.scope);
  if (!baseline && !confirmed(run, { kind: 'place', subject: key, candidate: null })) return;
  const region = regionKey(place.stack, place.region);
  const isNew = !baseline && region !== null && !run.before.regions.has(region);
  run.places.push(place);
  push(run, {
    kind: 'place',
    flags: isNew ? ['region.new'] : [],
    subject: place.region,
    detail: `${place.product} is offered in ${place.region}${place.words === null ? '' : ` (${place.words})`}`,
    baseline,
  });
}

function compareName(run: Run, name: string, detail: string): void {
  if (run.before.hardware.has(name)) return;
  const { baseline } = run.before;
  if (!baseline && !confirmed(run, { kind: 'hardware', subject: name, candidate: null })) return;
  push(run, {
    kind: 'hardware',
    flags: baseline ? [] : ['hardware.new'],
    subject: name,
    detail,
    baseline,
  });
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

function push(run: Run, change: Pick<Change, 'kind' | 'flags'> & Partial<Change>): void {
  run.changes.push({ ...NOTHING, ...change });
}
