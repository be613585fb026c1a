import { type CheerioAPI, load } from 'cheerio';
import { parse, stringify } from 'yaml';

/** Something taken out of a document. */
export interface Cut {
  readonly kind: Kind;
  /** Where it was, for a person. */
  readonly at: string;
  /** The text of the rows it was in, the nearest first, names on the way to them among it. */
  readonly rows: readonly string[];
  /** The document without it. */
  readonly text: string;
}

/** A row; or one fact of a row. */
export const KINDS = ['row', 'attribute'] as const;
type Kind = (typeof KINDS)[number];

/** One of so many, from 0. */
export type Choose = (among: number) => number;

/**
 * Takes a row or a fact of one out of a document of JSON, YAML, HTML or XML, and out of the data of a page
 * that is drawn from data. Throws where it has none: what is not cut proves nothing.
 */
export function cut(text: string, kind: Kind, choose: Choose): Cut {
  if (/^\s*</.test(text)) return cutMarkup(load(text, { xml: isXml(text) }), kind, choose);
  if (/^\s*[{[]/.test(text)) return cutTree(JSON.parse(text), kind, choose, JSON.stringify);
  return cutTree(parse(text), kind, choose, stringify);
}

/** A value of a tree, and the rows it is in: objects that have only objects beside them. */
interface Place {
  readonly holder: object;
  readonly key: string;
  readonly path: readonly string[];
  readonly rows: readonly unknown[];
}

function cutTree(tree: unknown, kind: Kind, choose: Choose, write: (tree: unknown) => string): Cut {
  const places: Place[] = [];
  walk(tree, { path: [], rows: [] }, (place, isRow) => {
    if (isRow === (kind === 'row')) places.push(place);
  });
  const place = chosen(places, kind, choose);
  const { holder, key, path } = place;
  const rows = place.rows.map((row) => [...path, JSON.stringify(row)].join(' '));
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
  return { kind, at: path.join('.'), rows, text: write(tree) };
}

function walk(
  node: unknown,
  above: Pick<Place, 'path' | 'rows'>,
  found: (place: Place, isRow: boolean) => void,
): void {
  if (typeof node !== 'object' || node === null) return;
  const isTable = Array.isArray(node) || Object.values(node).every(isObject);
  for (const [key, value] of Object.entries(node)) {
    const isRow = isTable && isObject(value);
    const path = [...above.path, key];
    const rows = isRow ? [value, ...above.rows] : above.rows;
    found({ holder: node, key, path, rows }, isRow);
    walk(value, { path, rows }, found);
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function chosen<Place>(places: readonly Place[], kind: Kind, choose: Choose): Place {
  const place = places[choose(places.length)];
  if (place !== undefined) return place;
  throw new Error(
    `expected a ${kind} to take out, found none; teach test/support/cuts.ts its rows`,
  );
}

const isXml = (text: string): boolean => text.startsWith('<?xml');

/** Rows of the tables, by whatever elements, that the recorded pages have. */
const ROWS = 'tr, [class*="_row_item "], [class$="__row"], [time] > *, [role="listitem"]';

function cutMarkup($: CheerioAPI, kind: Kind, choose: Choose): Cut {
  const data = dataIn($);
  if (data !== null) return cutTree(data.tree, kind, choose, data.write);
  const rows = $(ROWS).toArray();
  const cells = rows.flatMap((row) => cellsOf($(row)).toArray());
  const attributes = [...rows, ...cells, ...$('[time]').toArray()].flatMap((element) =>
    Object.keys(element.attribs).map((name) => ({ element, name })),
  );
  const places =
    kind === 'row'
      ? rows.map((row) => ({ row: $(row), remove: () => $(row).remove() }))
      : [
          ...cells.map((cell) => ({
            row: $(cell).closest(ROWS),
            remove: () => $(cell).remove(),
          })),
          ...attributes.map(({ element, name }) => ({
            row: $(element),
            remove: () => $(element).removeAttr(name),
          })),
        ];
  const place = chosen(places, kind, choose);
  const row = `${place.row.text()} ${$.html(place.row)}`;
  place.remove();
  return { kind, at: row.slice(0, 80), rows: [row], text: $.html() };
}

type Elements = ReturnType<ReturnType<CheerioAPI>['children']>;

/** The cells of a row, which may have wrappers around all of them. */
function cellsOf(row: Elements): Elements {
  const within = row.children();
  return within.length === 1 && within.children().length > 0 ? cellsOf(within) : within;
}

const NEXT = /^self\.__next_f\.push\((?<chunk>\[1,"[\s\S]*"\])\)$/;

/** What a page carries that is drawn from data, and how the page reads with other data. */
interface Data {
  readonly tree: unknown;
  write(tree: unknown): string;
}

function dataIn($: CheerioAPI): Data | null {
  const textOf = (script: Parameters<CheerioAPI>[0]) => $(script).text();
  const declared = $('script[type="application/ld+json"]');
  const chunks = $('script').filter((_, script) => NEXT.test(textOf(script)));
  /** All of it in the first of these scripts. */
  const rewritten = (scripts: typeof declared, text: string) => {
    scripts.first().text(text);
    scripts.slice(1).remove();
    return $.html();
  };
  if (declared.length > 0) {
    const tree = declared.toArray().map((script) => JSON.parse(textOf(script)));
    return { tree, write: (less) => rewritten(declared, JSON.stringify(less)) };
  }
  if (chunks.length === 0) return null;
  const texts = chunks.toArray().map((script) => NEXT.exec(textOf(script))?.groups?.chunk);
  const text = texts.map((chunk) => JSON.parse(String(chunk))[1]).join('');
  const start = text.indexOf(':') + 1;
  return {
    tree: JSON.parse(`[${text.slice(start)}]`),
    write(less) {
      const written = text.slice(0, start) + JSON.stringify(less).slice(1, -1);
      return rewritten(chunks, `self.__next_f.push([1,${JSON.stringify(written)}])`);
    },
  };
}

/** The same numbers for the same seed: one of so many each time (mulberry32). */
export function choosing(seed: number): Choose {
  let state = seed;
  return (among) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, among);
  };
}
