import type { Change } from './change.ts';
import { glob } from './glob.ts';
import type { OfferState } from './offer.ts';
import type { Jurisdiction, Stack } from './words.ts';

/** Places where somebody could deploy: a provider's, a country's, whatever meets all that is set. */
export interface Target {
  readonly id: string;
  readonly provider: readonly string[] | null;
  /** Globs over the provider's own region codes. */
  readonly regions: readonly string[] | null;
  readonly countries: readonly string[] | null;
  readonly jurisdictions: readonly Jurisdiction[] | null;
}

/** Where something is offered. */
export interface Spot {
  readonly provider: string;
  readonly region: string | null;
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
}

/** Whether a place is one of the target's. What is not known is nowhere. */
export function isIn(target: Target, { provider, region, country, jurisdiction }: Spot): boolean {
  const { regions, countries, jurisdictions } = target;
  return (
    (target.provider?.includes(provider) ?? true) &&
    (regions?.some((pattern) => region !== null && glob(pattern)(region)) ?? true) &&
    (countries?.some((code) => code === country) ?? true) &&
    (jurisdictions?.includes(jurisdiction) ?? true)
  );
}

/** How many offers of a stack can be had at a place. */
export interface Having extends Spot {
  readonly stack: Stack;
  readonly offers: number;
}

/**
 * Flags what gave a target its first offer of a stack, and what took its last one: `target.gained`,
 * `target.lost`, with the targets' names. `before` is what could be had anywhere before these changes,
 * by every source. Where our knowledge only starts, and where an offer flaps, nothing is news.
 */
export function markTargets(
  changes: readonly Change[],
  targets: readonly Target[],
  before: readonly Having[],
): readonly Change[] {
  const turns = targets.flatMap((target) =>
    stacksOf(changes).flatMap((stack) => turnOf(target, stack, changes, before)),
  );
  return changes.map((change) => {
    const found = turns.filter((turn) => turn.changes.has(change));
    const [first] = found;
    if (first === undefined) return change;
    const names = found.map(({ target }) => target).join(', ');
    return { ...change, flags: [...change.flags, first.flag], detail: sentence(first, names) };
  });
}

/** A target that began or ceased to have a stack, and what did it. */
interface Turn {
  readonly target: string;
  readonly flag: 'target.gained' | 'target.lost';
  readonly stack: Stack;
  readonly changes: ReadonlySet<Change>;
}

function turnOf(
  target: Target,
  stack: Stack,
  changes: readonly Change[],
  before: readonly Having[],
): readonly Turn[] {
  const moved = changes.filter(
    ({ offer }) => offer !== null && offer.stack === stack && isIn(target, offer),
  );
  const had = sum(
    before.filter((each) => each.stack === stack && isIn(target, each)).map(({ offers }) => offers),
  );
  const has = had + sum(moved.map(stepOf));
  if (had > 0 === has > 0) return [];
  const step = has > 0 ? 1 : -1;
  return [
    {
      target: target.id,
      flag: has > 0 ? 'target.gained' : 'target.lost',
      stack,
      changes: new Set(moved.filter((change) => isNews(change) && stepOf(change) === step)),
    },
  ];
}

function sentence({ flag, stack }: Turn, names: string): string {
  return flag === 'target.gained'
    ? `the first ${stack} offer in ${names}`
    : `the last ${stack} offer in ${names} is gone`;
}

function stacksOf(changes: readonly Change[]): readonly Stack[] {
  return [...new Set(changes.flatMap(({ offer }) => offer?.stack ?? []))];
}

const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);

/** One more that can be had, one fewer, or as many as before. */
function stepOf({ kind, before, after }: Change): number {
  switch (kind) {
    case 'listed':
      return Number(canBeHad(after));
    case 'withdrawn':
      return -Number(canBeHad(before));
    case 'availability':
      return Number(canBeHad(after)) - Number(canBeHad(before));
    default:
      return 0;
  }
}

const canBeHad = (state: OfferState | null): boolean =>
  state !== null && state.availability !== 'sold-out';

/** An offer that flaps has its sentence already. */
const isNews = ({ baseline, detail }: Change): boolean => !baseline && detail === null;
