import { z } from 'zod';
import { Currency } from '../domain/money.ts';
import type { OfferFilters } from './conditions.ts';
import { FILTER_PARAMS, read, Since, timeOf } from './question.ts';
import type { Params } from './question-error.ts';

const HISTORY_PARAMS = {
  ...FILTER_PARAMS,
  since: Since,
  until: Since,
  currency: z.string().toUpperCase().pipe(Currency),
} as const;

export const HistoryParams = z.strictObject(HISTORY_PARAMS).partial();

/** The parameters a question about the past of hardware or of an offer may have. */
export const HISTORY_PARAM_NAMES: readonly string[] = Object.keys(HISTORY_PARAMS);

/** A question about the past. Times in milliseconds UTC. */
export interface HistoryQuestion extends OfferFilters {
  readonly since: number;
  readonly until: number;
  readonly currency: string;
}

const MONTH_MS = 30 * 86_400_000;

/** Reads a question about the past: thirty days up to now, in dollars, unless it says more. Throws a `QuestionError`. */
export function historyQuestion(params: Params, now: number): HistoryQuestion {
  const {
    'outside-china': outsideChina,
    since,
    until,
    currency,
    ...filters
  } = read(HistoryParams, params);
  const end = until === undefined ? now : Math.min(timeOf(until, now), now);
  return {
    ...filters,
    outsideChina,
    since: since === undefined ? end - MONTH_MS : timeOf(since, now),
    until: end,
    currency: currency ?? 'USD',
  };
}
