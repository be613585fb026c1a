import type { z } from 'zod';
import { SourceError } from '../../src/domain/errors.ts';
import { envelope } from './rows.ts';
import type { Document, Documents, Tools } from './scraper.ts';

/** All pages of a list, once the first has said how many there are. */
export async function allPages(
  page: (number: number) => Promise<Document>,
  lastOf: (first: Document) => number,
): Promise<Documents> {
  const first = await page(1);
  const last = lastOf(first);
  const pages = [first];
  for (let number = 2; number <= last; number += 1) pages.push(await page(number));
  return pages;
}

/**
 * All pages of a list each of which says where the next is: null on the last. Numbers count from 1.
 * Throws `changed` when a page leads back to an earlier one.
 */
export async function linkedPages(
  first: string,
  page: (url: string, number: number) => Promise<Document>,
  next: (page: Document) => string | null,
): Promise<Documents> {
  const pages: Document[] = [];
  const urls = new Set<string>();
  for (let url: string | null = first; url !== null; ) {
    if (urls.has(url)) {
      throw new SourceError('changed', `page ${pages.length} leads back to an earlier one: ${url}`);
    }
    urls.add(url);
    const served = await page(url, pages.length + 1);
    pages.push(served);
    url = next(served);
  }
  return pages;
}

/** The pages of one list, named `list/1`, `list/2`, in the order they came. */
export function pagesOf(documents: Documents, list: string): Documents {
  return documents.filter(({ name }) => name.replace(/\/\d+$/, '') === list);
}

/** The rows of all pages of one list, as many as the first says there are. */
export function rowsOfPages(
  documents: Documents,
  list: string,
  Page: z.ZodType<{ readonly rows: readonly unknown[]; readonly total: number }>,
): readonly unknown[] {
  const pages = pagesOf(documents, list).map((page) => envelope(page, Page));
  return whole(
    list,
    pages.flatMap(({ rows }) => rows),
    pages[0]?.total,
  );
}

/** The documents of each scope, asked for side by side. What cannot be had of one leaves the others. */
export async function eachPart(
  tools: Tools,
  scopes: readonly string[],
  ask: (part: Tools, scope: string) => Promise<Document | Documents>,
): Promise<Documents> {
  const parts = scopes.map((scope) =>
    tools.part(scope, async (part) => [await ask(part, scope)].flat()),
  );
  return (await Promise.all(parts)).flat();
}

/** The rows of a list, which must be as many as it says: one cut short would look like things gone. */
export function whole<T>(
  list: string,
  rows: readonly T[],
  total: number | undefined,
): readonly T[] {
  if (rows.length === total) return rows;
  const expected = total ?? 'a total, and as many';
  throw new SourceError('changed', `${list}: expected ${expected} rows, found ${rows.length}`);
}
