import { Command, Option } from 'commander';
import type { Database } from '../../db/open.ts';
import { Availability, Billing, Jurisdiction } from '../domain/words.ts';
import type { FoundOffer, OfferAnswer, OfferQuestion } from '../query/offers.ts';
import type { FoundSighting } from '../query/sightings.ts';
import type { Watched } from '../query/watched.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { amount, countries, listed, oneOf, specOf, wholeNumber } from './filters.ts';
import type { CommonOptions } from './reading.ts';

interface OfferOptions extends CommonOptions, Omit<OfferQuestion, 'spec'> {
  readonly failIfEmpty?: boolean;
  readonly requireFresh?: boolean;
}

/** `chipwatch offers`: what can be rented, where and at what price. */
export function offersCommand(context: Context, end: (code: number) => void): Command {
  return new Command('offers')
    .description('show what can be rented: where, at what price, and how that is known')
    .argument('[spec]', 'hardware: H100, H100:8, "nvidia:80GB..", ascend, 910B')
    .option('--provider <names>', 'only these providers', listed)
    .option('--region <glob>', "only regions like this, in the provider's own code: eu-*")
    .option('--country <codes>', 'only these countries: FI,FR', countries)
    .option('--jurisdiction <names>', 'only these', oneOf(Jurisdiction.options))
    .option('--outside-china', 'leave out mainland China, Hong Kong, Macau and what is unknown')
    .option('--billing <names>', 'only these', oneOf(Billing.options))
    .option('--availability <names>', 'only these', oneOf(Availability.options))
    .option(
      '--max-price <amount>',
      "at most this an accelerator-hour, in the offer's currency",
      amount,
    )
    .addOption(new Option('--sort <by>', 'order').choices(['price', 'provider', 'accelerator']))
    .option('--limit <number>', 'at most so many', wholeNumber)
    .option('--fail-if-empty', 'exit with 3 when nothing matches')
    .option('--require-fresh', 'exit with 4 when an answer rests on a stale source')
    .addHelpText(
      'after',
      `
Examples:
  $ chipwatch offers ascend --outside-china
  $ chipwatch offers H100:8 --sort price --limit 10 --json`,
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
  const spec = specOf(text);
  const question: OfferQuestion = { ...options, ...(spec && { spec }) };
  const [{ staleness }, { withDatabase, writeJson }] = await Promise.all([
    import('../domain/staleness.ts'),
    import('./reading.ts'),
  ]);
  const now = context.now();
  const found = await withDatabase(context, options, (db) => askAll(db, question, now));
  const { answer } = found;
  const stale = staleSources(answer.offers, (at) => staleness(now - at, NIGHT_MS) === 'stale');
  if (options.json) {
    writeJson(context, await jsonOf(context, found, stale));
  } else {
    const { writeOffers } = await import('./offers-text.ts');
    writeOffers(context, { ...found, stale });
  }
  if (options.failIfEmpty && answer.total === 0) return EXIT.empty;
  return options.requireFresh && stale.length > 0 ? EXIT.stale : EXIT.ok;
}

const NIGHT_MS = 24 * 3_600_000;

/** All that is known about a question, measured or not. */
export interface Found {
  readonly answer: OfferAnswer;
  readonly sightings: readonly FoundSighting[];
  readonly watched: readonly Watched[];
}

async function askAll(db: Database, question: OfferQuestion, now: number): Promise<Found> {
  const [{ findOffers }, { findSightings }, { findWatched }] = await Promise.all([
    import('../query/offers.ts'),
    import('../query/sightings.ts'),
    import('../query/watched.ts'),
  ]);
  return {
    answer: await findOffers(db, question),
    sightings: await findSightings(db, question, now),
    watched: await findWatched(db, question),
  };
}

/** Sources of these offers that were last read too long ago. */
function staleSources(
  offers: readonly FoundOffer[],
  isStale: (at: number) => boolean,
): readonly string[] {
  const old = offers.filter(({ seenAt }) => seenAt === null || isStale(seenAt));
  return [...new Set(old.map(({ row }) => row.source))].sort();
}

async function jsonOf(
  { now }: Context,
  { answer, sightings, watched }: Found,
  stale: readonly string[],
) {
  const { notesOn, offerJson, sightingJson, watchedJson } = await import('../query/json.ts');
  const { scraperById } = await import('../../scrapers/registry.ts');
  const { offers, total, witnesses, leftOut, without } = answer;
  return {
    schema: 'offers/1',
    generatedAt: new Date(now()).toISOString(),
    shown: offers.length,
    ...{ total, witnesses, leftOut, without, stale },
    offers: offers.map((offer) =>
      offerJson(offer, scraperById(offer.row.source)?.homepage ?? null),
    ),
    sightings: sightings.map(sightingJson),
    watched: watched.map(watchedJson),
    notes: notesOn(offers, sightings),
  };
}
