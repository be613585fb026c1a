import type { z } from 'zod';
import { quote, SourceError } from '../../src/domain/errors.ts';
import type { Listing, Unread } from '../../src/domain/listing.ts';
import type { Document, Documents } from './scraper.ts';

/** Everything a source does not say. A listing starts from it and states the rest. */
export const UNSAID = {
  kind: 'listing',
  memoryGb: null,
  fraction: 1,
  unit: null,
  zone: null,
  termMonths: null,
  tier: 'standard',
  vcpus: null,
  ramGb: null,
  diskGb: null,
  evidence: null,
  quantity: null,
  words: null,
  scope: null,
} as const satisfies Partial<Listing>;

/** The row as the schema reads it, or the reason why it cannot be read. */
export function row<T>(
  served: unknown,
  schema: z.ZodType<T>,
  scope: string | null,
): { readonly read: T } | { readonly unread: Unread } {
  const result = schema.safeParse(served);
  if (result.success) return { read: result.data };
  const issue = result.error.issues[0];
  const reason = `${issue?.path.join('.') || 'row'}: ${issue?.message ?? 'not as expected'}`;
  const text = quote(JSON.stringify(served) ?? String(served));
  return { unread: { kind: 'unread', reason, row: text, scope } };
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
