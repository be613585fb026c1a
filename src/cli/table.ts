import stringWidth from 'string-width';
import { clean, truncate } from './terminal.ts';

export type Cell = string | number | null;

/** One column; its order in the list is its order on the screen. */
export interface Column<Row> {
  readonly header: string;
  /** Null prints as `–`. Text may be foreign: it is made safe here. */
  readonly value: (row: Row) => Cell;
  /** By default a column of numbers stands to the right. */
  readonly align?: 'left' | 'right';
  /** Never cut: an id that is cut cannot be copied. */
  readonly fixed?: boolean;
  /** Colours the finished cell. */
  readonly paint?: (text: string, row: Row) => string;
}

/** A column with its texts, and how it stands on the screen. */
interface Drawn<Row> {
  readonly column: Column<Row>;
  readonly texts: readonly string[];
  readonly toRight: boolean;
  /** Terminal cells it gets, and those it is never cut below. */
  width: number;
  readonly floor: number;
}

const GAP = '  ';
const NARROWEST = 3;

/**
 * A table without borders, one line a row, so that `grep` and `awk` read it too. Too wide for
 * `width` terminal cells, its widest columns are cut, but never a fixed one or below its header.
 */
export function table<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width = Number.POSITIVE_INFINITY }: { readonly width?: number } = {},
): string {
  const drawn = columns.map((column) => draw(column, rows));
  shrink(drawn, width);
  const header = line(drawn, ({ column }) => column.header.toUpperCase());
  const body = rows.map((row, index) => line(drawn, ({ texts }) => texts[index] ?? '', row));
  return [header, ...body].map((text) => `${text}\n`).join('');
}

function draw<Row>(column: Column<Row>, rows: readonly Row[]): Drawn<Row> {
  const cells = rows.map((row) => column.value(row));
  const texts = cells.map((cell) => (cell === null ? '–' : clean(String(cell))));
  let width = stringWidth(column.header);
  for (const text of texts) width = Math.max(width, stringWidth(text));
  const isNumeric = cells.some((cell) => typeof cell === 'number');
  return {
    column,
    texts,
    toRight: column.align === 'right' || (column.align === undefined && isNumeric),
    width,
    floor: column.fixed ? width : Math.max(stringWidth(column.header), NARROWEST),
  };
}

/** Takes the cells that are too many, one by one, from the widest column that can spare one. */
function shrink<Row>(drawn: readonly Drawn<Row>[], width: number): void {
  let excess = GAP.length * (drawn.length - 1) - width;
  for (const each of drawn) excess += each.width;
  for (; excess > 0; excess -= 1) {
    const [widest] = drawn
      .filter((each) => each.width > each.floor)
      .sort((one, other) => other.width - one.width);
    if (widest === undefined) return;
    widest.width -= 1;
  }
}

function line<Row>(
  drawn: readonly Drawn<Row>[],
  textOf: (each: Drawn<Row>) => string,
  row?: Row,
): string {
  const cells = drawn.map((each) => {
    const text = truncate(textOf(each), each.width);
    const padding = ' '.repeat(each.width - stringWidth(text));
    const painted = row === undefined ? text : (each.column.paint?.(text, row) ?? text);
    return each.toRight ? padding + painted : painted + padding;
  });
  return cells.join(GAP).trimEnd();
}
