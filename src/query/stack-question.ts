import { type HistoryQuestion, historyQuestion } from './history-question.ts';
import { GroupParams, type GroupQuestion, groupQuestion } from './offer-groups.ts';
import { Since } from './question.ts';
import type { Params } from './question-error.ts';

/** What is summed up over all of a market is not narrowed to what is new in it. */
export const StackParams = GroupParams.omit({ 'new-since': true }).extend({
  since: Since.optional(),
});

/** The parameters of a question about stacks. */
export const STACK_PARAM_NAMES: readonly string[] = Object.keys(StackParams.shape);

/** Which offers are summed up by stack, and since when their generations' prices are told. */
export interface StackQuestion extends GroupQuestion, HistoryQuestion {}

/** Reads a question about stacks: the prices of thirty days, unless it says more. Throws a `QuestionError`. */
export function stackQuestion(params: Params, now: number): StackQuestion {
  const { since, ...others } = params;
  const group = groupQuestion(others, now);
  const past = historyQuestion(since === undefined ? {} : { since }, now);
  return { ...group, since: past.since, until: past.until };
}
