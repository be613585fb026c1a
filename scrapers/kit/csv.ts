import { SourceError } from '../../src/domain/errors.ts';
import type { Document } from './scraper.ts';

/** A row of a table, its cells by the heads of their columns. */
export type Cells = Readonly<Record<string, string>>;

const CELL = /(?:^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<plain>[^",]*))/gy;
/** A table may have notes above its heads, not a book. */
const NOTES_MAX = 20;

/**
 * The rows of a document of comma-separated values, line by line, from the line on whose heads
 * begin with that one. Throws `changed` where it has no such line, a head is missing or stands over
 * two columns, or a row is not as wide as the heads.
 */
export async function* csv(
  served: Document,
  firstHead: string,
  wanted: readonly string[],
): AsyncGenerator<Cells> {
  let heads: readonly string[] | null = null;
  let number = 0;
  for await (const line of served.lines()) {
    number += 1;
    if (line === '') continue;
    const at = `${served.name}, line ${number}`;
    const cells = cellsOf(line, at);
    if (heads !== null) yield rowOf(heads, cells, at);
    else if (cells[0] === firstHead) heads = checked(cells, wanted, at);
    else if (number > NOTES_MAX) break;
  }
  if (heads !== null) return;
  throw new SourceError(
    'changed',
    `${served.name}: expected a table whose first column is ${firstHead}`,
  );
}

function checked(heads: readonly string[], wanted: readonly string[], at: string) {
  const missing = wanted.find(
    (head) => heads.indexOf(head) !== heads.lastIndexOf(head) || !heads.includes(head),
  );
  if (missing === undefined) return heads;
  throw new SourceError('changed', `${at}: expected one column "${missing}"`);
}

function rowOf(heads: readonly string[], cells: readonly string[], at: string): Cells {
  if (cells.length === heads.length) {
    return Object.fromEntries(heads.map((head, index) => [head, cells[index] ?? '']));
  }
  const found = `${heads.length} cells, found ${cells.length}`;
  throw new SourceError('changed', `${at}: expected ${found}`);
}

function cellsOf(line: string, at: string): readonly string[] {
  const cells: string[] = [];
  let end = 0;
  for (const {
    0: { length },
    groups,
  } of line.replace(/^\ufeff/, '').matchAll(CELL)) {
    cells.push(groups?.plain ?? groups?.quoted?.replaceAll('""', '"') ?? '');
    end += length;
  }
  if (end >= line.replace(/^\ufeff/, '').length) return cells;
  throw new SourceError('changed', `${at}: expected comma-separated values`);
}
