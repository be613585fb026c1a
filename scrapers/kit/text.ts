import { z } from 'zod';
import { type Money, money } from '../../src/domain/money.ts';

const DOLLARS =
  /^(?:[^\d$]*\s)?\$\s?(?<amount>(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?:[^\d$.,][^\d$]*)?$/;

/** An hourly amount written as a plain decimal: "55.0400000000". Zero is never a price. */
export function amountText(currency: string): z.ZodType<Money, string> {
  return z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'expected a plain decimal amount')
    .refine((text) => Number(text) >= 1e-6 && Number(text) <= 1e6, 'zero is never a price')
    .transform((text) => money(text, currency));
}

/** A text with exactly one amount, in dollars: "$6.69", "from $1.82", "$ 0.74**". */
export const dollars: z.ZodType<Money, string> = z
  .string()
  .transform((text, context) => {
    const found = DOLLARS.exec(text)?.groups?.amount;
    if (found !== undefined) return found.replaceAll(',', '');
    context.addIssue(`expected exactly one amount in dollars, found "${text}"`);
    return z.NEVER;
  })
  .pipe(amountText('USD'));

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
