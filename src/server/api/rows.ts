import { TEXT_FORMATS, type TextFormat } from '../../query/export-text.ts';
import { type CsvRows, rowsText } from '../../query/rows-text.ts';
import { type Asked, get, type Route } from './route.ts';

export const TEXT_TYPES = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

/** The head of an answer that a browser keeps as a file of that name. */
export function fileHeaders(name: string, format: TextFormat): Record<string, string> {
  const type = format === 'csv' ? `${TEXT_TYPES.csv}; charset=utf-8` : TEXT_TYPES.ndjson;
  return {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename="${name}.${format}"`,
  };
}

/**
 * A route whose answer is one list, which stands under that name, and beside it the list as a table and
 * line by line, as `-o csv` and `-o ndjson` write it.
 */
export function withRows(route: Route, list: string, form?: CsvRows<never>): readonly Route[] {
  const rows = TEXT_FORMATS.map((format) =>
    get({
      path: `${route.path}.${format}`,
      summary: format === 'csv' ? 'The same as a table' : 'The same, a row a line',
      params: route.params,
      type: TEXT_TYPES[format],
      handle: async (asked: Asked) => {
        const answer = Object(await (await route.handle(asked)).json());
        const text = rowsText(answer[list], format, form);
        return asked.c.body(text, 200, fileHeaders(list, format));
      },
    }),
  );
  return [route, ...rows];
}
