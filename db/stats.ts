import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lastBackup } from './backups.ts';
import { roomOf } from './disk.ts';
import type { Database } from './open.ts';
import { type Pruned, wouldPrune } from './prune.ts';

/** A table with its indexes: bytes in the file, rows, and the times between which they were written. */
export interface TableStats {
  readonly bytes: number;
  readonly rows: number;
  /** Milliseconds UTC; null where its rows have no time, or there is none. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** How large a database is, and how far back it goes. Sizes in bytes, times in milliseconds UTC. */
export interface Stats {
  readonly path: string;
  readonly bytes: number;
  /** Of these, free to be written to again. */
  readonly unused: number;
  readonly log: number;
  /** Free on the disk. */
  readonly free: number;
  readonly archive: { readonly files: number; readonly bytes: number };
  readonly tables: Readonly<Record<string, TableStats>>;
  /** What would go if it were pruned now. */
  readonly prunable: Pruned;
  readonly lastBackup: { readonly path: string; readonly at: number } | null;
}

/** What is measured: the folder of documents, and until when stock is folded, milliseconds UTC. */
export interface Measured {
  readonly path: string;
  readonly archive: string;
  readonly pruneBefore: number;
}

/** Measures a database and the archive beside it. Reads every page. */
export async function statsOf(db: Database, measured: Measured): Promise<Stats> {
  const { path, archive, pruneBefore } = measured;
  const { sqlite } = db;
  const pages = (name: string) => z.number().parse(sqlite.pragma(name, { simple: true }));
  return {
    path,
    bytes: statSync(path).size,
    unused: pages('freelist_count') * pages('page_size'),
    ...roomOf(path),
    archive: sizeOf(archive),
    tables: tablesOf(sqlite),
    prunable: await wouldPrune(db, pruneBefore),
    lastBackup: lastBackup(path),
  };
}

/** The column that tells when a row was written. */
const TIMES: Readonly<Record<string, string>> = {
  attempts: 'at',
  changes: 'at',
  crawls: 'finished_at',
  deliveries: 'created_at',
  documents: 'fetched_at',
  flagged: 'at',
  offers: 'first_seen_at',
  token_prices: 'at',
  versions: 'at',
};

const Sizes = z.array(z.object({ name: z.string(), bytes: z.number() }));
const Span = z.object({
  rows: z.number(),
  oldest: z.number().nullable(),
  newest: z.number().nullable(),
});

function tablesOf(sqlite: Database['sqlite']): Stats['tables'] {
  const sizes = Sizes.parse(
    sqlite
      .prepare(
        `select tbl_name as name, sum(pgsize) as bytes from dbstat
           join sqlite_schema on sqlite_schema.name = dbstat.name
         where tbl_name not like 'sqlite_%' and tbl_name not like '\\_\\_%' escape '\\'
         group by tbl_name order by tbl_name`,
      )
      .all(),
  );
  return Object.fromEntries(
    sizes.map(({ name, bytes }) => [name, { bytes, ...spanOf(sqlite, name) }]),
  );
}

function spanOf(sqlite: Database['sqlite'], name: string) {
  const at = TIMES[name] ?? 'null';
  const span = `select count(*) as rows, min(${at}) as oldest, max(${at}) as newest from "${name}"`;
  return Span.parse(sqlite.prepare(span).get());
}

function sizeOf(folder: string): Stats['archive'] {
  if (!existsSync(folder)) return { files: 0, bytes: 0 };
  const sizes = readdirSync(folder, { recursive: true })
    .map((name) => statSync(join(folder, String(name))))
    .filter((entry) => entry.isFile())
    .map(({ size }) => size);
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}
