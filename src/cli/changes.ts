import { Command } from 'commander';
import { Flag } from '../domain/change.ts';
import type { ChangeAnswer, FoundChange, FoundState } from '../query/changes.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { listed, oneOf, sinceTime, specOf, wholeNumber } from './filters.ts';
import type { CommonOptions } from './reading.ts';

interface ChangeOptions extends CommonOptions {
  readonly since?: string;
  readonly flag?: readonly Flag[];
  readonly provider?: readonly string[];
  readonly source?: string;
  readonly all?: boolean;
  readonly limit: number;
  readonly failIfEmpty?: boolean;
}

/** `chipwatch changes`: what is different since. */
export function changesCommand(context: Context, end: (code: number) => void): Command {
  return new Command('changes')
    .description('show what changed: new regions, prices, stock, newest first')
    .argument('[spec]', 'hardware: H100, H100:8, ascend')
    .option('--since <time>', 'an age such as 24h or 7d, or a time such as 2026-08-04')
    .option('--flag <names>', 'only these: region.new, price.drop, …', oneOf(Flag.options))
    .option('--provider <names>', 'only these providers', listed)
    .option('--source <id>', 'only this source')
    .option('--all', 'the first crawl of each source too, which is no news')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .option('--fail-if-empty', 'exit with 3 when nothing matches')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch changes --since 24h
  $ chipwatch changes H100 --flag price.drop,sold-out --json`,
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
  const spec = specOf(text);
  const { since, flag, provider, source, all, limit } = options;
  const question = {
    limit,
    ...(spec && { spec }),
    ...(since !== undefined && { since: sinceTime(since, context.now()) }),
    ...(flag && { flags: flag }),
    ...(provider && { provider }),
    ...(source !== undefined && { source }),
    ...(all && { baseline: true }),
  };
  const { findChanges } = await import('../query/changes.ts');
  const { withDatabase, writeJson } = await import('./reading.ts');
  const answer = await withDatabase(context, options, (db) => findChanges(db, question));
  if (options.json) {
    const { changeJson } = await import('../query/json.ts');
    writeJson(context, {
      schema: 'changes/1',
      generatedAt: new Date(context.now()).toISOString(),
      shown: answer.changes.length,
      total: answer.total,
      baseline: answer.baseline,
      changes: answer.changes.map(changeJson),
    });
  } else await writeChanges(context, answer);
  return options.failIfEmpty && answer.total === 0 ? EXIT.empty : EXIT.ok;
}

async function writeChanges(
  { stdout }: Context,
  { changes, total, baseline }: ChangeAnswer,
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

function stateText(state: FoundState | null, kind: string): string {
  if (state === null) return '';
  if (kind === 'quantity') return String(state.quantity ?? '–');
  if (kind === 'availability' || state.price === null) return state.availability;
  return `${state.price.micros / 1e6} ${state.price.currency}`;
}
