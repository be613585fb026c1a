import type { Database } from '../../db/open.ts';
import { ACCELERATORS, acceleratorById } from '../domain/catalogue/recognise.ts';
import { type Fit, fitOf } from '../domain/models/fit.ts';
import { computesBy, type Hardware, ranksOf } from '../domain/models/hardware.ts';
import { RECIPES } from '../domain/models/recipes.ts';
import { converted } from '../domain/rates.ts';
import { type Jurisdiction, Jurisdiction as Jurisdictions, PRICED_TIERS } from '../domain/words.ts';
import { isEligible, PRICED_BILLING } from './eligible.ts';
import { freshness } from './freshness.ts';
import type { FitQuestion, ModelQuestion } from './model-question.ts';
import { type GroupedOffer, grouped, listedOffers, type Tally, tallyOf } from './offer-groups.ts';
import { type Relation, relationOf } from './relation.ts';

/** The cheapest way to rent something under one law. */
export interface Cheapest {
  readonly jurisdiction: Jurisdiction;
  readonly offer: GroupedOffer;
  /** One instance for an hour: in the asked currency, or in its own where no rate is known. */
  readonly hourly: number;
  readonly currency: string;
  /** Milliseconds UTC of the last good crawl that read it. */
  readonly seenAt: number | null;
}

/** A kind of instance that is offered, and whether it holds the model. */
export interface FoundFit extends Tally {
  readonly hardware: Hardware;
  readonly fit: Fit;
  /** By jurisdiction, each the cheapest that can be had; empty where none has a price. */
  readonly cheapest: readonly Cheapest[];
}

export interface FitAnswer {
  /** What holds it first, of that the cheapest first. */
  readonly found: readonly FoundFit[];
  /** Offers of a part of an accelerator: none of these models is run on one. */
  readonly parts: number;
  /** Offers of an accelerator that the catalogue does not have. */
  readonly unknown: number;
}

/** Which of the instances that are offered hold a model, and where each is cheapest. */
export async function findFits(
  db: Database,
  question: FitQuestion,
  now: number,
): Promise<FitAnswer> {
  const relation = relationOf(db, question, now);
  const seen = freshness(db);
  const rows = listedOffers(relation, question);
  const whole = rows.filter(({ fraction }) => fraction === 1);
  const known = { recipes: RECIPES, computes: computesBy(ACCELERATORS) };
  const found = grouped(whole, shapeOf).flatMap(([, group]): readonly FoundFit[] => {
    const hardware = hardwareOf(group[0]);
    if (hardware === null) return [];
    const fit = fitOf(question.model, hardware, question.demand, known);
    return [
      { ...tallyOf(group, seen), hardware, fit, cheapest: cheapestOf(group, relation, question) },
    ];
  });
  return {
    found: found.sort(bestFirst),
    parts: rows.length - whole.length,
    unknown: whole.filter(({ accelerator }) => acceleratorById(accelerator) === null).length,
  };
}

/** Offers of the same accelerators are one kind of instance, wherever they are. */
function shapeOf({ accelerator, count, unit, memoryGb }: GroupedOffer): string {
  return [accelerator, String(count).padStart(4, '0'), unit, memoryGb].join('/');
}

/** What an offer has; null where the catalogue does not know its accelerator. */
export function hardwareOf({ accelerator, count, unit, memoryGb }: GroupedOffer): Hardware | null {
  const chip = acceleratorById(accelerator);
  return chip && { accelerator: chip, count, unit, memoryGb };
}

/** Under each law, outside China first, the offer whose memory costs least: a rank, an instance of one size. */
export function cheapestOf(
  rows: readonly GroupedOffer[],
  { db, asOf, currency, rates }: Pick<Relation, 'db' | 'asOf' | 'currency' | 'rates'>,
  { billing = PRICED_BILLING, tier = [...PRICED_TIERS] }: Pick<ModelQuestion, 'billing' | 'tier'>,
): readonly Cheapest[] {
  const seen = freshness(db, asOf);
  const priced = rows.flatMap((offer): readonly Cheapest[] => {
    const { price, jurisdiction, source, scope } = offer;
    const isAsked = billing.includes(offer.billing) && tier.includes(offer.tier);
    if (price === null || !isAsked || !isEligible({ ...offer, price: price.micros })) return [];
    const amount = converted(price, currency, rates);
    return [
      {
        ...{ jurisdiction, offer, seenAt: seen.seenAt(source, scope) },
        hourly: amount ?? price.micros / 1e6,
        currency: amount === null ? price.currency : currency,
      },
    ];
  });
  return grouped(priced, (each) => `${BY_LAW.get(each.jurisdiction)}/${each.currency}`).map(
    ([, [first, ...others]]) =>
      others.reduce((best, each) => (perRank(each) < perRank(best) ? each : best), first),
  );
}

function perRank({ offer, hourly }: Cheapest): number {
  const hardware = hardwareOf(offer);
  return hardware === null ? Number.POSITIVE_INFINITY : hourly / ranksOf(hardware).ranks;
}

const LAWS: readonly Jurisdiction[] = ['outside-china', ...Jurisdictions.options];
const BY_LAW = new Map(LAWS.map((law) => [law, LAWS.indexOf(law)]));

const ANSWERS: readonly Fit['answer'][] = [
  'fits, documented',
  'fits by arithmetic',
  'not known',
  'does not fit',
];

function bestFirst(one: FoundFit, other: FoundFit): number {
  return (
    ANSWERS.indexOf(one.fit.answer) - ANSWERS.indexOf(other.fit.answer) ||
    costOf(one) - costOf(other) ||
    one.hardware.accelerator.name.localeCompare(other.hardware.accelerator.name) ||
    one.hardware.count - other.hardware.count
  );
}

/** What all instances that it takes cost; nothing with a price comes last. */
function costOf({ fit, cheapest }: FoundFit): number {
  const instances = 'instances' in fit ? fit.instances : 1;
  return Math.min(Number.MAX_VALUE, ...cheapest.map(({ hourly }) => hourly * instances));
}
