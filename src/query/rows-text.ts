import { type CsvCell, csvRow } from './csv.ts';
import type { TextFormat } from './export-text.ts';

type CsvRecord = Readonly<Record<string, CsvCell>>;

/** How a row becomes lines of a table, mostly one; what a line does not have is an empty cell. */
export interface CsvRows<Row> {
  readonly columns: readonly string[];
  readonly records: (row: Row) => readonly CsvRecord[];
}

/** Rows of an answer, one a line. Of a table whose form is not given, every fact is a column. */
export function rowsText<Row>(
  rows: readonly Row[],
  format: TextFormat,
  form?: CsvRows<Row> | undefined,
): string {
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const records = rows.flatMap((row) => (form === undefined ? [flat(row)] : form.records(row)));
  const columns = form?.columns ?? [...new Set(records.flatMap((record) => Object.keys(record)))];
  const lines = records.map((record) => csvRow(columns.map((name) => record[name] ?? null)));
  return [csvRow(columns), ...lines].join('');
}

/** What is within a fact has a column of its own, `native.amount`; a list is one cell of words. */
function flat(row: unknown, prefix = ''): CsvRecord {
  const cells = Object.entries(Object(row)).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    if (isFact(value)) return [[name, value] as const];
    if (!Array.isArray(value)) return Object.entries(flat(value, `${name}.`));
    return [[name, value.every(isFact) ? value.join(' ') : JSON.stringify(value)] as const];
  });
  return Object.fromEntries(cells);
}

function isFact(value: unknown): value is CsvCell {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
