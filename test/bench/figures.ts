import { execFileSync } from 'node:child_process';

/** What was measured: a figure of ours beside the same machine's figure for a yardstick. */
export interface Figure {
  /** Its number in the list of targets. */
  readonly id: string;
  readonly what: string;
  readonly unit: 'ms' | 'MiB' | 'bytes';
  readonly ours: Spread;
  /** What it is held against, measured in turn with ours; null where the target is absolute. */
  readonly yardstick: { readonly name: string; readonly theirs: Spread } | null;
  /** Ours by theirs, or ours alone; what is wanted is at most the target. */
  readonly value: number;
  readonly target: number;
}

/** The middle of some runs, and its ends. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => {
    const value = sorted[Math.round(share * (sorted.length - 1))];
    if (value === undefined) throw new Error('expected runs, found none');
    return value;
  };
  return { median: at(0.5), least: at(0), most: at(1) };
}

/** Something to be timed. */
export type Work = () => unknown;

/** Milliseconds of each, run in turn, so that a neighbour slows down both. */
export async function inTurn(ours: Work, theirs: Work, runs: number) {
  const [own, other]: [number[], number[]] = [[], []];
  await ours();
  await theirs();
  for (let run = 0; run < runs; run += 1) {
    own.push(await timed(ours));
    other.push(await timed(theirs));
  }
  return { ours: spreadOf(own), theirs: spreadOf(other) };
}

export async function timed(work: Work): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Milliseconds at the middle and at the 99th of a hundred. */
export async function percentiles(work: Work, runs: number) {
  const times: number[] = [];
  await work();
  for (let run = 0; run < runs; run += 1) times.push(await timed(work));
  const sorted = times.toSorted((one, other) => one - other);
  const p99 = sorted[Math.floor(0.99 * (sorted.length - 1))];
  if (p99 === undefined) throw new Error('expected runs, found none');
  return { spread: spreadOf(times), p99 };
}

/** Runs a Node program to its end and gives the milliseconds that took. */
export function processTime(args: readonly string[]): number {
  const began = performance.now();
  execFileSync(process.execPath, args, { maxBuffer: 1e9, stdio: ['ignore', 'pipe', 'inherit'] });
  return performance.now() - began;
}

/** A figure that is a ratio to its yardstick. */
export function ratio(
  id: string,
  what: string,
  { ours, theirs }: { readonly ours: Spread; readonly theirs: Spread },
  { name, target }: { readonly name: string; readonly target: number },
): Figure {
  const value = ours.median / theirs.median;
  return { id, what, unit: 'ms', ours, yardstick: { name, theirs }, value, target };
}

/** A figure that is held to a number of its own unit. */
export function absolute(
  id: string,
  what: string,
  { value, unit, target, ours }: Pick<Figure, 'value' | 'unit' | 'target'> & { ours?: Spread },
): Figure {
  const spread = ours ?? { median: value, least: value, most: value };
  return { id, what, unit, ours: spread, yardstick: null, value, target };
}

/** The figures as a table, those that miss their target marked. */
export function tableOf(figures: readonly Figure[]): readonly Readonly<Record<string, string>>[] {
  return figures.map(({ id, what, unit, ours, yardstick, value, target }) => ({
    figure: id,
    what,
    ours: `${round(ours.median)} ${unit} (${round(ours.least)} to ${round(ours.most)})`,
    yardstick: yardstick ? `${yardstick.name}: ${round(yardstick.theirs.median)} ${unit}` : '',
    value: yardstick ? `${round(value)} of it` : `${round(value)} ${unit}`,
    target: `at most ${target}`,
    reached: value <= target ? 'yes' : 'no',
  }));
}

const round = (value: number): string => String(Number(value.toPrecision(3)));
