import { Command } from 'commander';
import type { OfferState } from '../domain/offer.ts';
import type { FoundChange } from '../query/change-rows.ts';
import type { ChangeAnswer } from '../query/changes.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { asked, params, type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

interface ChangeOptions extends CommonOptions {
  readonly failIfEmpty?: boolean;
}

/** What narrows changes; the grammar is that of every question. */
export const CHANGE_OPTIONS: readonly QuestionOption[] = [
  ['--since <time>', 'an age such as 24h or 7d, or a time such as 2026-08-04'],
  ['--until <time>', 'only before that'],
  ['--flag <names>', 'only these: region.new, price.drop, price.rise, sold-out, back, …'],
  ['--kind <names>', 'only these: listed, price, availability, quantity, withdrawn, …'],
  ['--net', 'of each offer the first state against the last, one row an offer'],
  ...FILTER_OPTIONS,
  ['--all', 'the first crawl of each source too, which is no news'],
  ['--limit <number>', 'at most so many (50)'],
  ['--cursor <text>', 'the page after: "next" of a --json answer'],
];
/** As many as are shown where nobody says how many. */
const SHOWN = '50';

/** `chipwatch changes`: what is different since. */
export function changesCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('changes')
    .description('show what changed: new regions, prices, stock, newest first')
    .argument('[spec]', 'hardware: H100, H100:8, ascend');
  return withOptions(command, CHANGE_OPTIONS)
    .option('--fail-if-empty', 'exit with 3 when nothing matches')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch changes --since 24h
  $ chipwatch changes ascend --outside-china --since 30d --net`,
    )
    .action(async (spec: string | undefined, _: unknown, command: Command) => {
      end(await showChanges(context, spec, command.optsWithGlobals<ChangeOptions>()));
    });
}

async function showChanges(
  context: Context,
  text: string | undefined,
  options: ChangeOptions,
): Promise<number> {
  const [{ CHANGE_PARAM_NAMES, changesQuestion }, { findChanges }, { withDatabase }] =
    await Promise.all([
      import('../query/change-question.ts'),
      import('../query/changes.ts'),
      import('./reading.ts'),
    ]);
  const given = { limit: SHOWN, ...params(CHANGE_PARAM_NAMES, text, { ...options }) };
  const question = asked(() => changesQuestion(given, context.now()));
  const answer = await withDatabase(context, options, (db) => findChanges(db, question));
  const { isData, writeRows } = await import('./output.ts');
  if (isData(options)) {
    const [{ changeJson }, { CHANGE_COLUMNS, changeRecord }] = await Promise.all([
      import('../query/json.ts'),
      import('../query/change-fields.ts'),
    ]);
    const { changes, ...facts } = answer;
    const json = {
      schema: 'changes/1',
      generatedAt: new Date(context.now()).toISOString(),
      shown: changes.length,
      ...facts,
      changes: changes.map(changeJson),
    };
    const csv = {
      columns: CHANGE_COLUMNS,
      records: (row: (typeof json.changes)[number]) => [changeRecord(row)],
    };
    writeRows(context, options, { answer: json, list: 'changes', csv });
  } else await writeChanges(context, answer);
  return options.failIfEmpty && answer.total === 0 ? EXIT.empty : EXIT.ok;
}

async function writeChanges(
  { stdout }: Context,
  { changes, total, baseline, without }: ChangeAnswer,
): Promise<void> {
  const { table } = await import('./table.ts');
  const { percent, plural, widthOf } = await import('./terminal.ts');
  const subject = await subjects();
  if (changes.length > 0) {
    const columns = [
      { header: 'when', value: ({ at }: FoundChange) => minute(at), fixed: true },
      { header: 'flags', value: ({ flags, kind }: FoundChange) => flags.join(' ') || kind },
      { header: 'what', value: subject },
      { header: 'before', value: ({ before, kind }: FoundChange) => stateText(before, kind) },
      { header: 'after', value: ({ after, kind }: FoundChange) => stateText(after, kind) },
      {
        header: 'change',
        value: ({ changePercent }: FoundChange) =>
          changePercent === null ? '' : percent(changePercent),
      },
    ];
    stdout.write(`${table(columns, changes, { width: widthOf(stdout) })}\n`);
  }
  const shown = changes.length < total ? `${changes.length} of ` : '';
  stdout.write(total === 0 ? 'No change matches.\n' : `${shown}${plural(total, 'change')}\n`);
  for (const { filter, changes: others } of without) {
    if (others > 0) stdout.write(`without ${filter} there would be ${plural(others, 'change')}\n`);
  }
  if (baseline > 0) {
    stdout.write(`${plural(baseline, 'row')} of first crawls are no news; --all shows them\n`);
  }
}

const minute = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

async function subjects(): Promise<(change: FoundChange) => string> {
  const { whereabouts } = await import('../domain/normalise.ts');
  return ({ offer, subject, detail, acceleratorName }) =>
    offer === null
      ? `${subject}: ${detail}`
      : `${whereabouts(offer)} ${offer.sku}, ${offer.count}× ${acceleratorName}`;
}

function stateText(state: OfferState | null, kind: string): string {
  if (state === null) return '';
  if (kind === 'quantity') return String(state.quantity ?? '–');
  if (kind === 'availability' || state.price === null) return state.availability;
  return `${state.price.micros / 1e6} ${state.price.currency}`;
}
