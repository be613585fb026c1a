import { z } from 'zod';
import { ChangeKind, Flag } from '../domain/change.ts';
import type { OfferFilters } from './conditions.ts';
import { among, Cursor, FILTER_PARAMS, Limit, read, Since, timeOf, Yes } from './question.ts';
import type { Params } from './question-error.ts';

const CHANGE_PARAMS = {
  ...FILTER_PARAMS,
  since: Since,
  until: Since,
  kind: among(ChangeKind.options),
  flag: among(Flag.options),
  /** Of each offer the first state of the window against the last. */
  net: Yes,
  /** The rows our knowledge starts with, beside the news. */
  all: Yes,
  limit: Limit,
  cursor: Cursor,
} as const;

export const ChangeParams = z.strictObject(CHANGE_PARAMS).partial();

/** The parameters a question about changes may have, for help and documentation. */
export const CHANGE_PARAM_NAMES: readonly string[] = Object.keys(CHANGE_PARAMS);

/** A question about what changed. What is absent narrows nothing. */
export interface ChangeQuestion extends OfferFilters {
  /** From then on, up to and not including then. Milliseconds UTC. */
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly kind?: readonly ChangeKind[] | undefined;
  readonly flag?: readonly Flag[] | undefined;
  readonly net?: boolean | undefined;
  readonly all?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** Reads a question about changes. Throws a `QuestionError`, also for a parameter nobody knows. */
export function changesQuestion(params: Params, now: number): ChangeQuestion {
  const { 'outside-china': outsideChina, since, until, ...rest } = read(ChangeParams, params);
  return {
    ...rest,
    outsideChina,
    since: since && timeOf(since, now),
    until: until && timeOf(until, now),
  };
}
