import { and, inArray, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { offers, versions } from '../../db/schema.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { converted, type Rates } from '../domain/rates.ts';
import { Jurisdiction } from '../domain/words.ts';
import { bestPer, groupSort, groupsOf, type OfferGroup } from './best-per.ts';
import {
  answers,
  type Condition,
  filterConditions,
  OUTSIDE_CHINA,
  present,
  stateConditions,
} from './conditions.ts';
import { type Freshness, freshness, seenSince } from './freshness.ts';
import { begin, cursorAfter, keysOf, orderByKeys, orderingOf } from './order.ts';
import type { OfferQuestion } from './question.ts';
import { type Relation, relationOf, versionAt } from './relation.ts';
import { upTo } from './up-to.ts';

/** An offer with what a reader needs to trust it. */
export interface FoundOffer {
  /** Its state is that of the asked time. */
  readonly row: OfferRow;
  readonly acceleratorName: string;
  /** Native price of one whole accelerator for an hour, or null. */
  readonly perAccelerator: number | null;
  /** The same in the asked currency; null without a price or a rate. */
  readonly converted: number | null;
  /** Milliseconds UTC of the last good crawl that read it. */
  readonly seenAt: number | null;
}

export interface OfferAnswer {
  readonly offers: readonly FoundOffer[];
  /** How many there are, on this page and all others. */
  readonly total: number;
  /** How many match: more than there are, where only the best of each group is. */
  readonly matching: number;
  /** Where groups are asked for: each with its count, in the order of the offers. */
  readonly groups: readonly OfferGroup[];
  /** Begins the next page, or null where this is the last. */
  readonly next: string | null;
  /** Matching offers that another source of the provider tells of with better evidence. */
  readonly witnesses: number;
  /** What `outside-china` left out, by jurisdiction. */
  readonly leftOut: Readonly<Partial<Record<Jurisdiction, number>>>;
  /** For an empty answer: how many there would be without each filter. */
  readonly without: readonly { readonly filter: string; readonly offers: number }[];
  /** The currency that prices were compared in, and the rates of which day. */
  readonly currency: string;
  readonly rates: Rates | null;
}

/** A question about offers, ready to be asked. */
export interface AskedOffers {
  readonly relation: Relation;
  readonly conditions: readonly Condition[];
}

/** The offers a question is about, as a relation and its conditions. */
export function askOffers(db: Database, question: OfferQuestion, now: number): AskedOffers {
  const relation = relationOf(db, question, now);
  const { fresh, asOf } = question;
  const since = fresh === undefined ? undefined : (asOf ?? now) - fresh;
  const conditions = [
    ...filterConditions(db, question),
    ...stateConditions(question, relation.priced),
    ...present([['fresh', since === undefined ? undefined : seenSince(db, since, asOf)]]),
  ];
  return { relation, conditions };
}

/** What can be had, now or as of a time, as far as the accepted crawls tell. */
export async function findOffers(
  db: Database,
  question: OfferQuestion,
  now: number,
): Promise<OfferAnswer> {
  const asked = askOffers(db, question, now);
  const { relation, conditions } = asked;
  const { currency, rates } = relation;
  const { total: matching, witnesses } = counted(relation, conditions);
  const wanted = and(whole(relation, conditions), answers(relation));
  const best = question.bestPer && bestPer(relation, question.bestPer, wanted);
  const told = best ?? wanted;
  const total = best === undefined ? matching : countOf(relation, told);
  return {
    ...pageOf(relation, told, question),
    ...{ total, matching, witnesses, currency, rates },
    groups: question.groupBy ? groupsOf(relation, question.groupBy, told) : [],
    leftOut: question.outsideChina ? leftOut(asked) : {},
    without: total > 0 ? [] : without(asked),
  };
}

/** Joins the versions where the question is about the past. */
function from({ db: { orm }, asOf, state }: Relation) {
  const columns = {
    row: offers,
    state: {
      price: state.price,
      currency: state.currency,
      availability: state.availability,
      quantity: state.quantity,
    },
  };
  const query = (keys: Record<string, SQL<string | number>>) =>
    orm
      .select({ keys, ...columns })
      .from(offers)
      .$dynamic();
  return (keys: Record<string, SQL<string | number>>) =>
    asOf === undefined ? query(keys) : query(keys).innerJoin(versions, versionAt(asOf));
}

function whole(relation: Relation, conditions: readonly Condition[]): SQL | undefined {
  return and(relation.listed, ...conditions.map((each) => each.sql));
}

function pageOf(
  relation: Relation,
  told: SQL | undefined,
  question: OfferQuestion,
): Pick<OfferAnswer, 'offers' | 'next'> {
  const { groupBy, limit, cursor } = question;
  const sort = groupBy ? groupSort(groupBy, question.sort) : question.sort;
  const orderings = orderingOf(sort, relation.priced);
  const rest = and(told, begin(cursor, orderings));
  const rows = from(relation)(keysOf(orderings))
    .where(and(rest, upTo({ limit, sort }, relation, rest)))
    .orderBy(...orderByKeys(orderings))
    .limit(limit === undefined ? -1 : limit + 1)
    .all();
  const shown = limit === undefined ? rows : rows.slice(0, limit);
  const last = shown.length < rows.length ? shown.at(-1) : undefined;
  const seen = freshness(relation.db, relation.asOf);
  return {
    offers: shown.map(({ row, state }) => foundOffer({ ...row, ...state }, relation, seen)),
    next: last === undefined ? null : cursorAfter(Object.values(last.keys)),
  };
}

/** An offer with what a reader needs, priced in the currency of the relation. */
export function foundOffer(
  row: OfferRow,
  { currency, rates }: Pick<Relation, 'currency' | 'rates'>,
  seen: Freshness,
): FoundOffer {
  const price = toMoney(row.price, row.currency);
  const chips = row.count * row.fraction;
  const amount = price && converted(price, currency, rates);
  return {
    row,
    acceleratorName: nameOf(row.accelerator),
    perAccelerator: price && price.micros / 1e6 / chips,
    converted: amount && amount / chips,
    seenAt: seen.seenAt(row.source, row.scope),
  };
}

/** The catalogue's name for people; the id itself where an older database knows more than we do. */
export function nameOf(accelerator: string): string {
  return acceleratorById(accelerator)?.name ?? accelerator;
}

/** How many offers meet all conditions, and how many of them are witnesses only. */
function counted(relation: Relation, conditions: readonly Condition[]) {
  const { db, asOf } = relation;
  const columns = {
    all: sql<number>`count(*)`,
    total: sql<number>`count(*) filter (where ${answers(relation)})`,
  };
  const query = db.orm.select(columns).from(offers).$dynamic();
  const row = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(whole(relation, conditions))
    .get();
  if (row === undefined) throw new Error('expected a count, found no row');
  return { total: row.total, witnesses: row.all - row.total };
}

function countOf({ db, asOf }: Relation, told: SQL | undefined): number {
  const query = db.orm.select({ n: sql<number>`count(*)` }).from(offers).$dynamic();
  const row = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(told)
    .get();
  if (row === undefined) throw new Error('expected a count, found no row');
  return row.n;
}

const INSIDE_OR_UNKNOWN = Jurisdiction.exclude(['outside-china']).options;

function leftOut({ relation, conditions }: AskedOffers) {
  const { db, asOf } = relation;
  const others = conditions.filter(({ parameter }) => parameter !== OUTSIDE_CHINA);
  const query = db.orm
    .select({ jurisdiction: offers.jurisdiction, n: sql<number>`count(*)` })
    .from(offers)
    .$dynamic();
  const rows = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
    .where(
      and(
        whole(relation, others),
        answers(relation),
        inArray(offers.jurisdiction, INSIDE_OR_UNKNOWN),
      ),
    )
    .groupBy(offers.jurisdiction)
    .all();
  return Object.fromEntries(rows.map(({ jurisdiction, n }) => [jurisdiction, n]));
}

function without({ relation, conditions }: AskedOffers): OfferAnswer['without'] {
  return conditions.map(({ parameter }) => {
    const others = conditions.filter((other) => other.parameter !== parameter);
    return { filter: parameter, offers: counted(relation, others).total };
  });
}
