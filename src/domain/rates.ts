import type { Rate } from './listing.ts';
import type { Currency, Money } from './money.ts';

/** Exchange rates of one day, as a central bank published them. */
export interface Rates {
  /** The day they are of: `2026-11-24`. */
  readonly date: string;
  /** Units of a currency for one euro; the euro itself is not among them. */
  readonly perEuro: ReadonlyMap<Currency, number>;
}

/** Those of the newest day, or null where there are none. */
export function newestRates(all: readonly Rate[]): Rates | null {
  const date = all
    .map((rate) => rate.date)
    .toSorted()
    .at(-1);
  if (date === undefined) return null;
  const ofThatDay = all.filter((rate) => rate.date === date);
  return { date, perEuro: new Map(ofThatDay.map((rate) => [rate.currency, rate.perEuro])) };
}

/** How much of `to` one unit of `from` is worth, or null where no rate is known. */
export function rateBetween(rates: Rates | null, from: Currency, to: Currency): number | null {
  if (from === to) return 1;
  const [fromEuro, toEuro] = [perEuro(rates, from), perEuro(rates, to)];
  return fromEuro === null || toEuro === null ? null : toEuro / fromEuro;
}

/** The amount in another currency, in whole units of it, or null where no rate is known. */
export function converted(price: Money, to: Currency, rates: Rates | null): number | null {
  const rate = rateBetween(rates, price.currency, to);
  return rate === null ? null : (price.micros / 1e6) * rate;
}

function perEuro(rates: Rates | null, currency: Currency): number | null {
  if (rates === null) return null;
  return currency === 'EUR' ? 1 : (rates.perEuro.get(currency) ?? null);
}
