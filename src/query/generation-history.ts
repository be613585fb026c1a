import type { Database } from '../../db/open.ts';
import { PRICED_TIERS, type Stack, Stack as Stacks } from '../domain/words.ts';
import { type ChipDay, historyBy } from './chip-history.ts';
import { PRICED_BILLING } from './eligible.ts';
import type { IntervalOf } from './gaps.ts';
import type { HistoryQuestion } from './history-question.ts';
import { nameOfGeneration } from './stacks.ts';

/** What a generation of a stack came to cost, day by day. */
export interface GenerationHistory {
  readonly stack: Stack;
  readonly generation: string;
  readonly days: readonly ChipDay[];
}

/**
 * Each generation that had a price in that time: floor and median of an accelerator-hour on demand at the
 * end of each day, as `findStacks` has them tonight, also of those that nobody lists any more.
 */
export async function generationHistory(
  db: Database,
  question: HistoryQuestion,
  intervalOf: IntervalOf,
): Promise<readonly GenerationHistory[]> {
  const onDemand = {
    ...question,
    billing: PRICED_BILLING.filter((each) => question.billing?.includes(each) ?? true),
    tier: PRICED_TIERS.filter((each) => question.tier?.includes(each) ?? true),
  };
  const named = await historyBy(db, onDemand, intervalOf, nameOfGeneration);
  const found = named.flatMap(
    ({ name, offers: [{ stack }], days }): readonly GenerationHistory[] => {
      if (stack === null || days.every(({ prices }) => prices.length === 0)) return [];
      return [{ stack: Stacks.parse(stack), generation: name, days }];
    },
  );
  return found.sort((one, other) => one.stack.localeCompare(other.stack));
}
