import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Column, table } from '../../src/cli/table.ts';

interface Row {
  readonly id: string;
  readonly name: string;
  readonly count: number | null;
}

const COLUMNS: readonly Column<Row>[] = [
  { header: 'id', value: (row) => row.id, fixed: true },
  { header: 'n', value: (row) => row.count },
  { header: 'name', value: (row) => row.name },
];

const ROWS: readonly Row[] = [
  { id: 'aaaa-1', name: 'alpha', count: 8 },
  { id: 'b-2', name: 'beta gamma delta', count: 16 },
  { id: 'c-3', name: '', count: null },
];

function linesOf(text: string): string[] {
  return text.split('\n').slice(0, -1);
}

describe('table', () => {
  test('prints a line a row under upper-case headers, numbers to the right, null as a dash', () => {
    expect(linesOf(table(COLUMNS, ROWS))).toEqual([
      'ID       N  NAME',
      'aaaa-1   8  alpha',
      'b-2     16  beta gamma delta',
      'c-3      –',
    ]);
  });

  test('prints the headers alone when there are no rows', () => {
    expect(table(COLUMNS, [])).toBe('ID  N  NAME\n');
  });

  test('cuts the widest column to the width of the terminal', () => {
    expect(linesOf(table(COLUMNS, ROWS, { width: 20 }))).toEqual([
      'ID       N  NAME',
      'aaaa-1   8  alpha',
      'b-2     16  beta ga…',
      'c-3      –',
    ]);
  });

  test('never cuts a fixed column or a header, and rather runs over', () => {
    const lines = linesOf(table(COLUMNS, ROWS, { width: 5 }));

    expect(lines.slice(0, 3)).toEqual(['ID       N  NAME', 'aaaa-1   8  alp…', 'b-2     16  bet…']);
  });

  test('counts a Chinese character as two cells', () => {
    const rows = [
      { id: '1', name: '华为云 北京四', count: 1 },
      { id: '2', name: 'ascii', count: 22 },
    ];
    const afterName: readonly Column<Row>[] = [
      { header: 'name', value: (row) => row.name },
      { header: 'id', value: (row) => row.id },
    ];

    expect(linesOf(table(afterName, rows))).toEqual([
      'NAME           ID',
      '华为云 北京四  1',
      'ascii          2',
    ]);
    for (const line of linesOf(table(afterName, rows, { width: 12 }))) {
      expect(stringWidth(line)).toBeLessThanOrEqual(12);
    }
  });

  test('makes foreign text safe: no escape, no line break, no turned direction', () => {
    const rows = [{ id: 'x', name: 'a\u001b[31mb\r\nc\u202ed\u009b2J', count: 1 }];

    expect(linesOf(table(COLUMNS, rows))[1]).toBe('x   1  ab cd');
  });

  test('paints a cell without counting the paint as width', () => {
    const painted: readonly Column<Row>[] = [
      { header: 'id', value: (row) => row.id, paint: (text) => `\u001b[31m${text}\u001b[39m` },
      { header: 'n', value: (row) => row.count },
    ];

    const [, first, second] = linesOf(table(painted, ROWS));

    expect(first).toBe('\u001b[31maaaa-1\u001b[39m   8');
    expect(second).toBe('\u001b[31mb-2\u001b[39m     16');
  });
});
