import { z } from 'zod';
import { SourceError } from '../../src/domain/errors.ts';
import type { Reading, Unread } from '../../src/domain/listing.ts';
import { type Money, money, partOf } from '../../src/domain/money.ts';
import type { Document, Documents } from './scraper.ts';

/** Of a row that could not be read, this much is searched for news. */
const ROW_MAX = 4000;

/** A number of accelerators: whole cards, or a share of one. */
export const Cards = z
  .number()
  .positive()
  .refine(
    (cards) => cards < 1 || Number.isInteger(cards),
    'expected whole cards or a share of one',
  );

/** An hourly amount as money of that currency. Zero is never a price, nor is more than a million. */
export function amount(currency: string): z.ZodType<Money, number> {
  return z
    .number()
    .min(1e-6, 'zero is never a price')
    .max(1e6)
    .transform((hourly) => money(hourly, currency));
}

/** What a source's yes or no about stock means; it may say neither. */
export function stockOf(there: boolean | null | undefined): 'available' | 'sold-out' | 'unknown' {
  if (typeof there !== 'boolean') return 'unknown';
  return there ? 'available' : 'sold-out';
}

/** An amount for so many hours as money for one of them. Zero is never a price. */
export function amountFor(hours: number, currency: string): z.ZodType<Money, number> {
  return z
    .number()
    .min(1e-6 * hours, 'zero is never a price')
    .max(1e6 * hours)
    .transform((total) => partOf(total, hours, currency));
}

/** An hourly amount in hundredths of that currency. Zero is never a price. */
export function cents(currency: string): z.ZodType<Money, number> {
  return amountFor(100, currency);
}

/** The document as the schema reads it. Throws `changed`, naming the document and what is wrong. */
export function envelope<T>(
  served: Document,
  schema: z.ZodType<T>,
  read: (served: Document) => unknown = (document) => document.json(),
): T {
  const result = schema.safeParse(read(served));
  if (result.success) return result.data;
  throw new SourceError('changed', `${served.name}: ${complaint(result.error)}`, {
    cause: result.error,
  });
}

/** The row as the schema reads it, or the reason why it cannot be read. */
export function row<T>(
  served: unknown,
  schema: z.ZodType<T>,
  scope: string | null,
): { readonly read: T } | { readonly unread: Unread } {
  const result = schema.safeParse(served);
  if (result.success) return { read: result.data };
  const text = (JSON.stringify(served) ?? String(served)).slice(0, ROW_MAX);
  return { unread: { kind: 'unread', reason: complaint(result.error), row: text, scope } };
}

/** How the rows of a list are read. */
export interface Kind<Row> {
  /** As much of a row as tells whether it has an accelerator: one that has none may be as odd as it likes. Left out, all have. */
  readonly isOurs?: z.ZodType<boolean> | undefined;
  readonly row: z.ZodType<Row>;
  readonly readings: (row: Row) => Iterable<Reading>;
}

/** The readings of a row: none where it has no accelerator, that it could not be read where it could not. */
export function* readingsOf<Row>(
  served: unknown,
  { isOurs, row: Row, readings }: Kind<Row>,
  scope: string | null = null,
): Iterable<Reading> {
  if (isOurs !== undefined) {
    const kind = row(served, isOurs, scope);
    if ('unread' in kind) return yield kind.unread;
    if (!kind.read) return;
  }
  const found = row(served, Row, scope);
  if ('unread' in found) yield found.unread;
  else yield* readings(found.read);
}

/** What is served where it is an object with a list of that name, as its rows. Refuses one that is empty. */
export function listIn(name: string): z.ZodType<readonly unknown[]> {
  return z
    .object({ [name]: z.array(z.unknown()).min(1) })
    .transform((served) => Object.values(served).flat());
}

function complaint({ issues: [issue] }: z.ZodError): string {
  return `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'not as expected'}`;
}

/** The document of that name. Throws `changed` when the crawl brought none or several. */
export function document(documents: Documents, name: string): Document {
  const [found, ...more] = documents.filter((each) => each.name === name);
  if (found === undefined || more.length > 0) {
    throw new SourceError('changed', `expected one document "${name}", found ${more.length + 1}`);
  }
  return found;
}

/** The documents of each scope, in the order they came. */
export function byPart(documents: Documents): ReadonlyMap<string, Documents> {
  const parts = new Map<string, Document[]>();
  for (const each of documents) {
    if (each.partOf === null) continue;
    parts.set(each.partOf, [...(parts.get(each.partOf) ?? []), each]);
  }
  return parts;
}
