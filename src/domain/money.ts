import { z } from 'zod';

/** A whole number of millionths of a currency unit, so that `===` is equality. */
export type Micros = number & z.$brand<'Micros'>;
export const Micros = z.number().int().refine(Number.isSafeInteger).brand<'Micros'>();

/** ISO 4217, upper case. */
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 currency code');
export type Currency = z.infer<typeof Currency>;

/** An amount above zero in its native currency. Zero is never a price; no price is `null`. */
export const Money = z.strictObject({
  micros: Micros.min(1, 'zero or less is never a price'),
  currency: Currency,
});
export type Money = z.infer<typeof Money>;

const DECIMAL = /^(?<whole>\d+)(?:\.(?<part>\d+))?$/;

/**
 * Reads a plain decimal ("98.3200000000", 2.8665) as money, to the nearest millionth.
 * Throws for anything else: signs, exponents, thousands separators, empty text, zero.
 */
export function money(amount: string | number, currency: string): Money {
  const found = DECIMAL.exec(String(amount))?.groups;
  if (found?.whole === undefined) {
    throw new RangeError(`expected a plain decimal amount, found ${JSON.stringify(amount)}`);
  }
  const part = (found.part ?? '').padEnd(7, '0');
  const micros =
    Number(found.whole) * 1e6 + Number(part.slice(0, 6)) + (part.charAt(6) >= '5' ? 1 : 0);
  return Money.parse({ micros, currency });
}

/** One of so many equal parts of an amount: a month's price for one of its hours. Half a millionth goes up. */
export function partOf(amount: number, parts: number, currency: string): Money {
  const found = DECIMAL.exec(String(amount))?.groups;
  if (found?.whole === undefined) {
    throw new RangeError(`expected a plain decimal amount, found ${JSON.stringify(amount)}`);
  }
  // Whole numbers all the way: 1858.308075 / 730 is 2.5456275, and a little less in floating point.
  const { whole, part = '' } = found;
  const [total, units] = [BigInt(whole + part) * 1_000_000n, 10n ** BigInt(part.length)];
  const divisor = units * BigInt(parts);
  return Money.parse({ micros: Number((2n * total + divisor) / (2n * divisor)), currency });
}

/** The same price for `count` of them: a price a chip made the price of the instance. */
export function times(price: Money, count: number): Money {
  return Money.parse({ ...price, micros: Math.round(price.micros * count) });
}

/** The amount as a decimal string with at least two places: "55.04", "2.8665". */
export function decimal(price: Money): string {
  const digits = String(price.micros).padStart(7, '0');
  const part = digits.slice(-6).replace(/0{1,4}$/, '');
  return `${digits.slice(0, -6)}.${part}`;
}
