import { z } from 'zod';
import { type Money, money } from '../../src/domain/money.ts';

const DOLLARS =
  /^(?:[^\d$]*\s)?\$\s?(?<amount>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:[^\d$.,][^\d$]*)?$/;
const PLAIN_DOLLARS = /^\$(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
/** What an hour's price never says of itself. */
const OTHER_TIMES = /\b(?:day|daily|week(?:ly)?|mo|month(?:ly)?|quarter|yr|year(?:ly)?|annum)\b/i;

/** An hourly amount written as a plain decimal: "55.0400000000". Zero is never a price. */
export function amountText(currency: string): z.ZodType<Money, string> {
  return z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal amount')
    .refine((text) => Number(text) >= 1e-6 && Number(text) <= 1e6, 'zero is never a price')
    .transform((text) => money(text, currency));
}

/** A text with exactly one amount, in dollars and for no other time than an hour: "$6.69", "from $1.82", "$ 0.74**". */
export const dollars: z.ZodType<Money, string> = z
  .string()
  .transform((text, context) => {
    const found = OTHER_TIMES.test(text) ? undefined : DOLLARS.exec(text)?.groups?.amount;
    if (found !== undefined) return found.replaceAll(',', '');
    context.addIssue(`expected exactly one amount in dollars for an hour, found "${text}"`);
    return z.NEVER;
  })
  .pipe(amountText('USD'));

/** A text that is an amount in dollars and nothing else but what it says it is for: "$3.90/GPU-hr" for "/GPU-hr". */
export function dollarsPer(unit: string): z.ZodType<Money, string> {
  return z
    .string()
    .refine(
      (text) => text.endsWith(unit) && PLAIN_DOLLARS.test(text.slice(0, text.length - unit.length)),
      `expected an amount in dollars like "$1.23${unit}"`,
    )
    .transform((text) => text.slice(1, text.length - unit.length).replaceAll(',', ''))
    .pipe(amountText('USD'));
}

/** A whole number as people write it: "80", "2,048". */
export const thousands: z.ZodType<number, string> = z
  .string()
  .regex(/^(?:\d{1,3}(?:,\d{3})+|\d+)$/, 'expected a whole number')
  .transform((text) => Number(text.replaceAll(',', '')));

/** JSON written as text within JSON, as that schema reads it. */
export function jsonText<T>(schema: z.ZodType<T>): z.ZodType<T, string> {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        // Not JSON is a fault of the row, which says so; it is none of the document.
        context.addIssue('expected JSON in this text');
        return z.NEVER;
      }
    })
    .pipe(schema);
}
