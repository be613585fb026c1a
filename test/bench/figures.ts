/** What was measured: a figure of ours beside the same machine's figure for a yardstick. */
export interface Figure {
  /** Its number in the list of targets, or a word where it has none. */
  readonly id: string;
  readonly what: string;
  readonly unit: Unit;
  readonly ours: Measured;
  /** What it is held against, measured in turn with ours; null where there is nothing to hold it against. */
  readonly yardstick: Yardstick | null;
  readonly target: Target;
}

export type Unit = 'ms' | 'MiB' | 'bytes' | 'faults';

export interface Yardstick {
  readonly name: string;
  /** Null where it is not installed here: it is never made up. */
  readonly theirs: Measured | null;
}

/** The most it may be at full size: by the yardstick, or ours alone. Empty: nothing is asked of it. */
export interface Target {
  readonly ratio?: number;
  readonly median?: number;
  readonly p99?: number;
}

/** One run of something. */
export interface Sample {
  readonly ms: number;
  /** Processor milliseconds of all threads, which neighbours hardly move. */
  readonly cpuMs: number;
}

/** Some runs: by the clock, and of processor time where it is time. */
export interface Measured {
  readonly runs: Spread;
  readonly processor: Spread | null;
}

/** The middle of some runs, and their ends. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly p99: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number) => {
    const value = sorted[Math.round(share * (sorted.length - 1))];
    if (value === undefined) throw new Error('expected runs, found none');
    return value;
  };
  return { median: at(0.5), least: at(0), most: at(1), p99: at(0.99) };
}

function timed(samples: readonly Sample[]): Measured {
  const runs = spreadOf(samples.map(({ ms }) => ms));
  return { runs, processor: spreadOf(samples.map(({ cpuMs }) => cpuMs)) };
}

const plain = (values: readonly number[]): Measured => ({
  ...{ runs: spreadOf(values), processor: null },
});

/** A figure in milliseconds, beside a yardstick that may not be installed here. */
export function times(
  id: string,
  what: string,
  ours: readonly Sample[],
  more: {
    readonly target: Target;
    readonly beside?: readonly [name: string, samples: readonly Sample[] | null];
  },
): Figure {
  const [name, samples = null] = more.beside ?? [];
  const theirs = samples && timed(samples);
  const yardstick = name === undefined ? null : { name, theirs };
  return { id, what, unit: 'ms', ours: timed(ours), yardstick, target: more.target };
}

/** A figure that was counted, not timed. */
export function counted(
  id: string,
  what: string,
  values: readonly number[],
  more: {
    readonly unit: Unit;
    readonly target: Target;
    readonly beside?: readonly [name: string, values: readonly number[]];
  },
): Figure {
  const { unit, target, beside } = more;
  const yardstick = beside ? { name: beside[0], theirs: plain(beside[1]) } : null;
  return { id, what, unit, ours: plain(values), yardstick, target };
}

/** What a figure is judged by: processor time where it is time, which neighbours hardly move. */
const judged = ({ runs, processor }: Measured): Spread => processor ?? runs;

export function ratioOf({ ours, yardstick }: Figure): number | null {
  return yardstick?.theirs ? judged(ours).median / judged(yardstick.theirs).median : null;
}

/** Whether the target is met; in brackets where less was measured than it is meant for. */
export function verdictOf(figure: Figure, isFull: boolean): string {
  const { ours, target } = figure;
  const ratio = ratioOf(figure);
  const held = [
    ...(target.ratio === undefined || ratio === null ? [] : [ratio <= target.ratio]),
    ...(target.median === undefined ? [] : [judged(ours).median <= target.median]),
    ...(target.p99 === undefined ? [] : [judged(ours).p99 <= target.p99]),
  ];
  if (held.length === 0) return '';
  const verdict = held.includes(false) ? 'no' : 'yes';
  return isFull ? verdict : `(${verdict})`;
}

/** The figures as a table of Markdown. */
export function tableOf(figures: readonly Figure[], isFull: boolean): string {
  const heads = ['', 'what', 'ours', 'yardstick', 'ratio', 'target', 'met'];
  const rows = figures.map((figure) => cellsOf(figure, isFull));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join(
    '\n',
  );
}

function cellsOf(figure: Figure, isFull: boolean): readonly string[] {
  const { id, what, unit, ours, yardstick, target } = figure;
  const ratio = ratioOf(figure);
  const theirs = yardstick?.theirs;
  const aims = [
    ...(target.ratio === undefined ? [] : [`${target.ratio} of it`]),
    ...(target.median === undefined ? [] : [`${round(target.median)} ${unit}`]),
    ...(target.p99 === undefined ? [] : [`p99 ${round(target.p99)} ${unit}`]),
  ];
  return [
    ...[id, what, shown(ours, unit)],
    yardstick ? `${yardstick.name}: ${theirs ? shown(theirs, unit) : 'not installed here'}` : '',
    ratio === null ? '' : round(ratio),
    aims.join(', '),
    verdictOf(figure, isFull),
  ];
}

/** `94 ms (90 to 120); processor 88, p99 95`, or without what says nothing. */
function shown({ runs, processor }: Measured, unit: Unit): string {
  const { median, least, most } = runs;
  const ends = least === most ? '' : ` (${round(least)} to ${round(most)})`;
  const tail = (spread: Spread) => (least === most ? '' : `, p99 ${round(spread.p99)}`);
  const clock = `${round(median)} ${unit}${ends}`;
  if (processor === null) return clock + tail(runs);
  return `${clock}; processor ${round(processor.median)}${tail(processor)}`;
}

const round = (value: number): string => String(Number(value.toPrecision(3)));
