import { havings } from '../../db/havings.ts';
import type { Database } from '../../db/open.ts';
import type { Change } from '../domain/change.ts';
import type { Difference } from '../domain/diff.ts';
import { markTargets, type Target } from '../domain/targets.ts';

/** The difference with what it gives to the user's targets, or takes from them, flagged. */
export async function withTargets(
  db: Database,
  targets: readonly Target[],
  difference: Difference,
): Promise<Difference> {
  const stacks = new Set(difference.changes.flatMap(stackMoved));
  if (targets.length === 0 || stacks.size === 0) return difference;
  const before = await havings(db, [...stacks]);
  return { ...difference, changes: markTargets(difference.changes, targets, before) };
}

/** The stack of a change that may be news for a target: prices and quantities are none. */
function stackMoved({ kind, offer, baseline }: Change) {
  const isMove = kind === 'listed' || kind === 'withdrawn' || kind === 'availability';
  return isMove && !baseline && offer !== null && offer.stack !== null ? [offer.stack] : [];
}
