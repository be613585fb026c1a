import type { Change, Flag } from './change.ts';
import { admits, type Known } from './rule-filters.ts';
import { priceDrop, reason } from './rule-reasons.ts';
import type { Rule } from './rules.ts';

/** A flag of a change that a rule asks for, and one sentence why it matched. */
export interface Match {
  readonly flag: Flag;
  readonly why: string;
}

/** The flags of a change this rule wants to be told about. A baseline is never news. */
export function match(rule: Rule, change: Change, known: Known): readonly Match[] {
  if (change.baseline) return [];
  return [...new Set(rule.flags)]
    .filter((flag) => change.flags.includes(flag) && admits(rule, flag, change, known))
    .flatMap((flag) => {
      const why =
        flag === 'price.drop' ? priceDrop(rule, change, known.reference) : reason(flag, change);
      return why === null ? [] : [{ flag, why }];
    });
}

/** A change that a rule matched. */
export interface Matched {
  readonly change: Change;
  readonly why: string;
}

/** What a rule finds in the changes of one crawl, by flag: each becomes one message. */
export function gather(
  rule: Rule,
  changes: readonly Change[],
  known: (change: Change) => Known,
): ReadonlyMap<Flag, readonly Matched[]> {
  const found = new Map<Flag, Matched[]>();
  for (const change of changes) {
    for (const { flag, why } of match(rule, change, known(change))) {
      const matched = found.get(flag) ?? [];
      found.set(flag, matched);
      matched.push({ change, why });
    }
  }
  return found;
}
