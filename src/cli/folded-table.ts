import stringWidth from 'string-width';
import { type Column, table } from './table.ts';
import { clean } from './terminal.ts';

const GAP = 2;
const INDENT = '    ';

/**
 * A table of which nothing is cut: columns that have no room beside the others follow each row below it, by
 * their names; what is not known is left out there. Where there is room for all, or no screen, it is `table`.
 */
export function foldedTable<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  { width }: { readonly width: number },
): string {
  const room = roomFor(columns, rows, width);
  if (room === columns.length) return table(columns, rows);
  const [head = '', ...lines] = table(columns.slice(0, room), rows).split('\n');
  const folded = columns.slice(room);
  const texts = rows.flatMap((row, index) => [lines[index] ?? '', ...below(folded, row, width)]);
  return [head, ...texts].map((text) => `${text}\n`).join('');
}

/** How many of the first columns stand beside each other in that width; one at least. */
function roomFor<Row>(
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): number {
  let used = -GAP;
  const first = columns.findIndex((column) => {
    const cells = table([column], rows).split('\n');
    used += GAP + cells.reduce((most, cell) => Math.max(most, stringWidth(cell)), 0);
    return used > width;
  });
  return first < 0 ? columns.length : Math.max(1, first);
}

function below<Row>(columns: readonly Column<Row>[], row: Row, width: number): readonly string[] {
  const facts = columns.flatMap(({ header, value }) => {
    const cell = value(row);
    return cell === null ? [] : [`${header} ${clean(String(cell))}`];
  });
  const lines: string[] = [];
  for (const fact of facts) {
    const longer = lines.length === 0 ? null : `${lines.at(-1)} · ${fact}`;
    if (longer !== null && stringWidth(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(`${INDENT}${fact}`);
  }
  return lines;
}
