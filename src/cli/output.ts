import { type CsvRows, rowsText } from '../query/rows-text.ts';
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
  stdout.write(rowsText(rows, output, csv));
  const { total } = answer as { readonly total?: unknown };
  if (typeof total === 'number' && rows.length < total) {
    stderr.write(`${rows.length} of ${total} ${list}: --limit and --cursor show more\n`);
  }
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
