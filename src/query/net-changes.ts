import { and, desc, eq, isNotNull, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import type { OfferRow } from '../../db/rows.ts';
import { changes, offers } from '../../db/schema.ts';
import { type ChangeKind, Flag } from '../domain/change.ts';
import { availabilityFlags } from '../domain/diff-offers.ts';
import { type OfferState, sameState } from '../domain/offer.ts';
import type { ChangeQuestion } from './change-question.ts';
import { afterOf, beforeOf, type ChangeRow, type FoundChange, toFound } from './change-rows.ts';
import type { Condition } from './conditions.ts';

/** The first and the last change of an offer in the window, and the flags of all between. */
interface Span {
  readonly first: ChangeRow;
  readonly last: ChangeRow;
  readonly offer: OfferRow;
  readonly changes: number;
  readonly raised: string;
}

/** What became of each offer in the window, newest first; one that is as it was is left out. */
export function netChanges(
  db: Database,
  conditions: readonly Condition[],
  { kind, flag }: ChangeQuestion,
): readonly FoundChange[] {
  return spans(db, conditions)
    .flatMap(toNet)
    .filter(
      (change) =>
        (kind === undefined || kind.includes(change.kind)) &&
        (flag === undefined || change.flags.some((each) => flag.includes(each))),
    );
}

function spans({ orm }: Database, conditions: readonly Condition[]): readonly Span[] {
  const span = orm
    .select({
      first: sql<number>`min(${changes.id})`.as('first_id'),
      last: sql<number>`max(${changes.id})`.as('last_id'),
      n: sql<number>`count(*)`.as('n'),
      raised: sql<string>`json_group_array(json(${changes.flags}))`.as('raised'),
    })
    .from(changes)
    .innerJoin(offers, eq(offers.id, changes.offer))
    .where(and(isNotNull(changes.offer), ...conditions.map((each) => each.sql)))
    .groupBy(changes.offer)
    .as('span');
  const [first, last] = [alias(changes, 'first'), alias(changes, 'last')];
  return orm
    .select({ first, last, offer: offers, changes: span.n, raised: span.raised })
    .from(span)
    .innerJoin(first, eq(first.id, span.first))
    .innerJoin(last, eq(last.id, span.last))
    .innerJoin(offers, eq(offers.id, last.offer))
    .orderBy(desc(last.id))
    .all();
}

const Raised = z.array(z.array(Flag));

function toNet({ first, last, offer, changes: count, raised }: Span): readonly FoundChange[] {
  const [before, after] = [beforeOf(first), afterOf(last)];
  const kind = kindOf(before, after);
  if (kind === null) return [];
  const changePercent = percentOf(before, after);
  const told = new Set(Raised.parse(JSON.parse(raised)).flat());
  const flags = flagsOf(before, after, changePercent).filter((flag) => told.has(flag));
  const net = { changes: count, since: first.at };
  return [{ ...toFound(last, offer), kind, flags, before, after, changePercent, net }];
}

/** What weighs most of what is different; null where nothing is. */
function kindOf(before: OfferState | null, after: OfferState | null): ChangeKind | null {
  if (before === null) return after === null ? null : 'listed';
  if (after === null) return 'withdrawn';
  if (sameState(before, after)) return null;
  const { price } = before;
  if (price?.micros !== after.price?.micros || price?.currency !== after.price?.currency) {
    return 'price';
  }
  return before.availability === after.availability ? 'quantity' : 'availability';
}

/** Percent of the native price; null where one is missing or the currency is another. */
function percentOf(before: OfferState | null, after: OfferState | null): number | null {
  const [was, is] = [before?.price, after?.price];
  if (!was || !is || was.currency !== is.currency || was.micros === is.micros) return null;
  return Math.round((is.micros / was.micros - 1) * 1e6) / 1e4;
}

/** The flags that the whole of it would carry; those never raised meanwhile are not raised now. */
function flagsOf(
  before: OfferState | null,
  after: OfferState | null,
  changePercent: number | null,
): readonly Flag[] {
  if (before === null) return ['region.new', 'accelerator.new', 'hardware.new', 'back'];
  if (after === null) return ['withdrawn'];
  const price: readonly Flag[] = changePercent === null ? [] : [priceFlag(changePercent)];
  return [...price, ...availabilityFlags(before.availability, after.availability)];
}

const priceFlag = (percent: number): Flag => (percent < 0 ? 'price.drop' : 'price.rise');
