import type { Money } from '../domain/money.ts';
import { converted, type Rates } from '../domain/rates.ts';
import {
  type Availability,
  type Billing,
  BROKERED,
  EVIDENCE,
  type Evidence,
} from '../domain/words.ts';

/** What a floor and a median are of: spot and community have prices of their own kind. */
export const PRICED_BILLING: Billing[] = ['on-demand'];
/** What has prices of its own kind, or is another provider's offer a second time. */
export const OTHER_MARKETS: readonly string[] = ['community', BROKERED];

/** Whether it has a price that someone can pay: what is sold out is no offer tonight. */
export function isEligible(state: {
  readonly listed: boolean;
  readonly price: number | null;
  readonly availability: Availability;
}): boolean {
  return state.listed && state.price !== null && state.availability !== 'sold-out';
}

interface Witness {
  readonly marketKey: string;
  readonly source: string;
  readonly evidence: Evidence;
}

/**
 * Where several sources of a provider tell of one market, the one with the best evidence, and of equal
 * evidence the one that was read last: as `answers` of the conditions says it to the database.
 */
export function best<T extends Witness>(
  rows: readonly T[],
  lastReads: () => ReadonlyMap<string, number>,
): readonly T[] {
  const byMarket = new Map<string, T>();
  for (const row of rows) {
    const other = byMarket.get(row.marketKey);
    if (other === undefined || isBetter(row, other, lastReads)) byMarket.set(row.marketKey, row);
  }
  // Several offers of one source in one market are offers of their own.
  return rows.filter((row) => byMarket.get(row.marketKey)?.source === row.source);
}

function isBetter(
  one: Witness,
  other: Witness,
  lastReads: () => ReadonlyMap<string, number>,
): boolean {
  const rank = EVIDENCE.indexOf(one.evidence) - EVIDENCE.indexOf(other.evidence);
  if (rank !== 0 || one.source === other.source) return rank < 0;
  const readAt = ({ source }: Witness) => lastReads().get(source) ?? 0;
  const later = readAt(one) - readAt(other);
  return later > 0 || (later === 0 && one.source < other.source);
}

/** Prices of one accelerator-hour by currency: in the asked one, or in their own without a rate. */
export function pricesBy(
  rows: readonly {
    readonly price: Money | null;
    readonly count: number;
    readonly fraction: number;
  }[],
  currency: string,
  rates: Rates | null,
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { price, count, fraction } of rows) {
    if (price === null) continue;
    const amount = converted(price, currency, rates);
    const code = amount === null ? price.currency : currency;
    const list = found.get(code) ?? [];
    found.set(code, list);
    list.push((amount ?? price.micros / 1e6) / (count * fraction));
  }
  return found;
}
