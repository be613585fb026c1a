import { type GenerationHistory, generationHistory } from '../query/generation-history.ts';
import type { GroupPrices } from '../query/offer-groups.ts';
import { STACK_PARAM_NAMES, type StackQuestion, stackQuestion } from '../query/stack-question.ts';
import { type FoundGeneration, type FoundStack, findStacks } from '../query/stacks.ts';
import { generationHistoryJson, stackJson } from '../query/stacks-json.ts';
import { findTargets, hasAlternative } from '../query/targets.ts';
import { intervalOf } from '../server/desk.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { type CommonOptions, configOf, withDatabase } from './reading.ts';
import { SERIES, type Series, seriesOf } from './series.ts';
import { sourceFacts } from './source-facts.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, percent, plural, usesColour, widthOf } from './terminal.ts';

/** Tells of the stacks that are offered, with their generations and what those came to cost. */
export async function showStacks(
  context: Context,
  spec: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const now = context.now();
  const question = asked(() => stackQuestion(params(STACK_PARAM_NAMES, spec, { ...options }), now));
  const config = configOf(context, options);
  const { targets } = config;
  const sources = sourceFacts(config);
  const { stacks, history, reached } = await withDatabase(context, options, async (db) => ({
    stacks: await findStacks(db, question, now),
    history: await generationHistory(db, question, (source) => intervalOf({ sources }, source)),
    reached: await findTargets(db, targets, question, now),
  }));
  const free = reached.filter(hasAlternative).map(({ target }) => target.id);
  if (isData(options)) {
    const answer = {
      ...{ schema: 'stacks/1', generatedAt: new Date(now).toISOString(), total: stacks.length },
      stacks: stacks.map(stackJson),
      history: history.map(generationHistoryJson),
      targets: { total: targets.length, withAlternative: free },
    };
    writeRows(context, options, { answer, list: 'stacks' });
    return EXIT.ok;
  }
  context.stdout.write(textOf(context, stacks));
  if (stacks.length > 0) context.stdout.write(pastText(context, question, history));
  if (targets.length > 0) {
    const names = free.length === 0 ? '' : `: ${free.join(', ')}`;
    context.stdout.write(
      `${free.length} of ${plural(targets.length, 'target')} could run without NVIDIA today${names}\n`,
    );
  }
  return EXIT.ok;
}

interface Row extends FoundGeneration {
  readonly stack: FoundStack['stack'];
}

function textOf({ stdout, env, now }: Context, stacks: readonly FoundStack[]): string {
  if (stacks.length === 0) return 'No measured offer matches.\n';
  const paint = createPaint(usesColour(stdout, env));
  const rows = stacks.flatMap(({ stack, generations }) =>
    generations.map((generation): Row => ({ ...generation, stack })),
  );
  return [
    table(STACKS, stacks, { width: widthOf(stdout) }),
    table(columns(now(), widthOf(stdout)), rows, { width: widthOf(stdout) }),
    `${paint('gray', 'from, p50, spot: of one accelerator-hour. /gb, /fp16, /fp8: the lowest for a GB, a dense TFLOPS.')}\n`,
  ].join('\n');
}

type Past = Series & Pick<GenerationHistory, 'stack' | 'generation'>;

function pastText(
  { stdout, env }: Context,
  { since }: StackQuestion,
  history: readonly GenerationHistory[],
): string {
  const day = new Date(since).toISOString().slice(0, 10);
  if (history.length === 0) {
    return `\nNo price on demand was read since ${day}: --since 365d looks further back\n`;
  }
  const lines = history.flatMap(({ stack, generation, days }) =>
    seriesOf(days).map((series): Past => ({ stack, generation, ...series })),
  );
  const paint = createPaint(usesColour(stdout, env));
  const note = `floor of an accelerator-hour on demand by day since ${day}; a dash: nothing read, or none to be had`;
  return `\n${table(PAST, lines, { width: widthOf(stdout) })}${paint('gray', note)}\n`;
}

/** Of what the table above has as of now, no second time. */
const TOLD: readonly string[] = ['median now', 'offers'];

const PAST: readonly Column<Past>[] = [
  { header: 'stack', value: ({ stack }) => stack },
  { header: 'generation', value: ({ generation }) => generation, fixed: true },
  ...SERIES.filter(({ header }) => !TOLD.includes(header)),
];

const share = (part: number): string => `${(part * 100).toFixed(part < 0.1 ? 1 : 0)} %`;

const STACKS: readonly Column<FoundStack>[] = [
  { header: 'stack', value: ({ stack }) => stack },
  { header: 'share', value: (row) => share(row.share), align: 'right' },
  { header: 'offers', value: ({ offers }) => offers },
  { header: 'in stock', value: ({ inStock }) => inStock },
  { header: 'outside cn', value: (row) => share(row.outsideChina / row.offers), align: 'right' },
  { header: 'by', value: ({ providers }) => providers.length },
  { header: 'regions', value: ({ regions }) => regions },
  { header: 'countries', value: ({ countries }) => countries.length },
  { header: 'under the law of', value: ({ jurisdictions }) => jurisdictions.join(' ') },
];

/** From so many terminal cells on there is room for everything. */
const WIDE = 120;
/** What the table of stacks, or a question for offers, has too. */
const WIDE_ONLY: readonly string[] = ['in stock', 'regions'];

function columns(now: number, width: number): readonly Column<Row>[] {
  const all: readonly Column<Row>[] = [
    { header: 'stack', value: ({ stack }) => stack },
    { header: 'generation', value: ({ generation }) => generation, fixed: true },
    { header: 'from', value: ({ prices: [p] }) => amount(p?.floor), align: 'right' },
    { header: 'p50', value: ({ prices: [p] }) => amount(p?.median), align: 'right' },
    { header: 'spot', value: ({ spot: [p] }) => amount(p?.floor), align: 'right' },
    { header: 'cur', value: ({ prices: [p], spot: [s] }) => currencyOf(p ?? s), fixed: true },
    { header: '30d', value: ({ moved30 }) => percent(moved30), align: 'right' },
    { header: '/gb', value: ({ per }) => small(per.gb), align: 'right' },
    { header: '/fp16', value: ({ per }) => small(per.fp16), align: 'right' },
    { header: '/fp8', value: ({ per }) => small(per.fp8), align: 'right' },
    { header: 'offers', value: ({ offers }) => offers },
    { header: 'in stock', value: ({ inStock }) => inStock },
    { header: 'by', value: ({ providers }) => providers.length },
    { header: 'regions', value: ({ regions }) => regions },
    { header: 'seen', value: ({ seenAt }) => (seenAt === null ? null : age(now - seenAt)) },
  ];
  return width < WIDE ? all.filter(({ header }) => !WIDE_ONLY.includes(header)) : all;
}

const currencyOf = (prices: GroupPrices | undefined): string | null => prices?.currency ?? null;

function amount(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : value.toFixed(value < 0.1 ? 4 : 2);
}

const small = (value: number | null): string | null => (value === null ? null : value.toFixed(4));
