import { desc, eq } from 'drizzle-orm';
import type { DocumentRecord } from './commit.ts';
import type { Database } from './open.ts';
import { crawls, documents } from './schema.ts';
import { GOOD } from './state.ts';

/**
 * The documents the next crawl of a source may ask about, whether they changed: those of its last
 * crawl. None unless that one was believed, read by the same rules and left nothing to confirm, for
 * then the whole answer is wanted.
 */
export async function documentsToAskAbout(
  { orm }: Database,
  { id, keyVersion }: { readonly id: string; readonly keyVersion: number },
): Promise<readonly DocumentRecord[]> {
  const last = orm
    .select()
    .from(crawls)
    .where(eq(crawls.source, id))
    .orderBy(desc(crawls.id))
    .limit(1)
    .get();
  const isGood = GOOD.some((outcome) => outcome === last?.outcome);
  if (last === undefined || !isGood || last.pending > 0 || last.keyVersion !== keyVersion)
    return [];
  return orm.select().from(documents).where(eq(documents.crawl, last.id)).all();
}
