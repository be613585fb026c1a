import type { Change } from './change.ts';
import type { Crawl } from './diff.ts';
import { availabilityFlags } from './diff-offers.ts';
import { push, type Run } from './diff-run.ts';
import type { Offer, OfferState } from './offer.ts';
import { type KnownOffer, type SourceState, type Unrest, within } from './source-state.ts';

/** An offer flaps that turned in this share of so many crawls, until it turned in fewer than that. */
const CRAWLS = 21;
const FLAPS_FROM = 0.2;
const RESTS_UNDER = 0.05;

/** Who does not rest, and who began or ended to flap with this crawl. */
export interface Calm {
  readonly restless: ReadonlyMap<string, Unrest>;
  readonly began: readonly KnownOffer[];
  readonly ended: readonly (readonly [KnownOffer, Unrest])[];
}

const RESTING: Unrest = { flips: 0, told: null };

/**
 * Counts how often each offer's availability was another than the crawl before, confirmed or not:
 * one that turns with every crawl is never confirmed, one that turns with every other is no news.
 */
export function calm(before: SourceState, crawl: Crawl, excused: ReadonlySet<string>): Calm {
  const lastSeen = lastSeenIn(before, crawl);
  const nowSeen = new Map(crawl.seen.offers.map(({ key, state }) => [key, state.availability]));
  const isHidden = ({ offer }: KnownOffer) =>
    before.baseline ||
    within(offer.scope, crawl.missing) ||
    excused.has(offer.key) ||
    (crawl.isPart && !nowSeen.has(offer.key));
  const moves = [...before.offers.values()].map((known) => {
    const past = before.restless.get(known.offer.key) ?? RESTING;
    if (isHidden(known)) return { known, past, now: past };
    const turned = lastSeen(known) !== (nowSeen.get(known.offer.key) ?? absentAs(crawl));
    return { known, past, now: moveOn(past, turned, known.offer) };
  });
  const restless = moves.filter(({ now }) => now.flips > 0 || now.told !== null);
  const began = moves.filter(({ past, now }) => past.told === null && now.told !== null);
  const ended = moves.filter(({ past, now }) => past.told !== null && now.told === null);
  return {
    restless: new Map(restless.map(({ known, now }) => [known.offer.key, now])),
    began: began.map(({ known }) => known),
    ended: ended.map(({ known, past }) => [known, past]),
  };
}

/** Keys of the offers that flap. */
export function flapping({ restless }: Pick<Calm, 'restless'>): ReadonlySet<string> {
  return new Set([...restless].flatMap(([key, { told }]) => (told === null ? [] : [key])));
}

const absentAs = ({ source }: Crawl) => (source.absentMeans === 'sold-out' ? 'sold-out' : 'absent');

/** What the crawl before saw, whether it was accepted or waits. */
function lastSeenIn({ pending }: SourceState, crawl: Crawl) {
  return ({ offer, listed }: KnownOffer): string => {
    if (pending.has(`absent ${offer.key}`)) return absentAs(crawl);
    const waiting = pending.get(`availability ${offer.key}`) ?? pending.get(`listed ${offer.key}`);
    if (waiting?.candidate) return waiting.candidate.availability;
    return listed ? offer.state.availability : absentAs(crawl);
  };
}

function moveOn({ flips, told }: Unrest, turned: boolean, { state }: Offer): Unrest {
  const now = (flips * 2 + (turned ? 1 : 0)) % 2 ** CRAWLS;
  const share = [...now.toString(2)].filter((bit) => bit === '1').length / CRAWLS;
  if (told !== null) return { flips: now, told: share < RESTS_UNDER ? null : told };
  return { flips: now, told: share >= FLAPS_FROM ? state.availability : null };
}

/** Marks who began to flap, and tells where those stand who rest again. */
export function tellCalm(run: Run, { began, ended }: Calm): void {
  for (const known of began) {
    record(run, known, { detail: 'it flaps: its availability is not told until it rests' });
  }
  for (const [known, { told }] of ended) {
    const { listed, state } = standing(run, known);
    if (told === null) continue;
    const flags = listed ? availabilityFlags(told, state.availability) : [];
    record(run, known, { flags, detail: `it rests again, last told as ${told}` });
  }
}

/** A line in the log that leaves the offer where it stands. */
function record(run: Run, known: KnownOffer, more: Partial<Change>): void {
  const { listed, state } = standing(run, known);
  const kind = listed ? 'availability' : 'withdrawn';
  // What is withdrawn stays so: it had no state that this line could end.
  const now = listed ? state : null;
  push(run, { kind, flags: [], offer: known.offer, before: now, after: now, ...more });
}

/** Where the changes of this crawl left an offer. */
function standing(
  { changes }: Run,
  { offer, listed }: KnownOffer,
): { readonly listed: boolean; readonly state: OfferState } {
  const last = changes.findLast((change) => change.offer?.key === offer.key);
  if (last === undefined) return { listed, state: offer.state };
  return { listed: last.kind !== 'withdrawn', state: last.after ?? last.before ?? offer.state };
}
