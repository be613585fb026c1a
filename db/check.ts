import { z } from 'zod';
import { corrupt } from './failure.ts';
import type { Database } from './open.ts';
import { OUTRANKED } from './witnesses.ts';

const Lines = z.array(z.string());

/**
 * Everything that is wrong with a database, a line each: torn pages, rows without their parent,
 * crawls without all their changes, offers that are not what their history leads to or that are not
 * answered for by whom their market says.
 */
export async function faultsOf({ sqlite }: Database): Promise<readonly string[]> {
  const torn = Lines.parse(
    z
      .array(z.object({ integrity_check: z.string() }))
      .parse(sqlite.pragma('integrity_check(100)'))
      .map((row) => row.integrity_check),
  );
  if (torn.some((line) => line !== 'ok')) return torn.map((line) => `torn: ${line}`);
  const orphans = z
    .array(z.object({ table: z.string(), parent: z.string() }))
    .parse(sqlite.pragma('foreign_key_check'));
  return [
    ...orphans.map(({ table, parent }) => `a row of ${table} lost its row of ${parent}`),
    ...linesOf(sqlite, HALF_CRAWLS).map((id) => `crawl ${id} lacks some of its changes`),
    ...linesOf(sqlite, STRAYED).map((key) => `${key} is not what its history leads to`),
    ...linesOf(sqlite, MISMARKED).map((key) => `${key} is wrongly marked as answering or not`),
  ];
}

// Counted in one go: a crawl has no index into the log.
const HALF_CRAWLS = `
  select cast(id as text) from crawls
  left join (select crawl, count(*) as written from changes group by crawl) on crawl = id
  where changes <> coalesce(written, 0) + folded`;

const STRAYED = `
  select key from offers where (listed, price, currency, availability, quantity) is not (
    select listed, price, currency, availability, quantity from versions
    where offer = offers.id order by crawl desc limit 1)`;

const MISMARKED = `select key from offers where witness <> ${OUTRANKED}`;

function linesOf(sqlite: Database['sqlite'], question: string): readonly string[] {
  return Lines.parse(sqlite.prepare(question).pluck().all());
}

/** Throws `DatabaseError`, naming the last backup, where a page of the file is torn. */
export function refuseTornPages({ sqlite }: Database, path: string): void {
  const found = String(sqlite.pragma('quick_check(1)', { simple: true }));
  if (found !== 'ok') throw corrupt(path, found);
}
