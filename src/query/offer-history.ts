import { and, asc, eq, lt } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { type OfferRow, toMoney } from '../../db/rows.ts';
import { versions } from '../../db/schema.ts';
import type { Money } from '../domain/money.ts';
import type { Availability } from '../domain/words.ts';
import { gapsOf, outside, type Period } from './gaps.ts';

/** A time during which an offer was read to be so. */
export interface Step extends Period {
  readonly listed: boolean;
  /** Of the whole instance; null where none was shown, or while it was not listed. */
  readonly price: Money | null;
  readonly availability: Availability;
  readonly quantity: number | null;
}

export interface OfferHistory {
  readonly offer: OfferRow;
  /** In order; no step covers a gap. */
  readonly steps: readonly Step[];
  readonly gaps: readonly Period[];
}

/** Price and stock of one offer from `since` to `until`, both milliseconds UTC. */
export async function offerHistory(
  db: Database,
  offer: OfferRow,
  { since, until }: { readonly since: number; readonly until: number },
  intervalMs: number,
): Promise<OfferHistory> {
  const states = db.orm
    .select()
    .from(versions)
    .where(and(eq(versions.offer, offer.id), lt(versions.at, until)))
    .orderBy(asc(versions.at))
    .all();
  const known = { from: Math.max(since, states[0]?.at ?? until), to: until };
  const gaps = gapsOf(db, offer, known, intervalMs);
  const steps = states.flatMap(({ at, listed, price, currency, ...state }, index): Step[] => {
    const span = {
      from: Math.max(at, since),
      to: Math.min(states[index + 1]?.at ?? until, until),
    };
    if (span.to <= span.from) return [];
    const { availability, quantity } = state;
    const shown = listed ? toMoney(price, currency) : null;
    return outside(gaps, span).map((part) => ({
      ...part,
      ...{ listed, price: shown, availability, quantity },
    }));
  });
  return { offer, steps, gaps };
}
