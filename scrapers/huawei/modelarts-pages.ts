import { z } from 'zod';
import { type Document, envelope, whole } from '../kit/index.ts';
import type { Product } from './modelarts-products.ts';

/** The same products differ in the name of the list and of its length. */
const Page = z.object({
  data: z.array(z.unknown()).optional(),
  items: z.array(z.unknown()).optional(),
  flavors: z.array(z.unknown()).optional(),
  specifications: z.array(z.unknown()).optional(),
  total: z.number().optional(),
  total_count: z.number().optional(),
  metadata: z.object({ continue: z.string().optional() }).optional(),
});

/** The rows of a page. Notebooks are listed twice, under two names; the first is read. */
export function rowsOf(served: Document, { id }: Product): readonly unknown[] {
  const page = envelope(served, Page);
  const rows = page.data ?? page.items ?? page.flavors ?? page.specifications;
  const total = page.total_count ?? page.total ?? rows?.length;
  return whole(id, rows ?? [], total);
}

/** The page after this one, or null: only the list of pools comes in several. */
export function nextPage(served: Document, list: string): string | null {
  const token = envelope(served, Page).metadata?.continue;
  return token ? `${list}&continue=${encodeURIComponent(token)}` : null;
}
