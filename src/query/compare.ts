import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { Currency } from '../domain/money.ts';
import type { Rates } from '../domain/rates.ts';
import { freshness } from './freshness.ts';
import { offerJson, rounded } from './json.ts';
import { offerCalled } from './offer-name.ts';
import { type FoundOffer, foundOffer } from './offers.ts';
import { read } from './question.ts';
import { type Params, QuestionError } from './question-error.ts';
import { relationOf } from './relation.ts';

/** More do not stand side by side. */
const MOST = 20;

export const CompareParams = z
  .strictObject({
    /** Ids, beginnings of ids or keys of offers, with commas between them. */
    id: z.string().max(4000, 'expected at most 4000 characters'),
    currency: z.string().toUpperCase().pipe(Currency),
  })
  .partial();

/** What is compared, and in which currency. */
export interface CompareQuestion {
  /** Ids, beginnings of ids or keys, from two to twenty. */
  readonly names: readonly string[];
  readonly currency: string;
}

/**
 * Reads a question to compare offers, those named or else those of the `id`; in dollars unless it says
 * more. Throws a `QuestionError`.
 */
export function compareQuestion(params: Params, named?: readonly string[]): CompareQuestion {
  const { id = '', currency = 'USD' } = read(CompareParams, params);
  const names = named ?? id.split(',').map((name) => name.trim());
  return { names: few(names.filter((name) => name !== '')), currency };
}

/** From two to so many; each of them once. Throws a `QuestionError`. */
function few(names: readonly string[]): readonly string[] {
  const once = [...new Set(names)];
  if (once.length >= 2 && once.length <= MOST) return once;
  throw new QuestionError('id', `expected from 2 to ${MOST} offers, found ${once.length}`);
}

/** One fact of several offers: of each in their order, and whether they have it alike. */
export interface ComparedField {
  readonly name: keyof ReturnType<typeof factsOf>;
  readonly values: readonly (string | number | boolean | null)[];
  readonly differs: boolean;
}

export interface Comparison {
  /** In the order they were named; each says whether it is listed still (`row.listed`). */
  readonly offers: readonly FoundOffer[];
  readonly fields: readonly ComparedField[];
  /** The currency that `hourly` is in, and the rates of which day. */
  readonly currency: string;
  readonly rates: Rates | null;
}

/**
 * Offers side by side, listed or not, with the facts in which they differ. Throws a `QuestionError` for
 * a name that no offer has, and for several names of one offer.
 */
export async function compareOffers(
  db: Database,
  { names, currency }: CompareQuestion,
  now: number,
): Promise<Comparison> {
  const rows = few(names).map((name) => offerCalled(db, name));
  few(rows.map(({ key }) => key));
  const relation = relationOf(db, { currency }, now);
  const seen = freshness(db);
  const offers = rows.map((row) => foundOffer(row, relation, seen));
  return { offers, fields: fieldsOf(offers.map(factsOf)), currency, rates: relation.rates };
}

/** What one would hold against each other; amounts of the instance and of one chip, each for an hour. */
function factsOf({ row, acceleratorName, perAccelerator, converted, seenAt }: FoundOffer) {
  const json = offerJson({ row, acceleratorName, seenAt }, { rates: null, url: null });
  const { provider, region, zone, country, jurisdiction, sku, accelerator, unit, stack } = json;
  const { vramGb, count, fraction, billing, termMonths, tier, vcpus, ramGb, diskGb } = json;
  const { native, availability, quantity, evidence, words, source } = json;
  const chips = row.count * row.fraction;
  return {
    ...{ provider, region, zone, country, jurisdiction, sku, accelerator, unit, stack },
    ...{ vramGb, count, fraction, billing, termMonths, tier, vcpus, ramGb, diskGb },
    hourlyPerAccelerator: rounded(converted),
    hourly: rounded(converted === null ? null : converted * chips),
    nativeAmount: native?.amount ?? null,
    nativePerAccelerator: rounded(perAccelerator),
    nativeCurrency: native?.currency ?? null,
    taxIncluded: native?.taxIncluded ?? null,
    ...{ listed: row.listed, availability, quantity, evidence, words, source },
    ...{ firstSeenAt: json.firstSeenAt, priceSince: json.priceSince, seenAt: json.seenAt },
  };
}

function fieldsOf(all: readonly ReturnType<typeof factsOf>[]): readonly ComparedField[] {
  const [first] = all;
  if (first === undefined) return [];
  return (Object.keys(first) as ComparedField['name'][]).map((name) => {
    const values = all.map((facts) => facts[name]);
    return { name, values, differs: new Set(values).size > 1 };
  });
}

/** A comparison as the command line and the API give it. */
export function comparisonJson(
  { offers, fields, currency, rates }: Comparison,
  now: number,
  homepageOf: (source: string) => string | null,
) {
  return {
    currency,
    ratesOf: rates?.date ?? null,
    differing: fields.filter(({ differs }) => differs).map(({ name }) => name),
    fields,
    offers: offers.map((offer) => ({
      ...offerJson(offer, { rates, url: homepageOf(offer.row.source) }),
      listed: offer.row.listed,
      ageSeconds: offer.seenAt === null ? null : Math.floor((now - offer.seenAt) / 1000),
    })),
  };
}
