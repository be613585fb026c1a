import type { Database } from '../../db/open.ts';
import { generationOf } from '../domain/catalogue/generations.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { converted } from '../domain/rates.ts';
import { type Jurisdiction, type Stack, Stack as Stacks } from '../domain/words.ts';
import { type Freshness, freshness } from './freshness.ts';
import { movementSince } from './groups.ts';
import {
  type GroupedOffer,
  type GroupPrices,
  type GroupQuestion,
  grouped,
  isPriced,
  listedOffers,
  pricesOf,
  type Tally,
  tallyOf,
} from './offer-groups.ts';
import { type Relation, relationOf } from './relation.ts';
import { lowest } from './statistics.ts';

/** Where something is offered, and how much of it lies outside China. */
interface Reach extends Tally {
  readonly countries: readonly string[];
  readonly jurisdictions: readonly Jurisdiction[];
  /** Offers outside mainland China, Hong Kong and Macau, and none of an unknown place. */
  readonly outsideChina: number;
}

/** A generation of a stack: what it costs by the hour, and by what it has. */
export interface FoundGeneration extends Reach {
  readonly generation: string;
  /** On demand; standard and secure tiers. */
  readonly prices: readonly GroupPrices[];
  readonly spot: readonly GroupPrices[];
  /** Lowest of an accelerator-hour, in the asked currency, by GB of memory and dense TFLOPS; null without a figure. */
  readonly per: {
    readonly gb: number | null;
    readonly fp16: number | null;
    readonly fp8: number | null;
  };
  /** Percent its floor moved in 30 days, at today's rates; null where there was none. */
  readonly moved30: number | null;
}

/** A hardware family with its software, as it is offered. */
export interface FoundStack extends Reach {
  readonly stack: Stack;
  /** Of all offers of accelerators that have a stack, 0 to 1. */
  readonly share: number;
  readonly generations: readonly FoundGeneration[];
}

const DAY = 86_400_000;
const MONTH_MS = 30 * DAY;

/** Each stack that is offered, with its generations. */
export async function findStacks(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly FoundStack[]> {
  const relation = relationOf(db, question, now);
  const rows = listedOffers(relation, question).filter(({ stack }) => stack !== null);
  const movedBy = movementSince(relation, question, now - MONTH_MS, nameOfGeneration);
  const seen = freshness(db);
  return grouped(rows, ({ stack }) => stack).map(([name, own]): FoundStack => {
    const generations = grouped(own, nameOfGeneration).map(([generation, offers]) => {
      const prices = pricesOf(offers, relation, 'on-demand');
      return {
        ...{ generation, prices, ...reachOf(offers, seen) },
        spot: pricesOf(offers, relation, 'spot'),
        per: unitPrices(offers, relation),
        moved30: movedBy(generation, prices),
      };
    });
    const stack = Stacks.parse(name);
    return { stack, share: own.length / rows.length, generations, ...reachOf(own, seen) };
  });
}

/** The generation of what is offered; its own name where the catalogue does not know it. */
export function nameOfGeneration({ accelerator }: Pick<GroupedOffer, 'accelerator'>): string {
  const chip = acceleratorById(accelerator);
  return chip === null ? accelerator : generationOf(chip);
}

function reachOf(rows: readonly GroupedOffer[], seen: Freshness): Reach {
  return {
    ...tallyOf(rows, seen),
    countries: [...new Set(rows.flatMap(({ country }) => country ?? []))].sort(),
    jurisdictions: [...new Set(rows.map(({ jurisdiction }) => jurisdiction))].sort(),
    outsideChina: rows.filter(({ jurisdiction }) => jurisdiction === 'outside-china').length,
  };
}

/** The lowest prices of what an accelerator has, where the price is in the asked currency or can be. */
function unitPrices(
  rows: readonly GroupedOffer[],
  { currency, rates }: Pick<Relation, 'currency' | 'rates'>,
): FoundGeneration['per'] {
  const found = rows.flatMap((row) => {
    const hourly = row.price && isPriced(row, 'on-demand') && converted(row.price, currency, rates);
    const chip = acceleratorById(row.accelerator);
    if (!hourly || chip === null) return [];
    // What a provider counts by the die has its part of the package's figures.
    const part = row.unit === 'die' && chip.dies !== null ? 1 / chip.dies : 1;
    const each = hourly / (row.count * row.fraction * part);
    const memory = part === 1 ? (row.memoryGb ?? chip.memoryGb) : chip.memoryGb;
    const per = (amount: number | null) => (amount === null ? [] : [each / amount]);
    return [{ gb: per(memory), fp16: per(chip.fp16Tflops), fp8: per(chip.fp8Tflops) }];
  });
  return {
    gb: lowest(found.flatMap(({ gb }) => gb)),
    fp16: lowest(found.flatMap(({ fp16 }) => fp16)),
    fp8: lowest(found.flatMap(({ fp8 }) => fp8)),
  };
}
