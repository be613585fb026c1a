import { and, desc, eq, gte, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { changes, offers } from '../../db/schema.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { Flag } from '../domain/change.ts';
import type { Money } from '../domain/money.ts';
import { matchesSpec, type Spec } from '../domain/spec.ts';
import type { Availability } from '../domain/words.ts';

/** A question about what changed. Every filter that is absent lets everything pass. */
export interface ChangeQuestion {
  readonly spec?: Spec;
  /** Milliseconds UTC. */
  readonly since?: number;
  readonly kinds?: readonly string[];
  readonly flags?: readonly Flag[];
  readonly provider?: readonly string[];
  readonly source?: string;
  /** The rows our knowledge starts with, beside the news. */
  readonly baseline?: boolean;
  readonly crawls?: readonly number[];
  readonly limit?: number;
}

export interface FoundState {
  readonly price: Money | null;
  readonly availability: Availability;
  readonly quantity: number | null;
}

export interface FoundChange {
  readonly id: number;
  readonly at: number;
  readonly source: string;
  readonly kind: string;
  readonly flags: readonly Flag[];
  readonly offer: OfferRow | null;
  readonly acceleratorName: string | null;
  readonly subject: string | null;
  readonly detail: string | null;
  readonly before: FoundState | null;
  readonly after: FoundState | null;
  readonly changePercent: number | null;
  readonly crawl: number;
}

export interface ChangeAnswer {
  readonly changes: readonly FoundChange[];
  readonly total: number;
  /** Baseline rows left out. */
  readonly baseline: number;
}

/** The event log, newest first. */
export async function findChanges(db: Database, question: ChangeQuestion): Promise<ChangeAnswer> {
  const wanted = and(
    question.since === undefined ? undefined : gte(changes.at, question.since),
    question.source === undefined ? undefined : eq(changes.source, question.source),
  );
  const news = question.baseline ? wanted : and(wanted, eq(changes.baseline, false));
  const rows = db.orm
    .select({ change: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(news)
    .orderBy(desc(changes.id))
    .all();
  const found = rows.map(({ change, offer }) => toFound(change, offer)).filter(passes(question));
  return {
    changes: found.slice(0, question.limit ?? found.length),
    total: found.length,
    baseline: question.baseline ? 0 : baselineCount(db, wanted),
  };
}

function baselineCount({ orm }: Database, wanted: SQL | undefined): number {
  const row = orm
    .select({ n: sql<number>`count(*)` })
    .from(changes)
    .where(and(wanted, eq(changes.baseline, true)))
    .get();
  return row?.n ?? 0;
}

function passes({ spec, kinds, flags, provider, crawls }: ChangeQuestion) {
  return (change: FoundChange): boolean =>
    (kinds === undefined || kinds.includes(change.kind)) &&
    (crawls === undefined || crawls.includes(change.crawl)) &&
    (flags === undefined || change.flags.some((flag) => flags.includes(flag))) &&
    (provider === undefined ||
      (change.offer !== null && provider.includes(change.offer.provider))) &&
    (spec === undefined || (change.offer !== null && matchesSpec(spec, subjectOf(change.offer))));
}

function subjectOf(offer: OfferRow) {
  const { accelerator, vendor, stack, count, memoryGb } = offer;
  return { accelerator, acceleratorName: nameOf(accelerator), vendor, stack, count, memoryGb };
}

const nameOf = (accelerator: string): string => acceleratorById(accelerator)?.name ?? accelerator;

const Flags = z.array(Flag);

function toFound(row: typeof changes.$inferSelect, offer: OfferRow | null): FoundChange {
  const { id, at, source, kind, subject, detail, changePercent, crawl } = row;
  return {
    id,
    at,
    source,
    kind,
    flags: Flags.parse(JSON.parse(row.flags)),
    offer,
    acceleratorName: offer === null ? null : nameOf(offer.accelerator),
    subject,
    detail,
    before: state(row.beforePrice, row.beforeCurrency, row.beforeAvailability, row.beforeQuantity),
    after: state(row.afterPrice, row.afterCurrency, row.afterAvailability, row.afterQuantity),
    changePercent,
    crawl,
  };
}

function state(
  price: number | null,
  currency: string | null,
  availability: Availability | null,
  quantity: number | null,
): FoundState | null {
  if (availability === null) return null;
  return { price: toMoney(price, currency), availability, quantity };
}
