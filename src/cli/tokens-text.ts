import { decimal } from '../domain/money.ts';
import { TOKEN_ROWS, tokensJson } from '../query/break-even-json.ts';
import { loadText } from '../query/in-words.ts';
import {
  type ComparedTokens,
  compareTokenPrices,
  TOKEN_PARAM_NAMES,
  type TokenQuestion,
  tokenQuestion,
} from '../query/token-comparison.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { foldedTable } from './folded-table.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { type CommonOptions, withDatabase } from './reading.ts';
import type { Column } from './table.ts';
import { widthOf } from './terminal.ts';

/** Tells what APIs ask for tokens. */
export async function showTokens(
  context: Context,
  model: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const now = context.now();
  const named = model === undefined ? {} : { model };
  const given = { ...params(TOKEN_PARAM_NAMES, undefined, { ...options }), ...named };
  const question = asked(() => tokenQuestion(given, now));
  const found = await withDatabase(context, options, (db) => compareTokenPrices(db, question));
  if (isData(options)) {
    const generatedAt = new Date(now).toISOString();
    const answer = { schema: 'tokens/1', generatedAt, ...tokensJson(question, found) };
    writeRows(context, options, { answer, list: 'tokens', csv: TOKEN_ROWS });
  } else {
    context.stdout.write(textOf(question, found, widthOf(context.stdout)));
  }
  return EXIT.ok;
}

const COLUMNS: readonly Column<ComparedTokens>[] = [
  { header: 'model', value: ({ price }) => price.model },
  { header: 'api', value: ({ price }) => price.host },
  { header: 'when', value: ({ price }) => price.window },
  { header: 'since', value: ({ price }) => price.from ?? `read ${price.date}`, fixed: true },
  { header: 'in', value: ({ price }) => decimal(price.input), align: 'right' },
  {
    header: 'cached',
    value: ({ price }) => price.cachedInput && decimal(price.cachedInput),
    align: 'right',
  },
  { header: 'out', value: ({ price }) => decimal(price.output), align: 'right' },
  { header: 'cur', value: ({ price }) => price.output.currency, fixed: true },
  { header: 'all in', value: ({ perMillion }) => perMillion.toFixed(2), align: 'right' },
  { header: '× flash', value: ({ times }) => times?.toFixed(1) ?? null, align: 'right' },
  { header: 'known', value: ({ price }) => price.confidence },
  { header: 'by', value: ({ price }) => price.source },
];

function textOf(question: TokenQuestion, found: readonly ComparedTokens[], width: number): string {
  if (found.length === 0) return 'No price of tokens is known for that model and time.\n';
  return [
    foldedTable(COLUMNS, found, { width }),
    `Of a million tokens. all in: a million of output with its input, ${loadText(question)}.\n`,
    '× flash: so many times the cheapest DeepSeek V4-Flash of that time.\n',
  ].join('');
}
