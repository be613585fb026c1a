import { describe, expect, it } from 'vitest';
import { foldedTable } from '../../src/cli/folded-table.ts';
import { type Column, table } from '../../src/cli/table.ts';

interface Row {
  readonly model: string;
  readonly price: number;
  readonly law: string | null;
  readonly by: string;
}

const COLUMNS: readonly Column<Row>[] = [
  { header: 'model', value: ({ model }) => model },
  { header: 'price', value: ({ price }) => price },
  { header: 'law', value: ({ law }) => law },
  { header: 'by', value: ({ by }) => by },
];
const ROWS: readonly Row[] = [
  { model: 'V4-Flash', price: 15, law: 'hong-kong', by: 'a page of the maker' },
  { model: 'V4-Pro', price: 66, law: null, by: 'a list\u001b[31m of others' },
];

describe('a folded table', () => {
  it('is the table where there is room', () => {
    const all = table(COLUMNS, ROWS);

    expect(foldedTable(COLUMNS, ROWS, { width: Number.POSITIVE_INFINITY })).toBe(all);
    expect(foldedTable(COLUMNS, ROWS, { width: 47 })).toBe(all);
  });

  it('cuts nothing: what has no room stands below its row, by name, and what is unknown nowhere', () => {
    expect(foldedTable(COLUMNS, ROWS, { width: 36 }).split('\n')).toEqual([
      'MODEL     PRICE  LAW',
      'V4-Flash     15  hong-kong',
      '    by a page of the maker',
      'V4-Pro       66  –',
      '    by a list of others',
      '',
    ]);
    expect(foldedTable(COLUMNS, ROWS, { width: 24 }).split('\n')).toEqual([
      'MODEL     PRICE',
      'V4-Flash     15',
      '    law hong-kong',
      '    by a page of the maker',
      'V4-Pro       66',
      '    by a list of others',
      '',
    ]);
  });
});
