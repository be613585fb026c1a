import { and } from 'drizzle-orm';
import { z } from 'zod';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { offers, versions } from '../../db/schema.ts';
import { Currency, type Money } from '../domain/money.ts';
import { PRICED_TIERS } from '../domain/words.ts';
import { filterConditions, type OfferFilters } from './conditions.ts';
import { best, isEligible, OTHER_MARKETS, PRICED_BILLING, pricesBy } from './eligible.ts';
import type { Freshness } from './freshness.ts';
import { FILTER_PARAMS, read, Since, timeOf } from './question.ts';
import type { Params } from './question-error.ts';
import { type Relation, versionAt } from './relation.ts';
import { lowest, median } from './statistics.ts';

const GROUP_PARAMS = {
  ...FILTER_PARAMS,
  currency: z.string().toUpperCase().pipe(Currency),
  'new-since': Since,
} as const;

export const GroupParams = z.strictObject(GROUP_PARAMS).partial();

/** The parameters of a question about accelerators, providers or regions. */
export const GROUP_PARAM_NAMES: readonly string[] = Object.keys(GROUP_PARAMS);

/** Which offers are summed up, and how. */
export interface GroupQuestion extends OfferFilters {
  readonly currency: string;
  /** Only what was first seen since, milliseconds UTC. */
  readonly newSince?: number | undefined;
}

/** Reads a question about accelerators, providers or regions. Throws a `QuestionError`. */
export function groupQuestion(params: Params, now: number): GroupQuestion {
  const {
    'outside-china': outsideChina,
    'new-since': newSince,
    currency,
    ...filters
  } = read(GroupParams, params);
  return {
    ...filters,
    outsideChina,
    currency: currency ?? 'USD',
    newSince: newSince && timeOf(newSince, now),
  };
}

/** An offer with its price as money. */
export type GroupedOffer = Omit<OfferRow, 'price'> & { readonly price: Money | null };

/** The listed offers of a question, now or as of the relation's time; of no market twice. */
export function listedOffers(
  { db, asOf, state, listed, lastReads }: Relation,
  question: OfferFilters,
): readonly GroupedOffer[] {
  const query = db.orm
    .select({
      row: offers,
      price: state.price,
      currency: state.currency,
      availability: state.availability,
    })
    .from(offers)
    .$dynamic();
  const rows = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(and(listed, ...filterConditions(db, question).map((each) => each.sql)))
    .all();
  return best(
    rows.map(({ row, price, currency, availability }) => ({
      ...{ ...row, listed: true, currency, availability },
      price: toMoney(price, currency),
    })),
    () => lastReads,
  );
}

/** Prices of one accelerator-hour in one currency. */
export interface GroupPrices {
  readonly currency: string;
  readonly floor: number;
  /** Whose price the floor is. */
  readonly offer: GroupedOffer;
  /** Null of fewer than three: no signal. */
  readonly median: number | null;
  readonly offers: number;
}

/** Floor and median of what can be had: in the asked currency first, without a rate in others too. */
export function pricesOf(
  rows: readonly GroupedOffer[],
  { currency, rates }: Pick<Relation, 'currency' | 'rates'>,
  billing: 'on-demand' | 'spot',
): readonly GroupPrices[] {
  const eligible = rows.filter((row) => isPriced(row, billing));
  const amounts = pricesBy(eligible, currency, rates);
  const found = [...amounts].flatMap(([code, values]): GroupPrices[] => {
    const floor = lowest(values);
    const offer = eligible.find((row) => pricesBy([row], currency, rates).get(code)?.[0] === floor);
    if (floor === null || offer === undefined) return [];
    return [{ currency: code, floor, offer, median: median(values), offers: values.length }];
  });
  return found.sort(
    (one, other) => Number(other.currency === currency) - Number(one.currency === currency),
  );
}

/** Whether it has a price of that billing that somebody can pay; community, brokers and quotas by the month are other markets. */
export function isPriced(row: GroupedOffer, billing: 'on-demand' | 'spot'): boolean {
  const price = row.price?.micros ?? null;
  if (!isEligible({ ...row, price })) return false;
  if (billing === 'spot') return row.billing === 'spot' && !OTHER_MARKETS.includes(row.tier);
  return PRICED_BILLING.includes(row.billing) && PRICED_TIERS.includes(row.tier);
}

/** When what a source holds was last read well, milliseconds UTC; null where it never was. */
export interface SourceRead {
  readonly source: string;
  readonly seenAt: number | null;
}

/** What a group of offers comes to. */
export interface Tally {
  readonly offers: number;
  /** Said to be available or limited. */
  readonly inStock: number;
  readonly providers: readonly string[];
  /** Provider and region; without those that name none. */
  readonly regions: number;
  readonly accelerators: readonly string[];
  readonly stacks: readonly string[];
  readonly firstSeenAt: number;
  /** The oldest of the last good crawls that read them; null where one of them was never read. */
  readonly seenAt: number | null;
  /** The reads that the group rests on, each once. */
  readonly reads: readonly SourceRead[];
}

export function tallyOf(rows: readonly GroupedOffer[], seen: Freshness): Tally {
  const reads = rows.map(({ source, scope }) => ({ source, seenAt: seen.seenAt(source, scope) }));
  const seenAt = reads.map((read) => read.seenAt);
  return {
    offers: rows.length,
    inStock: rows.filter(({ availability }) => IN_STOCK.includes(availability)).length,
    providers: distinct(rows.map(({ provider }) => provider)),
    regions: distinct(rows.flatMap((row) => (row.region === null ? [] : [placeOf(row)]))).length,
    accelerators: distinct(rows.map(({ accelerator }) => accelerator)),
    stacks: distinct(rows.flatMap(({ stack }) => stack ?? [])),
    firstSeenAt: rows.reduce((first, row) => Math.min(first, row.firstSeenAt), Infinity),
    seenAt: seenAt.includes(null) ? null : lowest(seenAt.filter((at) => at !== null)),
    reads: [...new Map(reads.map((read) => [`${read.source} ${read.seenAt}`, read])).values()],
  };
}

const IN_STOCK: readonly string[] = ['available', 'limited'];

const placeOf = ({ provider, region }: GroupedOffer): string => `${provider}/${region}`;

const distinct = (words: readonly string[]): readonly string[] => [...new Set(words)].sort();

/** The rows by a name, in the order of the names. */
export function grouped<T>(
  rows: readonly T[],
  name: (row: T) => string | null,
): readonly (readonly [string, readonly [T, ...T[]]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const row of rows) {
    const key = name(row);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups].sort(([one], [other]) => one.localeCompare(other));
}
