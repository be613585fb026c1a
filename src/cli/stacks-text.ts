import { GROUP_PARAM_NAMES, type GroupPrices, groupQuestion } from '../query/offer-groups.ts';
import { type FoundGeneration, type FoundStack, findStacks } from '../query/stacks.ts';
import { stackJson } from '../query/stacks-json.ts';
import { findTargets, hasAlternative } from '../query/targets.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { type CommonOptions, configOf, withDatabase } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, percent, plural, usesColour, widthOf } from './terminal.ts';

/** Tells of the stacks that are offered, with their generations. */
export async function showStacks(
  context: Context,
  spec: string | undefined,
  options: CommonOptions,
): Promise<number> {
  const now = context.now();
  const question = asked(() => groupQuestion(params(GROUP_PARAM_NAMES, spec, { ...options }), now));
  const { targets } = configOf(context, options);
  const { stacks, reached } = await withDatabase(context, options, async (db) => ({
    stacks: await findStacks(db, question, now),
    reached: await findTargets(db, targets, question, now),
  }));
  const free = reached.filter(hasAlternative).map(({ target }) => target.id);
  if (isData(options)) {
    const answer = {
      ...{ schema: 'stacks/1', generatedAt: new Date(now).toISOString(), total: stacks.length },
      stacks: stacks.map(stackJson),
      targets: { total: targets.length, withAlternative: free },
    };
    writeRows(context, options, { answer, list: 'stacks' });
    return EXIT.ok;
  }
  context.stdout.write(textOf(context, stacks));
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
    table(columns(now()), rows, { width: widthOf(stdout) }),
    `${paint('gray', 'from, p50, spot: of one accelerator-hour. per GB, per TFLOPS: the lowest of an hour, dense, by the catalogue.')}\n`,
  ].join('\n');
}

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

function columns(now: number): readonly Column<Row>[] {
  return [
    { header: 'stack', value: ({ stack }) => stack },
    { header: 'generation', value: ({ generation }) => generation },
    { header: 'from', value: ({ prices: [p] }) => amount(p?.floor), align: 'right' },
    { header: 'p50', value: ({ prices: [p] }) => amount(p?.median), align: 'right' },
    { header: 'spot', value: ({ spot: [p] }) => amount(p?.floor), align: 'right' },
    { header: 'cur', value: ({ prices: [p], spot: [s] }) => currencyOf(p ?? s), fixed: true },
    { header: '30d', value: ({ moved30 }) => percent(moved30), align: 'right' },
    { header: 'per gb', value: ({ per }) => small(per.gb), align: 'right' },
    { header: 'per fp16', value: ({ per }) => small(per.fp16), align: 'right' },
    { header: 'per fp8', value: ({ per }) => small(per.fp8), align: 'right' },
    { header: 'offers', value: ({ offers }) => offers },
    { header: 'in stock', value: ({ inStock }) => inStock },
    { header: 'by', value: ({ providers }) => providers.length },
    { header: 'regions', value: ({ regions }) => regions },
    { header: 'seen', value: ({ seenAt }) => (seenAt === null ? null : age(now - seenAt)) },
  ];
}

const currencyOf = (prices: GroupPrices | undefined): string | null => prices?.currency ?? null;

function amount(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : value.toFixed(value < 0.1 ? 4 : 2);
}

const small = (value: number | null): string | null => (value === null ? null : value.toFixed(4));
