import { z } from 'zod';
import type { Flag } from '../domain/change.ts';
import { MAX_EVENTS } from '../domain/rule-message.ts';
import type { Rule } from '../domain/rules.ts';
import { changeJson, time } from './json.ts';
import { Limit, read, Since, timeOf } from './question.ts';
import type { Params } from './question-error.ts';
import type { Firing, RuleTrial } from './rule-trial.ts';

const MONTH_MS = 30 * 86_400_000;

export const TrialParams = z.strictObject({ since: Since, limit: Limit }).partial();

/** The time a trial is about and how many messages are shown: thirty days, fifty. Throws a `QuestionError`. */
export function trialQuestion(params: Params, now: number) {
  const { since, limit = 50 } = read(TrialParams, params);
  return { since: since === undefined ? now - MONTH_MS : timeOf(since, now), until: now, limit };
}

/** A rule as the command line and the API give it. */
export function ruleJson(rule: Rule) {
  return { ...rule, spec: rule.spec?.text ?? null };
}

/** A trial as the command line and the API give it, with its newest messages; `messages` counts all. */
export function trialJson(trial: RuleTrial, limit: number) {
  const { rule, since, until, knownSince, firings } = trial;
  const shown = firings.slice(0, limit);
  return {
    rule: ruleJson(rule),
    ...{ since: time(since), until: time(until), knownSince: time(knownSince) },
    ...{ changes: trial.changes, messages: firings.length, events: eventsOf(firings) },
    byFlag: Object.fromEntries(flagCounts(firings)),
    shown: shown.length,
    fired: shown.map(({ crawl, source, at, flag, matched }) => ({
      ...{ crawl, source, at: time(at), flag, events: matched.length },
      matched: matched
        .slice(0, MAX_EVENTS)
        .map(({ change, why }) => ({ why, change: changeJson(change) })),
      truncated: Math.max(0, matched.length - MAX_EVENTS),
    })),
  };
}

/** How many changes these messages tell of. */
export function eventsOf(firings: readonly Firing[]): number {
  return firings.reduce((sum, { matched }) => sum + matched.length, 0);
}

/** How many messages each flag makes, the most first. */
export function flagCounts(firings: readonly Firing[]): readonly (readonly [Flag, number])[] {
  const counts = new Map<Flag, number>();
  for (const { flag } of firings) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}
