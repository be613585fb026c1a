import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { perAccelerator, type Throughput } from '../domain/models/throughput.ts';
import type { TokenPrice } from '../domain/models/token-prices.ts';
import { decimal } from '../domain/money.ts';
import {
  type BreakEvenAnswer,
  type FoundBreakEven,
  findBreakEven,
  type OfferedSystem,
} from '../query/break-even.ts';
import { breakEvensJson } from '../query/break-even-json.ts';
import { busyText, shareText } from '../query/in-words.ts';
import {
  BREAK_EVEN_PARAM_NAMES,
  type BreakEvenQuestion,
  breakEvenQuestion,
} from '../query/model-question.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ModelOptions } from './fit.ts';
import { ageText, type Named, placeText, sizeOf } from './fit-text.ts';
import { foldedTable } from './folded-table.ts';
import { asked, params } from './params.ts';
import { withDatabase, writeJson } from './reading.ts';
import type { Column } from './table.ts';
import { createPaint, type Paint, plural, usesColour, widthOf } from './terminal.ts';

/** Tells from which price on renting beats paying by the token. */
export async function showBreakEven(
  context: Context,
  { model, spec }: Named,
  options: ModelOptions,
): Promise<number> {
  const now = context.now();
  const given = { ...params(BREAK_EVEN_PARAM_NAMES, spec, { ...options }), model };
  const question = asked(() => breakEvenQuestion(given, now));
  const answer = await withDatabase(context, options, (db) => findBreakEven(db, question, now));
  if (options.json) {
    const generatedAt = new Date(now).toISOString();
    writeJson(context, {
      schema: 'break-evens/1',
      generatedAt,
      ...breakEvensJson(question, answer),
    });
  } else {
    context.stdout.write(textOf(context, question, answer));
  }
  return EXIT.ok;
}

function textOf(context: Context, question: BreakEvenQuestion, answer: BreakEvenAnswer): string {
  const { stdout, env, now } = context;
  const paint = createPaint(usesColour(stdout, env));
  const width = widthOf(stdout);
  const rows = answer.found.flatMap(rowsOf);
  return [
    `${paint('bold', headOf(question))}\n`,
    answer.prices.length === 0
      ? 'No price of it by API is known for that time.\n'
      : foldedTable(PRICES, answer.prices, { width }),
    rows.length === 0 ? '' : foldedTable(columns(now(), paint), rows, { width }),
    `${notes(question, answer).join('\n')}\n`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function headOf({ model, utilisation, inputRatio, cacheHit }: BreakEvenQuestion): string {
  const ratio = inputRatio === undefined ? null : `${inputRatio} input tokens for one of output`;
  const hit = cacheHit === undefined ? null : `${shareText(cacheHit)} of them cached`;
  const asked = [ratio, hit, `busy ${shareText(utilisation)} of the time`];
  return [model.name, sizeOf(model), ...asked.filter((text) => text !== null)].join(' · ');
}

const PRICES: readonly Column<TokenPrice>[] = [
  { header: 'api', value: ({ host }) => host },
  { header: 'when', value: ({ window }) => window },
  { header: 'since', value: ({ from, date }) => from ?? `read ${date}`, fixed: true },
  { header: 'in', value: ({ input }) => decimal(input), align: 'right' },
  { header: 'cached', value: (row) => row.cachedInput && decimal(row.cachedInput), align: 'right' },
  { header: 'out', value: ({ output }) => decimal(output), align: 'right' },
  { header: 'cur', value: ({ output }) => output.currency, fixed: true },
  { header: 'known', value: ({ confidence }) => confidence },
  { header: 'note', value: ({ note }) => note },
];

interface Row extends Omit<FoundBreakEven, 'offered'> {
  readonly offered: OfferedSystem | null;
}

function rowsOf({ line, offered }: FoundBreakEven): readonly Row[] {
  return offered.length === 0
    ? [{ line, offered: null }]
    : offered.map((each) => ({ line, offered: each }));
}

function columns(now: number, paint: Paint): readonly Column<Row>[] {
  return [
    { header: 'measured on', value: ({ line }) => systemText(line.throughput) },
    { header: 'load', value: ({ line }) => loadText(line.throughput) },
    {
      header: 'tok/s',
      value: ({ line }) => perAccelerator(line.throughput).toFixed(0),
      align: 'right',
    },
    { header: 'api', value: ({ line }) => `${line.price.host} ${line.price.window}` },
    { header: 'worth', value: ({ line }) => line.perAcceleratorHour.toFixed(2), align: 'right' },
    {
      header: 'offered',
      value: ({ offered }) => offered?.perAcceleratorHour?.toFixed(2) ?? null,
      align: 'right',
      paint: (text, row) => paint(isWon(row) ? 'green' : 'reset', text),
    },
    { header: 'busy', value: ({ offered }) => busyText(offered), align: 'right' },
    { header: 'M out/mo', value: ({ offered }) => monthText(offered), align: 'right' },
    { header: 'from', value: ({ offered }) => offered && placeText(offered.cheapest.offer) },
    { header: 'law', value: ({ offered }) => offered?.cheapest.jurisdiction ?? null },
    { header: 'seen', value: ({ offered }) => offered && ageText(now, offered.cheapest.seenAt) },
  ];
}

const isWon = ({ line, offered }: Row): boolean =>
  offered?.perAcceleratorHour !== null &&
  offered !== null &&
  offered.perAcceleratorHour < line.perAcceleratorHour;

function systemText({ accelerators: [id = ''], count, nodes }: Throughput): string {
  const name = acceleratorById(id)?.name ?? id;
  return `${nodes > 1 ? `${nodes} × ` : ''}${count}× ${name}`;
}

function loadText({ inputTokens, outputTokens, cacheHit, concurrency }: Throughput): string {
  const users = concurrency === null ? '' : `, ${concurrency} at a time`;
  return `${inputTokens}/${outputTokens}, ${shareText(cacheHit)} cached${users}`;
}

function monthText(offered: OfferedSystem | null): string | null {
  return offered?.against?.millionsAMonth.toFixed(0) ?? null;
}

/** How many of what was never measured are named; the JSON has all. */
const UNMEASURED_SHOWN = 8;

/** What nobody published a rate for: Ascend first, then what most offers are of. */
function unmeasuredText(withoutRate: BreakEvenAnswer['withoutRate']): readonly string[] {
  if (withoutRate.length === 0) return [];
  const shown = withoutRate
    .toSorted((one, other) => isAscend(other) - isAscend(one) || other.offers - one.offers)
    .slice(0, UNMEASURED_SHOWN)
    .map(({ name, offers }) => `${name} (${offers})`);
  const more = withoutRate.length - shown.length;
  const others = more > 0 ? `, and ${more} more: --json has all` : '';
  return [`no published throughput, by offers: ${shown.join(', ')}${others}`];
}

const isAscend = ({ name }: { readonly name: string }): number => Number(name.startsWith('Ascend'));

function notes(
  { currency }: BreakEvenQuestion,
  { found, otherConditions, withoutRate }: BreakEvenAnswer,
): readonly string[] {
  const caveats = new Set(
    found.flatMap(({ line }) => {
      const { caveat, source, date } = line.throughput;
      return [
        `  ${systemText(line.throughput)}: ${source} (${date})${caveat === null ? '' : `; ${caveat}`}`,
      ];
    }),
  );
  return [
    `worth: an accelerator-hour (as sold) that costs less beats that API; offered in ${currency} where a rate is known.`,
    'busy: the share of time from which on it does. M out/mo: millions of output tokens a month that cost as much by API.',
    'The whole bill of a system is charged to its output; no operators, no spare machine, no storage.',
    ...(found.length === 0
      ? ['No throughput under such conditions is published.']
      : ['Measured by']),
    ...caveats,
    ...(otherConditions.length > 0
      ? [
          `${plural(otherConditions.length, 'rate')} measured under other conditions left out: without --input-ratio and --cache-hit they are shown`,
        ]
      : []),
    ...unmeasuredText(withoutRate),
  ];
}
