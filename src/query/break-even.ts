import type { Database } from '../../db/open.ts';
import {
  type BreakEven,
  breakEvenOf,
  cheapestApi,
  instancesFor,
  isLike,
  type OfferedAgainst,
  offeredAgainst,
} from '../domain/models/break-even.ts';
import { ranksOf } from '../domain/models/hardware.ts';
import { THROUGHPUT, type Throughput } from '../domain/models/throughput.ts';
import type { TokenPrice } from '../domain/models/token-prices.ts';
import { type Rates, rateBetween } from '../domain/rates.ts';
import { type Cheapest, cheapestOf, hardwareOf } from './fit.ts';
import type { BreakEvenQuestion } from './model-question.ts';
import { type GroupedOffer, grouped, listedOffers } from './offer-groups.ts';
import { nameOf } from './offers.ts';
import { QuestionError } from './question-error.ts';
import { relationOf } from './relation.ts';
import { tokenPricesAt } from './token-prices.ts';

/** An offer of what a rate was measured on, against the API. */
export interface OfferedSystem {
  readonly cheapest: Cheapest;
  /** Instances like it that make up the measured system. */
  readonly instances: number;
  /** One accelerator as sold for an hour, in the API's currency; null where no rate is known. */
  readonly perAcceleratorHour: number | null;
  readonly against: OfferedAgainst | null;
}

/** A published rate, what it is worth, and who offers what it was measured on. */
export interface FoundBreakEven {
  readonly line: BreakEven;
  /** The cheapest under each law. */
  readonly offered: readonly OfferedSystem[];
}

export interface BreakEvenAnswer {
  /** What the model costs by API at that time, of every host. */
  readonly prices: readonly TokenPrice[];
  readonly found: readonly FoundBreakEven[];
  /** Rates measured under other conditions than the asked ones: they say nothing of these. */
  readonly otherConditions: readonly Throughput[];
  /** Accelerators that are offered and have no published rate for this model. */
  readonly withoutRate: readonly { readonly name: string; readonly offers: number }[];
}

/** From which price on renting beats paying by the token, and whether anything is offered at it. */
export async function findBreakEven(
  db: Database,
  question: BreakEvenQuestion,
  now: number,
): Promise<BreakEvenAnswer> {
  const relation = relationOf(db, question, now);
  const { model, utilisation } = question;
  const prices = await askedPrices(db, question, now);
  const rows = listedOffers(relation, question).filter(({ fraction }) => fraction === 1);
  const rates = THROUGHPUT.filter((row) => row.model === model.id);
  const like = rates.filter((row) => isLike(row, question));
  const found = like.flatMap((row): readonly FoundBreakEven[] => {
    const price = cheapestApi(row, prices, relation.rates);
    if (price === null) return [];
    const line = breakEvenOf(row, price, utilisation);
    const holding = rows.filter(
      (offer) => instancesFor(row, offer.accelerator, packagesOf(offer)) !== null,
    );
    const offered = cheapestOf(holding, relation, question);
    return [{ line, offered: offered.map((each) => against(each, line, relation.rates)) }];
  });
  return {
    ...{ prices, found, otherConditions: rates.filter((row) => !like.includes(row)) },
    withoutRate: withoutRate(rows, rates),
  };
}

async function askedPrices(
  db: Database,
  { model, host, asOf }: BreakEvenQuestion,
  now: number,
): Promise<readonly TokenPrice[]> {
  const prices = await tokenPricesAt(db, model.id, asOf ?? now);
  if (host === undefined) return prices;
  const found = prices.filter((price) => price.host === host);
  if (found.length > 0) return found;
  const hosts = [...new Set(prices.map((price) => price.host))].join(', ');
  const known = hosts === '' ? `no price of ${model.name} is known for then` : `known are ${hosts}`;
  throw new QuestionError('host', `expected a host of the model, found "${host}"; ${known}`);
}

function packagesOf(offer: GroupedOffer): number {
  const hardware = hardwareOf(offer);
  return hardware === null ? 0 : ranksOf(hardware).packages;
}

function against(cheapest: Cheapest, line: BreakEven, rates: Rates | null): OfferedSystem {
  const { offer, hourly, currency } = cheapest;
  const instances = instancesFor(line.throughput, offer.accelerator, packagesOf(offer)) ?? 1;
  const rate = rateBetween(rates, currency, line.price.output.currency);
  const perAcceleratorHour = rate === null ? null : (hourly * rate) / packagesOf(offer);
  return {
    ...{ cheapest, instances, perAcceleratorHour },
    against: perAcceleratorHour === null ? null : offeredAgainst(perAcceleratorHour, line),
  };
}

function withoutRate(rows: readonly GroupedOffer[], rates: readonly Throughput[]) {
  const measured = new Set(rates.flatMap(({ accelerators }) => accelerators));
  return grouped(rows, ({ accelerator }) => (measured.has(accelerator) ? null : accelerator)).map(
    ([accelerator, offers]) => ({ name: nameOf(accelerator), offers: offers.length }),
  );
}
