import { randomUUID } from 'node:crypto';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { backupDatabase } from '../../db/backup.ts';
import { putInPlace } from '../../db/copy.ts';
import type { Database } from '../../db/open.ts';
import {
  type ColumnType,
  type Export,
  type ExportName,
  type ExportWindow,
  exportOf,
  monthsOf,
  type Stored,
} from '../query/export.ts';
import { exportText } from '../query/export-text.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import type { ExportOptions } from './export.ts';
import { sinceTime } from './filters.ts';
import { optional } from './optional.ts';
import { withDatabase } from './reading.ts';
import { plural } from './terminal.ts';

const PARQUET = 'hyparquet-writer';

/** Takes a table out whole, into one file, a file a month, or standard output. */
export async function exportData(context: Context, options: ExportOptions): Promise<number> {
  const { table, format, byMonth, out } = options;
  if (format === 'sqlite') return copyAll(context, options);
  if (table === undefined) throw new UsageError('expected --table offers, changes or prices');
  if (byMonth && table === 'offers') {
    throw new UsageError('expected --table changes or prices: offers are as they stand now');
  }
  const since = options.since === undefined ? undefined : sinceTime(options.since, context.now());
  if (out === undefined) {
    if (byMonth || format === 'parquet') {
      throw new UsageError(`expected --out: ${byMonth ? 'a folder' : 'a file for Parquet'}`);
    }
    return withDatabase(context, options, async (db) => {
      for (const line of exportText(exportOf(db, table, { since }), format)) {
        context.stdout.write(line);
      }
      return EXIT.ok;
    });
  }
  return withDatabase(context, options, async (db) => {
    const write = await writerOf(format);
    for (const { path, window } of filesOf(db, table, { ...options, out, since })) {
      const whole = resolve(context.cwd, path);
      const rows = write(exportOf(db, table, window), whole);
      context.stderr.write(`${plural(rows, 'row')} of ${table} in ${path}\n`);
    }
    return EXIT.ok;
  });
}

function filesOf(
  db: Database,
  table: ExportName,
  {
    format,
    byMonth,
    out,
    since,
  }: Pick<ExportOptions, 'format' | 'byMonth'> & ExportWindow & { readonly out: string },
) {
  if (!byMonth) return [{ path: out, window: { since } }];
  return monthsOf(db, table, { since }).map(({ month, ...window }) => ({
    path: join(out, `${table}-${month}.${format}`),
    window,
  }));
}

async function copyAll(
  context: Context,
  { table, out, ...options }: ExportOptions,
): Promise<number> {
  if (table !== undefined || out === undefined) {
    throw new UsageError('expected --format sqlite with --out and without --table: it copies all');
  }
  const target = resolve(context.cwd, out);
  await withDatabase(context, options, (db) => backupDatabase(db, { target, withSecrets: false }));
  context.stderr.write(`the whole database, without secrets, in ${out}\n`);
  return EXIT.ok;
}

type Write = (data: Export, path: string) => number;

async function writerOf(format: Exclude<ExportOptions['format'], 'sqlite'>): Promise<Write> {
  if (format !== 'parquet') {
    return (data, path) =>
      written(path, (unfinished) => {
        const handle = openSync(unfinished, 'wx');
        let lines = 0;
        try {
          for (const text of exportText(data, format)) {
            writeSync(handle, text);
            lines += 1;
          }
        } finally {
          closeSync(handle);
        }
        return format === 'csv' ? lines - 1 : lines;
      });
  }
  const { fileWriter, parquetWriteRows } = await optional(
    PARQUET,
    () => import('hyparquet-writer'),
  );
  return (data, path) =>
    written(path, (unfinished) => {
      const columns = data.columns.map(({ name, type }) => ({
        ...{ name, type: PARQUET_TYPES[type], nullable: true },
      }));
      let rows = 0;
      function* records() {
        for (const row of data.rows) {
          rows += 1;
          yield Object.fromEntries(
            data.columns.map(({ name, type }, n) => [name, parquetValue(type, row[n] ?? null)]),
          );
        }
      }
      parquetWriteRows({ writer: fileWriter(unfinished), rows: records(), columns });
      return rows;
    });
}

/** Under its own name a file is either whole or not there. */
function written(path: string, write: (unfinished: string) => number): number {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}.tmp`;
  try {
    const rows = write(unfinished);
    putInPlace(unfinished, path);
    return rows;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Money is a whole number here too: nothing of it is lost. */
const PARQUET_TYPES = {
  text: 'STRING',
  whole: 'INT32',
  number: 'DOUBLE',
  'yes-no': 'BOOLEAN',
  micros: 'INT64',
  time: 'TIMESTAMP',
} as const satisfies Readonly<Record<ColumnType, string>>;

function parquetValue(type: ColumnType, value: Stored) {
  if (value === null) return null;
  if (type === 'time') return new Date(value);
  if (type === 'micros') return BigInt(value);
  return type === 'yes-no' ? value === 1 : value;
}
