import { Command } from 'commander';
import type { Database } from '../../db/open.ts';
import type { OfferAnswer } from '../query/offers.ts';
import type { OfferQuestion } from '../query/question.ts';
import type { FoundSighting } from '../query/sightings.ts';
import type { Watched } from '../query/watched.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { FILTER_OPTIONS } from './filter-options.ts';
import { asked, params, type QuestionOption, withOptions } from './params.ts';
import type { CommonOptions } from './reading.ts';

interface OfferOptions extends CommonOptions {
  readonly failIfEmpty?: boolean;
  readonly requireFresh?: boolean;
  readonly asRule?: string;
}

/** What narrows and orders offers; the grammar is that of every question. */
export const OFFER_OPTIONS: readonly QuestionOption[] = [
  ...FILTER_OPTIONS,
  ['--state <words>', 'only these: available, limited, sold-out, listed, unknown'],
  ['--evidence <kinds>', 'only known in these ways: stock-api, price-list, page'],
  ['--memory <range>', 'GB of one accelerator: 80.. or 40..80'],
  ['--price <range>', 'of one accelerator-hour: ..2.50 or 1..2.50'],
  ['--per <unit>', 'what --price is of: accelerator, or instance'],
  ['--currency <code>', 'compare prices in this currency (USD)'],
  ['--fresh <age>', 'only seen no longer ago: 6h, 2d'],
  ['--as-of <time>', 'as it was then: 2026-08-04, or 7d ago'],
  [
    '--sort <keys>',
    'price, provider, region, country, jurisdiction, accelerator, count, memory, stock; -price turns round',
  ],
  [
    '--best-per <names>',
    'the cheapest of each: accelerator, provider, region, country, jurisdiction',
  ],
  ['--group-by <names>', 'those together, with count and cheapest of each group; names as above'],
  ['--columns <names>', 'these facts alone, by their names in --json: id,provider,hourlyUsd'],
  ['--limit <number>', 'at most so many'],
  ['--cursor <text>', 'the page after: "next" of a --json answer'],
];

/** `chipwatch offers`: what can be rented, where and at what price. */
export function offersCommand(context: Context, end: (code: number) => void): Command {
  const command = new Command('offers')
    .description('show what can be rented: where, at what price, and how that is known')
    .argument('[spec]', 'hardware: H100, H100:8, "nvidia:80GB..", ascend, 910B');
  return withOptions(command, OFFER_OPTIONS)
    .option(
      '--as-rule <name>',
      'print the rule that watches this, and how often it would have told',
    )
    .option('--fail-if-empty', 'exit with 3 when nothing matches')
    .option('--require-fresh', 'exit with 4 when an answer rests on a stale source')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch offers ascend --outside-china
  $ chipwatch offers H100 --best-per accelerator,jurisdiction --sort price -o csv`,
    )
    .action(async (spec: string | undefined, _: unknown, command: Command) => {
      end(await showOffers(context, spec, command.optsWithGlobals<OfferOptions>()));
    });
}

async function showOffers(
  context: Context,
  text: string | undefined,
  options: OfferOptions,
): Promise<number> {
  const { OFFER_PARAM_NAMES, offerQuestion } = await import('../query/question.ts');
  const given = params(OFFER_PARAM_NAMES, text, { ...options });
  const question = asked(() => offerQuestion(given, context.now()));
  if (options.asRule !== undefined) {
    const { writeRule } = await import('./trying.ts');
    return writeRule(context, { name: options.asRule, question }, options);
  }
  const [{ staleSources }, { withDatabase }] = await Promise.all([
    import('./keeping-up.ts'),
    import('./reading.ts'),
  ]);
  const now = context.now();
  const found = await withDatabase(context, options, (db) => askAll(db, question, now));
  const { answer } = found;
  const stale = await staleSources(context, options, answer.offers);
  const { isData } = await import('./output.ts');
  const told = { ...found, stale, question };
  if (isData(options)) {
    const { writeOfferData } = await import('./offers-data.ts');
    writeOfferData(context, options, told);
  } else {
    const { writeOffers } = await import('./offers-text.ts');
    const homepageOf = await homepages(question);
    writeOffers(context, { ...told, homepageOf, isWide: options.output === 'wide' });
  }
  if (options.failIfEmpty && answer.total === 0) return EXIT.empty;
  return options.requireFresh && stale.length > 0 ? EXIT.stale : EXIT.ok;
}

/** What is told of all sources is loaded only where their pages are asked for. */
async function homepages({ columns }: OfferQuestion) {
  if (!columns?.includes('url')) return () => null;
  const { sheetById } = await import('./known-sheets.ts');
  return (source: string) => sheetById(source)?.homepage ?? null;
}

/** All that is known about a question, measured or not. */
export interface Found {
  readonly answer: OfferAnswer;
  readonly sightings: readonly FoundSighting[];
  readonly watched: readonly Watched[];
}

/** The same, ready to be told. */
export interface Told extends Found {
  readonly question: OfferQuestion;
  /** Sources last read too long ago. */
  readonly stale: readonly string[];
}

async function askAll(db: Database, question: OfferQuestion, now: number): Promise<Found> {
  const [{ findOffers }, { findSightings }, { findWatched }] = await Promise.all([
    import('../query/offers.ts'),
    import('../query/sightings.ts'),
    import('../query/watched.ts'),
  ]);
  return {
    answer: await findOffers(db, question, now),
    sightings: await findSightings(db, question, now),
    watched: await findWatched(db, question),
  };
}
