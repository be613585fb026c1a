import { and, asc, inArray, lt } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { crawls, offers, versions } from '../../db/schema.ts';
import { PRICED_TIERS } from '../domain/words.ts';
import { filterConditions } from './conditions.ts';
import { best, isEligible, PRICED_BILLING, pricesBy } from './eligible.ts';
import { gapsOf, type IntervalOf, type Period } from './gaps.ts';
import type { HistoryQuestion } from './history-question.ts';
import { lastReads } from './last-read.ts';
import { grouped } from './offer-groups.ts';
import { ratesAt } from './rates.ts';
import { lowest, median } from './statistics.ts';

/** Prices of one accelerator-hour in one currency, at the end of a day. */
export interface DayPrices {
  readonly currency: string;
  readonly floor: number | null;
  /** Null of fewer than three: no signal. */
  readonly median: number | null;
  readonly offers: number;
}

export interface ChipDay {
  /** `2026-11-24`, UTC. */
  readonly day: string;
  /** In the asked currency, and each other one for which no rate of that day is known. */
  readonly prices: readonly DayPrices[];
  /** Whether a source that ever listed it was read: no price of such a day is none to be had. */
  readonly isRead: boolean;
  readonly ratesOf: string | null;
}

const DAY = 86_400_000;

type Version = typeof versions.$inferSelect;
/** An offer with the state it has at the moment. */
interface Live {
  readonly offer: OfferRow;
  readonly version: Version;
}

/**
 * Floor, median and number of the offers on demand by day, of those that could be had and of no
 * market twice. A source that was not read that day counts nothing, rather than what it last said.
 */
export async function chipHistory(
  db: Database,
  question: HistoryQuestion,
  intervalOf: IntervalOf,
): Promise<readonly ChipDay[]> {
  const wanted = wantedOffers(db, question);
  const nights = [...nightsOf(db, question, wanted, intervalOf)];
  return nights.map((night) => dayOf(db, wanted.offers, night, question.currency));
}

/** The past of offers that share a name. */
export interface NamedHistory {
  readonly name: string;
  readonly offers: readonly [OfferRow, ...OfferRow[]];
  readonly days: readonly ChipDay[];
}

/** The same for each group of offers that share a name, over the same days. */
export async function historyBy(
  db: Database,
  question: HistoryQuestion,
  intervalOf: IntervalOf,
  nameOf: (offer: OfferRow) => string | null,
): Promise<readonly NamedHistory[]> {
  const wanted = wantedOffers(db, question);
  const names = new Map(wanted.offers.map((offer) => [offer.id, nameOf(offer)]));
  const nameById = ({ id }: OfferRow) => names.get(id) ?? null;
  const nights = [...nightsOf(db, question, wanted, intervalOf)].map((night) => ({
    ...night,
    byName: new Map(grouped(night.live, ({ offer }) => nameById(offer))),
  }));
  return grouped(wanted.offers, nameById).map(([name, own]) => ({
    ...{ name, offers: own },
    days: nights.map(({ byName, ...night }) =>
      dayOf(db, own, { ...night, live: byName.get(name) ?? [] }, question.currency),
    ),
  }));
}

interface Wanted {
  readonly conditions: Parameters<typeof and>;
  readonly offers: readonly OfferRow[];
}

/** What is asked of: on demand, in tiers that have prices of their own, unless the question says more. */
function wantedOffers(db: Database, question: HistoryQuestion): Wanted {
  const conditions = filterConditions(db, {
    ...question,
    billing: question.billing ?? PRICED_BILLING,
    tier: question.tier ?? [...PRICED_TIERS],
  }).map((each) => each.sql);
  const known = db.orm
    .select()
    .from(offers)
    .where(and(...conditions));
  return { conditions, offers: known.all() };
}

/** A day when it ends. */
interface Night {
  readonly end: number;
  /** What could be had, of the sources that were read. */
  readonly live: readonly Live[];
  readonly isRead: (offer: OfferRow) => boolean;
}

function* nightsOf(
  db: Database,
  { since, until }: HistoryQuestion,
  { conditions, offers }: Wanted,
  intervalOf: IntervalOf,
): Generator<Night> {
  const byId = new Map(offers.map((offer) => [offer.id, offer]));
  const log = versionsOf(db, conditions, until);
  // What a silence before the window means for its first day is known only from before it.
  const isRead = readers(db, { from: since - DAY, to: until }, intervalOf);
  const live = new Map<number, Live>();
  let next = 0;
  // Before the first crawl there is nothing to tell, however long ago is asked for.
  for (const end of dayEnds(Math.max(since, firstCrawl(db) ?? until), until)) {
    for (let version = log[next]; version !== undefined && version.at < end; version = log[next]) {
      const offer = byId.get(version.offer);
      if (offer !== undefined) live.set(version.offer, { offer, version });
      next += 1;
    }
    const eligible = [...live.values()].filter(
      (each) => isEligible(each.version) && isRead(each.offer, end),
    );
    yield { end, live: eligible, isRead: (offer) => isRead(offer, end) };
  }
}

function versionsOf({ orm }: Database, wanted: Parameters<typeof and>, until: number) {
  const ids = orm
    .select({ id: offers.id })
    .from(offers)
    .where(and(...wanted));
  return orm
    .select()
    .from(versions)
    .where(and(inArray(versions.offer, ids), lt(versions.at, until)))
    .orderBy(asc(versions.at))
    .all();
}

function firstCrawl({ orm }: Database): number | null {
  const first = orm.select({ at: crawls.finishedAt }).from(crawls).orderBy(asc(crawls.id)).limit(1);
  return first.get()?.at ?? null;
}

/** The end of each UTC day in the window; the last one ends when the window does. */
function* dayEnds(since: number, until: number): Generator<number> {
  for (let end = (Math.floor(since / DAY) + 1) * DAY; end < until; end += DAY) yield end;
  if (until > since) yield until;
}

/** Whether a source was read on the day that ends then, or is not overdue: each is asked for its gaps once. */
function readers(db: Database, window: Period, intervalOf: IntervalOf) {
  const known = new Map<string, readonly Period[]>();
  return ({ source, scope }: OfferRow, at: number): boolean => {
    const name = `${source} ${scope}`;
    const gaps = known.get(name) ?? gapsOf(db, { source, scope }, window, intervalOf(source));
    known.set(name, gaps);
    return !gaps.some(({ from, to }) => at > from + DAY && at <= to);
  };
}

function dayOf(
  db: Database,
  known: readonly OfferRow[],
  { end, live, isRead }: Night,
  currency: string,
): ChipDay {
  const rates = ratesAt(db, end - 1);
  const rows = live.map(({ offer, version }) => ({
    ...offer,
    price: toMoney(version.price, version.currency),
  }));
  const reads = once(() => lastReads(db, end - 1));
  const prices = [...pricesBy(best(rows, reads), currency, rates)].map(([code, amounts]) => ({
    currency: code,
    floor: lowest(amounts),
    median: median(amounts),
    offers: amounts.length,
  }));
  return {
    day: new Date(end - 1).toISOString().slice(0, 10),
    prices: prices.sort((one, other) => order(one.currency, other.currency, currency)),
    isRead: known.some(isRead),
    ratesOf: rates?.date ?? null,
  };
}

/** Asked only where it matters, and then once: few markets have two sources of equal evidence. */
function once<T>(ask: () => T): () => T {
  let answer: { readonly value: T } | null = null;
  return () => {
    answer ??= { value: ask() };
    return answer.value;
  };
}

/** The asked currency first. */
function order(one: string, other: string, first: string): number {
  return Number(other === first) - Number(one === first) || one.localeCompare(other);
}
