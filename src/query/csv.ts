/** A cell that a spreadsheet would calculate, also in its full-width twin. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One row of RFC 4180 with its end. Texts are always quoted, and an apostrophe keeps those that
 * begin like a formula what they are; numbers stay numbers, and null is an empty cell.
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
