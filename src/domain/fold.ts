import type { Availability } from './words.ts';

/** What of an offer moves with every crawl of a marketplace. */
export interface Stock {
  readonly availability: Availability;
  readonly quantity: number | null;
}

/** A change of an offer as the log holds it. */
export interface LoggedChange {
  readonly id: number;
  readonly crawl: number;
  /** Milliseconds UTC. */
  readonly at: number;
  /** It moved the stock alone, nobody was told of it, and it is not the last of its offer. */
  readonly folds: boolean;
  /** Null before an offer was first listed, and after it was withdrawn. */
  readonly before: Stock | null;
  readonly after: Stock | null;
}

/** Moves of one offer's stock that become one. */
export interface Fold {
  /** What goes of the log. */
  readonly gone: readonly LoggedChange[];
  /** Times of the states that go with them. */
  readonly times: readonly number[];
  /** What stays says where all of it led from; null where it led back to there. */
  readonly kept: {
    readonly id: number;
    readonly kind: 'availability' | 'quantity';
    readonly before: Stock;
  } | null;
}

/**
 * Folds what one offer did on one day, in the order of the log: moves of its stock with nothing else
 * between them become the last of them. The log still leads from state to state, and to the same one
 * at the end of the day. Pure.
 */
export function foldDay(log: readonly LoggedChange[]): readonly Fold[] {
  return runsOf(stepsOf(log)).flatMap(folded);
}

/** What one crawl changed of the offer: one state of it, in as many changes as things that moved. */
type Step = readonly LoggedChange[];

function stepsOf(log: readonly LoggedChange[]): readonly Step[] {
  const steps: LoggedChange[][] = [];
  for (const change of log) {
    const step = steps.at(-1);
    if (step?.[0]?.crawl === change.crawl) step.push(change);
    else steps.push([change]);
  }
  return steps;
}

function runsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = [];
  let run: Step[] | null = null;
  for (const step of steps) {
    const folds = step.every((change) => change.folds);
    if (folds && run !== null && follows(run.at(-1), step)) run.push(step);
    else {
      run = folds ? [step] : null;
      if (run !== null) runs.push(run);
    }
  }
  return runs;
}

/** A clock that was set back puts days of the log between two steps of one day. */
function follows(one: Step | undefined, other: Step): boolean {
  return sameStock(one?.at(-1)?.after ?? null, other[0]?.before ?? null);
}

function folded(run: readonly Step[]): readonly Fold[] {
  const changes = run.flat();
  const [first, last] = [changes[0], changes.at(-1)];
  if (run.length < 2 || !first?.before || !last?.after) return [];
  const gone = changes.slice(0, -1);
  const times = run.slice(0, -1).flatMap(([change]) => (change ? [change.at] : []));
  const { before } = first;
  if (sameStock(before, last.after)) {
    return [{ gone: changes, times: [...times, last.at], kept: null }];
  }
  const kind = before.availability === last.after.availability ? 'quantity' : 'availability';
  return [{ gone, times, kept: { id: last.id, kind, before } }];
}

function sameStock(one: Stock | null, other: Stock | null): boolean {
  return one?.availability === other?.availability && one?.quantity === other?.quantity;
}
