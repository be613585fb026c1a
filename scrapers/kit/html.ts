import { createRequire } from 'node:module';
import type { CheerioAPI } from 'cheerio';
import { quote, SourceError } from '../../src/domain/errors.ts';
import type { Document } from './scraper.ts';
import { refuseTangled } from './tangle.ts';

/** A page or an element of it. What is asked for and is not there throws `changed`. */
export interface Markup {
  /** What a person reads: white space collapsed. */
  readonly text: string;
  attribute(name: string): string | null;
  /** Every element within that matches, in the order of the page. */
  all(selector: string): readonly Markup[];
  /** The only element within that matches. */
  one(selector: string): Markup;
  /** Every row within: a table without one is not sold out, its rows are called something else. */
  rows(selector: string): readonly Markup[];
}

/** Two hundred modules, read with the first page: a question about offers knows all scrapers and parses none. */
function cheerio(): typeof import('cheerio') {
  return createRequire(import.meta.url)('cheerio');
}

/** The document as markup, without its scripts and styles. Throws `changed` when it ends in the middle, or is a tangle. */
export function html(served: Document): Markup {
  const $ = page(served);
  $('script, style').remove();
  return markup($, $.root(), served.name);
}

/** The texts of a page's scripts of that type. Throws `changed` as `html` does. */
export function scripts(served: Document, type: string): readonly string[] {
  const $ = page(served);
  return $(`script[type="${type}"]`)
    .toArray()
    .map((script) => $(script).text());
}

function page(served: Document): CheerioAPI {
  const text = served.text();
  // A parser closes what is open: half a page would read as a page with half the offers.
  if (!/<\/html\s*>/i.test(text)) {
    throw new SourceError(
      'changed',
      `${served.name}: expected a page to its </html>, found a part`,
    );
  }
  refuseTangled(served.name, text);
  return cheerio().load(text);
}

/** A document in XML, whose outermost element has that name. Throws `changed` when it ends in the middle, or is a tangle. */
export function xml(served: Document, root: string): Markup {
  const text = served.text();
  if (!text.trimEnd().endsWith(`</${root}>`)) {
    throw new SourceError(
      'changed',
      `${served.name}: expected XML to its </${root}>, found a part`,
    );
  }
  refuseTangled(served.name, text);
  const $ = cheerio().load(text, { xml: true });
  return markup($, $.root(), served.name);
}

/**
 * Reads rows of cells by the heads of their columns. Throws `changed` unless each wanted head
 * stands over exactly one column, and for a row that is not as wide as the heads.
 */
export function columns(
  heads: readonly Markup[],
  wanted: readonly string[],
): (cells: readonly Markup[]) => Readonly<Record<string, string>> {
  const names = heads.map(({ text }) => text);
  const found = quote(names.join(' | '));
  for (const name of wanted) {
    if (names.filter((each) => each === name).length !== 1) {
      throw new SourceError('changed', `expected one column "${name}", found columns ${found}`);
    }
  }
  return (cells) => {
    if (cells.length !== names.length) {
      const row = quote(cells.map(({ text }) => text).join(' | '));
      throw new SourceError('changed', `expected cells under ${found}, found ${row}`);
    }
    return Object.fromEntries(cells.map(({ text }, index) => [names[index], text]));
  };
}

/** The only table with exactly these heads. Throws `changed` unless there is one. */
export function tableOf(page: Markup, heads: readonly string[]): Markup {
  const wanted = heads.join(' | ');
  const [table, ...more] = page.all('table').filter(
    (each) =>
      each
        .all('th')
        .map(({ text }) => text)
        .join(' | ') === wanted,
  );
  if (table === undefined || more.length > 0) {
    const found = table === undefined ? 'none' : more.length + 1;
    throw new SourceError('changed', `expected one table of ${quote(wanted)}, found ${found}`);
  }
  return table;
}

/** The rows of the only table with exactly these heads, by head. Throws `changed` unless there is one. */
export function tableRows(
  page: Markup,
  heads: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  const table = tableOf(page, heads);
  const under = columns(table.all('th'), heads);
  return table.rows('tbody tr').map((line) => under(line.all('td')));
}

/** No table for people has a cell this wide or high. */
const SPAN_MAX = 100;

/** The texts of a table by line, a cell that spans several places in each of them. Throws `changed` for a span that is none. */
export function grid(table: Markup): readonly (readonly string[])[] {
  const rows = table.all('tr');
  const lines: string[][] = rows.map(() => []);
  for (const [top, row] of rows.entries()) {
    for (const cell of row.all('td, th')) {
      const places = Array(spanOf(cell, 'colspan')).fill(cell.text);
      const under = lines.slice(top, top + spanOf(cell, 'rowspan'));
      const left = firstFree(lines[top] ?? []);
      for (const line of under) for (const [at, text] of places.entries()) line[left + at] = text;
    }
  }
  return lines.map((line) => Array.from(line, (text) => text ?? ''));
}

function firstFree(line: readonly (string | undefined)[]): number {
  let place = 0;
  while (line[place] !== undefined) place += 1;
  return place;
}

function spanOf(cell: Markup, name: 'colspan' | 'rowspan'): number {
  const said = cell.attribute(name) ?? '1';
  const span = Number(said);
  if (Number.isInteger(span) && span >= 1 && span <= SPAN_MAX) return span;
  throw new SourceError('changed', `expected a ${name} up to ${SPAN_MAX}, found ${quote(said)}`);
}

function markup($: CheerioAPI, within: Parameters<CheerioAPI>[0], name: string): Markup {
  const selection = $(within);
  const all = (selector: string) =>
    selection
      .find(selector)
      .toArray()
      .map((element) => markup($, element, name));
  const refused = (expected: string, found: string | number) =>
    new SourceError('changed', `${name}: expected ${expected}, found ${found}`);
  return {
    text: selection.text().replace(/\s+/g, ' ').trim(),
    attribute: (attribute) => selection.attr(attribute) ?? null,
    all,
    one(selector) {
      const [only, ...more] = all(selector);
      if (only !== undefined && more.length === 0) return only;
      throw refused(`one ${selector}`, only === undefined ? 'none' : more.length + 1);
    },
    rows(selector) {
      const rows = all(selector);
      if (rows.length > 0) return rows;
      throw refused(`rows ${selector}`, 'none');
    },
  };
}
