import type { Flag } from './change.ts';
import { confirmed, isBaseline, push, type Run } from './diff-run.ts';
import type { Money } from './money.ts';
import type { Offer, OfferState } from './offer.ts';
import { type KnownOffer, regionKey } from './source-state.ts';

/** Compares an offer that was seen with what is known of it. */
export function compareOffer(run: Run, offer: Offer): void {
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
  if (state === known.offer.state && !describedAlike(known.offer, offer)) {
    run.redescribed.push({ ...offer, state });
  }
}

/** Whether all facts but the state are the same; each is a text, a number or null. */
function describedAlike(one: Offer, other: Offer): boolean {
  const facts: Readonly<Record<string, unknown>> = { ...other };
  return Object.entries(one).every(([name, value]) => name === 'state' || facts[name] === value);
}

/** Beyond these a price must be seen twice; beyond the second ones, half an hour apart. */
export const LEAP = [0.5, 2] as const;
const WILD = [0.2, 5] as const;
const WILD_AFTER_MS = 30 * 60_000;

function comparePrice(run: Run, known: KnownOffer, offer: Offer): OfferState {
  const before = known.offer.state;
  const [was, is] = [before.price, offer.state.price];
  if (was?.micros === is?.micros && was?.currency === is?.currency) return before;
  const ratio = priceRatio(was, is);
  if (ratio !== null && !maybeNews(run, offer, ratio)) return before;
  const after = { ...before, price: is };
  const changePercent = ratio === null ? null : percentOf(ratio);
  push(run, { kind: 'price', flags: priceFlags(ratio), offer, before, after, changePercent });
  return after;
}

/** How far a price went, in percent to four places. */
export function percentOf(ratio: number): number {
  return Math.round((ratio - 1) * 1e6) / 1e4;
}

function maybeNews(run: Run, offer: Offer, ratio: number): boolean {
  if (isWithin(ratio, LEAP) && !run.crawl.held.has(offer.key)) return true;
  const agrees = (first: OfferState) => {
    const again = priceRatio(first.price, offer.state.price);
    return again !== null && isWithin(again, LEAP);
  };
  const afterMs = isWithin(ratio, WILD) ? 0 : WILD_AFTER_MS;
  const difference = { kind: 'price', subject: offer.key, candidate: offer.state } as const;
  return confirmed(run, difference, { agrees, afterMs });
}

export function isWithin(ratio: number, [low, high]: readonly [number, number]): boolean {
  return ratio >= low && ratio <= high;
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
  const agrees = (first: OfferState) => first.availability === is;
  const difference = { kind: 'availability', subject: offer.key, candidate: offer.state } as const;
  if (!confirmed(run, difference, { agrees })) return before;
  const after = { ...before, availability: is };
  const flags = availabilityFlags(before.availability, is);
  push(run, { kind: 'availability', flags, offer, before, after });
  return after;
}

/** What a move from one availability to another is called. */
export function availabilityFlags(was: string, is: string): Flag[] {
  if (is === was) return [];
  if (is === 'sold-out') return ['sold-out'];
  return was === 'sold-out' && (is === 'available' || is === 'limited') ? ['back'] : [];
}
