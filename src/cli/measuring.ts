import { dirname, join } from 'node:path';
import { type Pruned, pruneBefore } from '../../db/prune.ts';
import { type Stats, statsOf } from '../../db/stats.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { type CommonOptions, databaseOf, withDatabase, writeJson } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, plural } from './terminal.ts';

/** Prints sizes, counts, ages, and what pruning would free. */
export async function stats(context: Context, options: CommonOptions): Promise<number> {
  const { path, store } = databaseOf(context, options);
  const archive = join(dirname(path), 'archive');
  const before = pruneBefore(context.now(), store.stockDays);
  const found = await withDatabase(context, options, (db) =>
    statsOf(db, { path, archive, pruneBefore: before }),
  );
  if (options.json) writeJson(context, toJson(found));
  else {
    context.stdout.write(table(COLUMNS, lines(context, found)));
    context.stdout.write(`\n${table(TABLE_COLUMNS, Object.entries(found.tables))}`);
  }
  return EXIT.ok;
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function toJson({ tables, lastBackup, ...sizes }: Stats) {
  const each = Object.entries(tables);
  const { oldest = null, newest = null } = tables.crawls ?? {};
  return {
    schema: 'stats/1',
    ...sizes,
    rows: Object.fromEntries(each.map(([name, { rows }]) => [name, rows])),
    tables: Object.fromEntries(
      each.map(([name, found]) => [
        name,
        { ...found, oldest: time(found.oldest), newest: time(found.newest) },
      ]),
    ),
    crawls: { oldest: time(oldest), newest: time(newest) },
    lastBackup: lastBackup && { path: lastBackup.path, at: time(lastBackup.at) },
  };
}

type Line = readonly [string, string];

const COLUMNS: readonly Column<Line>[] = [
  { header: 'what', value: ([what]) => what, fixed: true },
  { header: 'found', value: ([, found]) => found, fixed: true },
];

function lines({ now }: Context, found: Stats): readonly Line[] {
  const { archive, lastBackup, prunable } = found;
  const backup = lastBackup && `${lastBackup.path}, ${age(now() - lastBackup.at)} ago`;
  const log = `its log ${megabytes(found.log)}, ${megabytes(found.unused)} of it to be written to again`;
  return [
    ['database', `${found.path}, ${megabytes(found.bytes)}, ${log}`],
    ['free', megabytes(found.free)],
    ['archive', `${megabytes(archive.bytes)} in ${archive.files} files`],
    ['pruning', `${prunedText(prunable)}, about ${megabytes(freed(found))}`],
    ['last backup', backup ?? 'none: "chipwatch db backup" makes one, the service one a day'],
  ];
}

/** What went, or would go. */
export function prunedText({ changes, versions, rejects }: Pruned): string {
  const unread = plural(rejects, 'row that could not be read', 'rows that could not be read');
  return `${plural(changes, 'change')} with ${plural(versions, 'state')}, ${unread}`;
}

/** By how large a row of the table is at the mean. */
function freed({ tables, prunable }: Stats): number {
  return Object.entries(prunable)
    .map(([name, rows]) => {
      const table = tables[name];
      return table === undefined || table.rows === 0 ? 0 : (table.bytes / table.rows) * rows;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}

type TableLine = readonly [string, Stats['tables'][string]];

const TABLE_COLUMNS: readonly Column<TableLine>[] = [
  { header: 'table', value: ([name]) => name, fixed: true },
  { header: 'rows', value: ([, { rows }]) => rows },
  { header: 'size', value: ([, { bytes }]) => megabytes(bytes), align: 'right' },
  { header: 'oldest', value: ([, { oldest }]) => time(oldest), fixed: true },
  { header: 'newest', value: ([, { newest }]) => time(newest), fixed: true },
];

/** Bytes as people read them. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
