import type { Database } from '../../db/open.ts';
import { parseSpec } from '../domain/spec.ts';
import { isIn, type Spot, type Target } from '../domain/targets.ts';
import { Stack } from '../domain/words.ts';
import { freshness } from './freshness.ts';
import { type Nearest, nearestTo } from './nearest.ts';
import {
  type GroupedOffer,
  type GroupPrices,
  type GroupQuestion,
  grouped,
  listedOffers,
  pricesOf,
  type Tally,
  tallyOf,
} from './offer-groups.ts';
import { type Relation, relationOf } from './relation.ts';
import { type FoundSighting, findSightings } from './sightings.ts';
import { type Reader, readersOf } from './watched.ts';

/** A stack as a target has it. */
export interface TargetStack extends Tally {
  readonly stack: Stack;
  /** Said to be available, limited, or listed without a word of stock: sold out is none of these. */
  readonly canBeHad: number;
  readonly prices: readonly GroupPrices[];
}

/** What can be had in a target, and what cannot. */
export interface FoundTarget {
  readonly target: Target;
  readonly stacks: readonly TargetStack[];
  /** Who is read there; nobody: what is not measured is not known. */
  readonly readers: readonly Reader[];
  /** Ascend there that was told of and not measured. */
  readonly sightings: readonly FoundSighting[];
  /** Where Ascend can be had nearest, where none can be had here; null where it can, or nowhere. */
  readonly nearest: Nearest | null;
}

/** What each target can get, by stack. */
export async function findTargets(
  db: Database,
  targets: readonly Target[],
  question: GroupQuestion,
  now: number,
): Promise<readonly FoundTarget[]> {
  const relation = relationOf(db, question, now);
  const rows = listedOffers(relation, question);
  const ascend = rows.filter((row) => row.stack === 'cann' && canBeHad(row));
  const sightings = await findSightings(db, { spec: parseSpec('ascend') }, now);
  return targets.map((target): FoundTarget => {
    const isInside = (at: Spot) => isIn(target, at);
    return {
      target,
      stacks: stacksOf(rows.filter(isInside), relation),
      nearest: ascend.some(isInside) ? null : nearestTo(target, ascend),
      readers: readersOf(db, isInside),
      sightings: sightings.filter(({ sighting }) => isInside(sighting)),
    };
  });
}

function stacksOf(rows: readonly GroupedOffer[], relation: Relation): readonly TargetStack[] {
  const seen = freshness(relation.db);
  return grouped(rows, ({ stack }) => stack).map(([name, offers]) => ({
    ...tallyOf(offers, seen),
    stack: Stack.parse(name),
    canBeHad: offers.filter(canBeHad).length,
    prices: pricesOf(offers, relation, 'on-demand'),
  }));
}

const canBeHad = ({ availability }: GroupedOffer): boolean => availability !== 'sold-out';

/** Whether something other than NVIDIA's stack can be had in a target. */
export function hasAlternative({ stacks }: FoundTarget): boolean {
  return stacks.some(({ stack, canBeHad }) => stack !== 'cuda' && canBeHad > 0);
}
