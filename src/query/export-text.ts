import { openBeside } from '../../db/beside.ts';
import type { Database } from '../../db/open.ts';
import { csvRow } from './csv.ts';
import {
  type ColumnType,
  type Export,
  type ExportName,
  type ExportWindow,
  exportOf,
  type Stored,
} from './export.ts';

/** How an export is written as text. */
export const TEXT_FORMATS = ['csv', 'ndjson'] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** An export line by line: of CSV its head is the first one. */
export function* exportText({ columns, rows }: Export, format: TextFormat): Generator<string> {
  if (format === 'csv') yield csvRow(columns.map(({ name }) => name));
  for (const row of rows) {
    const values = columns.map(({ type }, n) => plainValue(type, row[n] ?? null));
    yield format === 'csv'
      ? csvRow(values)
      : `${JSON.stringify(Object.fromEntries(columns.map(({ name }, n) => [name, values[n]])))}\n`;
  }
}

function plainValue(type: ColumnType, value: Stored) {
  if (value === null) return null;
  if (type === 'time') return new Date(value).toISOString();
  return type === 'yes-no' ? value === 1 : value;
}

/** Letters that are handed on at once. */
const PIECE = 64 * 1024;

/**
 * An export in pieces of some lines, as fast as they are asked for: nothing is read ahead, and nobody who
 * writes meanwhile is in its way. It is of the moment in which the first piece is asked for, and lets go
 * of the database when it ends, however it ends.
 */
export function* exportPieces(
  db: Database,
  {
    table,
    format,
    ...window
  }: ExportWindow & { readonly table: ExportName; readonly format: TextFormat },
): Generator<string> {
  const sqlite = openBeside(db);
  try {
    let piece = '';
    for (const line of exportText(exportOf({ sqlite }, table, window), format)) {
      piece += line;
      if (piece.length < PIECE) continue;
      yield piece;
      piece = '';
    }
    if (piece !== '') yield piece;
  } finally {
    sqlite.close();
  }
}
