import { providerName } from '../domain/catalogue/providers.ts';
import type { Hardware } from '../domain/models/hardware.ts';
import type { Model } from '../domain/models/model.ts';
import { ASSUMED } from '../domain/models/room.ts';
import { type Cheapest, type FitAnswer, type FoundFit, findFits } from '../query/fit.ts';
import { fitsJson } from '../query/fit-json.ts';
import { FIT_PARAM_NAMES, type FitQuestion, fitQuestion } from '../query/model-question.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import type { ModelOptions } from './fit.ts';
import { foldedTable } from './folded-table.ts';
import { isData, writeRows } from './output.ts';
import { asked, params } from './params.ts';
import { withDatabase } from './reading.ts';
import { type Column, table } from './table.ts';
import { age, createPaint, plural, usesColour, widthOf } from './terminal.ts';

/** What a question about a model is about: the model and, where it is narrowed, the hardware. */
export interface Named {
  readonly model: string;
  readonly spec: string | undefined;
}

/** How many of what does not fit are shown unless all are asked for. */
const CLOSEST = 8;

/** Tells which instances hold a model. */
export async function showFits(
  context: Context,
  { model, spec }: Named,
  options: ModelOptions,
): Promise<number> {
  const now = context.now();
  const given = { ...params(FIT_PARAM_NAMES, spec, { ...options }), model };
  const question = asked(() => fitQuestion(given));
  const answer = await withDatabase(context, options, (db) => findFits(db, question, now));
  if (isData(options)) {
    const generatedAt = new Date(now).toISOString();
    const json = { schema: 'fits/1', generatedAt, ...fitsJson(question, answer) };
    writeRows(context, options, { answer: json, list: 'fits' });
  } else {
    context.stdout.write(textOf(context, question, { ...answer, all: options.all === true }));
  }
  return EXIT.ok;
}

function textOf(
  { stdout, env, now }: Context,
  question: FitQuestion,
  { all, ...answer }: FitAnswer & { readonly all: boolean },
): string {
  const paint = createPaint(usesColour(stdout, env));
  const width = widthOf(stdout);
  const holding = answer.found.filter(({ fit }) => 'instances' in fit);
  const others = answer.found.filter(({ fit }) => !('instances' in fit)).sort(closestFirst);
  const shown = all ? others : others.slice(0, CLOSEST);
  const rows = holding.flatMap(rowsOf);
  return [
    `${paint('bold', headOf(question))}\n`,
    rows.length === 0
      ? 'Nothing that is offered holds it.\n'
      : foldedTable(columns(now()), rows, { width }),
    recipesText(holding),
    shown.length === 0
      ? ''
      : `${paint('bold', 'Does not fit')}\n${table(MISSED, shown, { width })}`,
    `${notes(answer, others.length - shown.length).join('\n')}\n`,
  ]
    .filter((text) => text !== '')
    .join('\n');
}

function headOf({ model, demand }: FitQuestion): string {
  const { contextTokens, concurrency, tensorParallel } = demand;
  const shared = tensorParallel === undefined ? '' : `, layers shared by ${tensorParallel}`;
  const asked = `${plural(concurrency, 'sequence')} of ${contextTokens} tokens${shared}`;
  return `${model.name} · ${sizeOf(model)} · ${asked}`;
}

/** What is published of a model's size. */
export function sizeOf({ parametersB, activeB, licence }: Model): string {
  const active = activeB === null ? '' : `, ${activeB}B active`;
  const size = parametersB === null ? 'size not published' : `${parametersB}B${active}`;
  return licence === null ? size : `${size} · ${licence}`;
}

interface Row {
  readonly found: FoundFit;
  readonly cheapest: Cheapest | null;
}

/** One line for each law it can be had under; one without a price where it has none. */
function rowsOf(found: FoundFit): readonly Row[] {
  if (found.cheapest.length === 0) return [{ found, cheapest: null }];
  return found.cheapest.map((cheapest) => ({ found, cheapest }));
}

function columns(now: number): readonly Column<Row>[] {
  return [
    { header: 'hardware', value: ({ found }) => hardwareText(found.hardware) },
    { header: 'fits', value: ({ found }) => howText(found.fit) },
    { header: 'left gb', value: ({ found }) => leftText(found.fit), align: 'right' },
    { header: 'all/h', value: (row) => hourlyText(row), align: 'right' },
    { header: 'cur', value: ({ cheapest }) => cheapest?.currency ?? null, fixed: true },
    { header: 'from', value: ({ cheapest }) => cheapest && placeText(cheapest.offer) },
    { header: 'law', value: ({ cheapest }) => cheapest?.jurisdiction ?? null },
    { header: 'stock', value: ({ cheapest }) => cheapest?.offer.availability ?? null },
    { header: 'offers', value: ({ found }) => found.offers },
    { header: 'seen', value: ({ cheapest }) => cheapest && ageText(now, cheapest.seenAt) },
  ];
}

/** An instance as one would say it: `8× Ascend 910C package`. */
export function hardwareText({ accelerator, count, unit, memoryGb }: Hardware): string {
  const memory = memoryGb === null ? '' : ` ${memoryGb} GB`;
  return `${count}× ${accelerator.name}${memory}${unit === null ? '' : ` ${unit}`}`;
}

function howText(fit: FoundFit['fit']): string {
  if (!('instances' in fit)) return fit.answer;
  const many = fit.instances > 1 ? `, ${fit.instances} of it` : '';
  return `${fit.answer === 'fits, documented' ? 'documented' : 'by arithmetic'}${many}`;
}

function leftText(fit: FoundFit['fit']): string | null {
  const room = 'room' in fit ? fit.room : null;
  return room === null ? null : room.leftGb.toFixed(0);
}

function hourlyText({ found, cheapest }: Row): string | null {
  const instances = 'instances' in found.fit ? found.fit.instances : 1;
  return cheapest && (cheapest.hourly * instances).toFixed(2);
}

/** Provider and region of an offer. */
export function placeText({ provider, region }: Cheapest['offer']): string {
  return region === null ? providerName(provider) : `${providerName(provider)} ${region}`;
}

/** How long ago something was seen. */
export function ageText(now: number, seenAt: number | null): string | null {
  return seenAt === null ? null : age(now - seenAt);
}

/** Each recipe with the hardware it holds for, and how far one is documented that ends too early. */
function recipesText(holding: readonly FoundFit[]): string {
  const byRecipe = new Map<string, string[]>();
  for (const { hardware, fit } of holding) {
    const text = knownText(fit);
    if (text === null) continue;
    byRecipe.set(text, [...(byRecipe.get(text) ?? []), hardwareText(hardware)]);
  }
  return [...byRecipe].map(([text, names]) => `  ${names.join(', ')}:\n    ${text}\n`).join('');
}

function knownText(fit: FoundFit['fit']): string | null {
  if (fit.answer === 'fits by arithmetic') {
    return fit.documentedTo === null ? null : `documented to ${fit.documentedTo} tokens only`;
  }
  if (fit.answer !== 'fits, documented') return null;
  const { weights, recipe, instances } = fit;
  const { layout, contextTokens, engine, source, date } = recipe;
  const what = [
    instances > 1 ? `${instances} of it` : null,
    weights.name,
    layout,
    contextTokens === null ? null : `to ${contextTokens} tokens`,
    engine,
  ];
  return `${what.filter((part) => part !== null).join(', ')}\n    ${source} (${date})`;
}

const MISSED: readonly Column<FoundFit>[] = [
  { header: 'hardware', value: ({ hardware }) => hardwareText(hardware) },
  { header: 'short by', value: ({ fit }) => shortText(fit), align: 'right' },
  { header: 'why', value: ({ fit }) => ('why' in fit ? fit.why : null) },
  { header: 'offers', value: ({ offers }) => offers },
];

function shortText(fit: FoundFit['fit']): string | null {
  if (!('shortGb' in fit) || fit.shortGb === null) return null;
  return `${Math.ceil(fit.shortGb)} GB`;
}

function closestFirst({ fit: one }: FoundFit, { fit: other }: FoundFit): number {
  return shortOf(one) - shortOf(other);
}

function shortOf(fit: FoundFit['fit']): number {
  return 'shortGb' in fit ? (fit.shortGb ?? Number.MAX_VALUE) : Number.MAX_VALUE;
}

function notes({ parts, unknown }: FitAnswer, hidden: number): readonly string[] {
  const { memoryShare, runtimeGb, margin } = ASSUMED;
  return [
    ...(hidden > 0 ? [`${hidden} more that do not fit: --all shows them`] : []),
    ...(parts > 0 ? [`${plural(parts, 'offer')} of a part of an accelerator left out`] : []),
    ...(unknown > 0 ? [`${plural(unknown, 'offer')} of unknown accelerators left out`] : []),
    `By arithmetic: ${memoryShare * 100} % of the memory of each rank, ${runtimeGb} GB of it for the engine, the cache on every`,
    `rank that shares a layer; where the cache is not known, ${margin} times the weights. Holding is not serving well.`,
  ];
}
