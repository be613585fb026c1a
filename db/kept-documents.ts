import { sep } from 'node:path';
import { z } from 'zod';
import { insisting } from './busy.ts';
import type { Database } from './open.ts';

/** Rows of documents that are written in one transaction. */
const A_STEP = 5_000;

/** What a crawl found new, or what was not believed, or is asked about next, may be looked at again. */
const BEHIND_SOMETHING = `
  select distinct path from documents join crawls on crawls.id = documents.crawl
  where path is not null and (changes > folded or outcome = 'quarantined'
    or crawls.id in (select max(id) from crawls group by source))`;

/** Documents in the archive that are behind a change or a quarantine, or are a source's last, as `shelfMark` has them. */
export async function keptDocuments({ sqlite }: Database): Promise<ReadonlySet<string>> {
  const paths = z.array(z.string()).parse(sqlite.prepare(BEHIND_SOMETHING).pluck().all());
  return new Set(paths.map(shelfMark));
}

/** Source, day and digest: what a path in the archive has wherever the archive lies. */
export function shelfMark(path: string): string {
  return path.split(sep).slice(-3).join('/');
}

const Row = z.object({ id: z.number(), path: z.string() });

/** Notes of these documents that they are no longer in the archive. */
export async function forgetDocuments(db: Database, marks: ReadonlySet<string>): Promise<void> {
  const { sqlite } = db;
  const all = sqlite.prepare('select id, path from documents where path is not null');
  const ids: number[] = [];
  for (const found of all.iterate()) {
    const { id, path } = Row.parse(found);
    if (marks.has(shelfMark(path))) ids.push(id);
  }
  const forget = sqlite.prepare('update documents set path = null where id = ?');
  const write = sqlite.transaction((some: readonly number[]) => {
    for (const id of some) forget.run(id);
  });
  for (let from = 0; from < ids.length; from += A_STEP) {
    await insisting(db, () => write.immediate(ids.slice(from, from + A_STEP)));
  }
}
