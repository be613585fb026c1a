import { type CsvCell, csvRow } from '../query/csv.ts';
import type { Context } from './context.ts';
import { UsageError } from './exit.ts';

/** How an answer may be written. */
export const OUTPUTS = ['table', 'wide', 'json', 'ndjson', 'csv'] as const;
export type Output = (typeof OUTPUTS)[number];

export interface OutputOptions {
  readonly json?: boolean;
  readonly output?: Output;
}

/** Whether the answer is for a program. */
export function isData({ json, output }: OutputOptions): boolean {
  return json === true || output === 'json' || output === 'ndjson' || output === 'csv';
}

type CsvRecord = Readonly<Record<string, CsvCell>>;

/** How a row becomes lines of a table, mostly one; what a line does not have is an empty cell. */
export interface CsvRows<Row> {
  readonly columns: readonly string[];
  readonly records: (row: Row) => readonly CsvRecord[];
}

/**
 * Writes an answer for a program: as one JSON object, or of its rows, which stand under `list`, one a
 * line. Where that is a part only, standard error says so.
 */
export function writeRows<Answer extends object, Name extends keyof Answer & string>(
  context: Context,
  { output }: OutputOptions,
  {
    answer,
    list,
    csv,
  }: {
    readonly answer: Answer;
    readonly list: Name;
    /** Without it, a column for every fact. */
    readonly csv?: CsvRows<Answer[Name] extends readonly (infer Row)[] ? Row : never>;
  },
): void {
  const { stdout, stderr } = context;
  if (output !== 'csv' && output !== 'ndjson') {
    stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const rows = answer[list];
  if (!Array.isArray(rows)) throw new Error(`expected a list under ${list}, found none`);
  stdout.write(
    output === 'csv' ? csvText(rows, csv) : rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
  const { total } = answer as { readonly total?: unknown };
  if (typeof total === 'number' && rows.length < total) {
    stderr.write(`${rows.length} of ${total} ${list}: --limit and --cursor show more\n`);
  }
}

function csvText<Row>(rows: readonly Row[], form: CsvRows<Row> | undefined): string {
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

/** Verbs whose answers have rows. */
const ROWED: ReadonlySet<string> = new Set([
  ...['offers', 'compare', 'changes', 'history', 'accelerators', 'providers', 'regions'],
  ...['stacks', 'targets', 'fit', 'tokens', 'sources', 'quarantine list', 'rules', 'deliveries'],
]);

/** Throws a `UsageError` for a form that the answer of the verb has not. */
export function refuseForm(verb: string, { output }: OutputOptions): void {
  if (output === undefined || output === 'table' || output === 'json' || ROWED.has(verb)) return;
  throw new UsageError(
    `--output: expected table or json, for the answer of "${verb}" is no list of rows, found ${output}`,
  );
}
