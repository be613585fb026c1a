import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lastBackup } from './backups.ts';
import { roomOf } from './disk.ts';
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

/** How large a database is, and how far back it goes. Sizes in bytes, times in milliseconds UTC. */
export interface Stats {
  readonly path: string;
  readonly bytes: number;
  readonly log: number;
  readonly free: number;
  readonly archive: { readonly files: number; readonly bytes: number };
  readonly rows: Readonly<Record<string, number>>;
  readonly crawls: { readonly oldest: number | null; readonly newest: number | null };
  readonly lastBackup: { readonly path: string; readonly at: number } | null;
}

const Span = z.object({ oldest: z.number().nullable(), newest: z.number().nullable() });

/** Counts a database and the archive beside it. */
export async function statsOf({ sqlite }: Database, path: string, archive: string): Promise<Stats> {
  const tables = linesOf(
    sqlite,
    `select name from sqlite_master where type = 'table'
       and name not like 'sqlite_%' and name not like '\\_\\_%' escape '\\' order by name`,
  );
  const rows = tables.map((table): [string, number] => [
    table,
    z.number().parse(sqlite.prepare(`select count(*) from "${table}"`).pluck().get()),
  ]);
  const span = 'select min(finished_at) as oldest, max(finished_at) as newest from crawls';
  return {
    path,
    bytes: statSync(path).size,
    ...roomOf(path),
    archive: sizeOf(archive),
    rows: Object.fromEntries(rows),
    crawls: Span.parse(sqlite.prepare(span).get()),
    lastBackup: lastBackup(path),
  };
}

function sizeOf(folder: string): Stats['archive'] {
  if (!existsSync(folder)) return { files: 0, bytes: 0 };
  const sizes = readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, String(name))))
    .filter((entry) => entry.isFile())
    .map(({ size }) => size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
