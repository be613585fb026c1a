import { load } from 'cheerio';
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

/** Takes a row or a fact of one out of a document of JSON, YAML, HTML or XML. Null where it has none. */
export function cut(text: string, kind: Kind, choose: Choose): Cut | null {
  if (/^\s*</.test(text)) return cutMarkup(text, kind, choose);
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

function cutTree(
  tree: unknown,
  kind: Kind,
  choose: Choose,
  write: (tree: unknown) => string,
): Cut | null {
  const places: Place[] = [];
  walk(tree, { path: [], rows: [] }, (place, isRow) => {
    if (isRow === (kind === 'row')) places.push(place);
  });
  const place = places[choose(places.length)];
  if (place === undefined) return null;
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

/** Rows of the tables, by whatever elements, that the recorded pages have. */
const ROWS = 'tr, [class$="__row"], [time] > *';

function cutMarkup(text: string, kind: Kind, choose: Choose): Cut | null {
  const $ = load(text, { xml: text.startsWith('<?xml') });
  const rows = $(ROWS).toArray();
  const cells = rows.flatMap((row) => $(row).children().toArray());
  const attributes = [...rows, ...cells, ...$('[time]').toArray()].flatMap((element) =>
    Object.keys(element.attribs).map((name) => ({ element, name })),
  );
  const places =
    kind === 'row'
      ? rows.map((row) => ({ row: $(row), remove: () => $(row).remove() }))
      : [
          ...cells.map((cell) => ({ row: $(cell).parent(), remove: () => $(cell).remove() })),
          ...attributes.map(({ element, name }) => ({
            row: $(element),
            remove: () => $(element).removeAttr(name),
          })),
        ];
  const place = places[choose(places.length)];
  if (place === undefined) return null;
  const row = `${place.row.text()} ${$.html(place.row)}`;
  place.remove();
  return { kind, at: row.slice(0, 80), rows: [row], text: $.html() };
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
