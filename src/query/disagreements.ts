import { and, eq, isNotNull, ne } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '../../db/open.ts';
import { toState } from '../../db/rows.ts';
import { offers } from '../../db/schema.ts';
import { importById } from '../domain/imports.ts';
import { decimal, type Money } from '../domain/money.ts';

/** A price of a market as one source tells it. */
export interface Said {
  readonly source: string;
  readonly sku: string;
  readonly price: Money;
}

/** One market that two sources of a provider price differently. */
export interface Disagreement {
  readonly market: string;
  /** The one with the better evidence, whose price is shown. */
  readonly answer: Said;
  readonly witness: Said;
  /** How much more the witness says; negative where it says less. */
  readonly percent: number;
}

/**
 * Where a witness tells another price than the source that answers for its market, by more than so many
 * percent, in the same currency and on the same tax basis. A person's own quote is meant to differ.
 * Of several offers of the answering source the nearest counts.
 */
export async function findDisagreements(
  { orm }: Database,
  tolerancePercent: number,
): Promise<readonly Disagreement[]> {
  const answer = alias(offers, 'answer');
  const rows = orm
    .select({ witness: offers, answer })
    .from(offers)
    .innerJoin(
      answer,
      and(
        eq(answer.marketKey, offers.marketKey),
        ne(answer.source, offers.source),
        eq(answer.currency, offers.currency),
        eq(answer.tax, offers.tax),
        eq(answer.witness, false),
        eq(answer.listed, true),
        isNotNull(answer.price),
      ),
    )
    .where(and(eq(offers.witness, true), eq(offers.listed, true), isNotNull(offers.price)))
    .orderBy(offers.id, answer.id)
    .all();
  const nearest = new Map<number, Disagreement>();
  for (const { witness, answer } of rows) {
    const found = compared(witness, answer);
    if (found === null) continue;
    const before = nearest.get(witness.id);
    if (before === undefined || Math.abs(found.percent) < Math.abs(before.percent)) {
      nearest.set(witness.id, found);
    }
  }
  return [...nearest.values()].filter(({ percent }) => Math.abs(percent) > tolerancePercent);
}

type Row = typeof offers.$inferSelect;

function compared(witness: Row, answer: Row): Disagreement | null {
  const [theirs, shown] = [said(witness), said(answer)];
  if (theirs === null || shown === null || witness.unit !== answer.unit) return null;
  if ([witness, answer].some(({ source }) => importById(source) !== null)) return null;
  // In this order 10.20 is exactly 2 % more than 10.00.
  const percent = ((theirs.price.micros - shown.price.micros) * 100) / shown.price.micros;
  return { market: witness.marketKey, answer: shown, witness: theirs, percent };
}

function said(row: Row): Said | null {
  const { price } = toState(row);
  return price && { source: row.source, sku: row.sku, price };
}

/** Two sources of a provider, and a sentence about what they disagree on. */
export interface Quarrel {
  readonly sources: readonly [witness: string, answer: string];
  readonly says: string;
}

/** Disagreements by the sources that have them. */
export function quarrelsIn(found: readonly Disagreement[]): readonly Quarrel[] {
  const pairs = new Map<string, Disagreement[]>();
  for (const each of found) {
    const pair = `${each.witness.source} and ${each.answer.source}`;
    pairs.set(pair, [...(pairs.get(pair) ?? []), each]);
  }
  return [...pairs].flatMap(([pair, all]) => {
    const [first] = all;
    if (first === undefined) return [];
    const most = Math.max(...all.map(({ percent }) => Math.abs(percent)));
    const prices = all.length === 1 ? '1 price' : `${all.length} prices`;
    const says = `${pair} disagree on ${prices}, by up to ${most.toFixed(1)} %`;
    return [{ sources: [first.witness.source, first.answer.source], says }];
  });
}

/** As the API and the command line give it. */
export function disagreementJson({ market, answer, witness, percent }: Disagreement) {
  const told = ({ source, sku, price }: Said) => ({
    ...{ source, sku, amount: decimal(price), currency: price.currency },
  });
  return {
    market,
    answer: told(answer),
    witness: told(witness),
    percent: Number(percent.toFixed(2)),
  };
}
