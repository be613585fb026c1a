export type CsvCell = string | number | boolean | null;

/** A cell that a spreadsheet would calculate, also in its full-width twin. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/**
 * One row of RFC 4180 with its end. Texts are always quoted, and an apostrophe keeps those that
 * begin like a formula what they are; numbers and truths stay what they are, and null is an empty cell.
 */
export function csvRow(cells: readonly CsvCell[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return `"${text.replaceAll('"', '""')}"`;
}
