import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Document, Node } from 'yaml';
import { configError } from './failure.ts';

/** A YAML file that was read, and where in it things stand. */
export interface YamlFile {
  readonly path: string;
  readonly value: unknown;
  /** `chipwatch.yaml:3:5`, of the value at the path or of what comes nearest to it. */
  at(path: readonly PropertyKey[]): string;
  /** The same, of a key in the map at the path. */
  atKey(path: readonly PropertyKey[], key: string): string;
}

/** Seventy modules, loaded with the first file: every command asks for its settings, and most find none. */
function yaml(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml');
}

/** Reads a file as YAML 1.2. Throws a `ConfigError`. */
export function readYaml(path: string): YamlFile {
  const { LineCounter, parseDocument } = yaml();
  const lines = new LineCounter();
  const document = parseDocument(textOf(path), { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const of = (node: Node | null) => place(node?.range?.[0] ?? 0);
  if (document.errors.length > 0) {
    throw configError(document.errors.map(({ message, pos }) => `${place(pos[0])}: ${message}`));
  }
  return {
    path,
    value: contentOf(document, path),
    at: (steps) => of(walk(document, steps)),
    atKey: (steps, key) => of(keyNode(walk(document, steps), key) ?? walk(document, steps)),
  };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    // The only fault a person can mend here is the file itself.
    const { code } = cause as NodeJS.ErrnoException;
    throw configError([`${path}: expected a configuration file that can be read (${code})`], cause);
  }
}

/** What the document says; an empty one says nothing. */
function contentOf(document: Document, path: string): unknown {
  try {
    return document.toJS() ?? {};
  } catch (cause) {
    // Aliases of aliases, made to grow without end, are refused here and not while parsing.
    throw configError([`${path}: expected fewer aliases`], cause);
  }
}

/** The value at the path; where there is none, the key of the last map on the way. */
function walk(document: Document, steps: readonly PropertyKey[]): Node | null {
  const { isMap, isSeq } = yaml();
  let node: Node | null = document.contents;
  let key = node;
  for (const step of steps) {
    const inner: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (!isNode(inner)) return isMap(node) ? (keyNode(node, String(step)) ?? key) : node;
    key = keyNode(node, String(step)) ?? inner;
    node = inner;
  }
  return node;
}

function isNode(value: unknown): value is Node {
  const { isMap, isScalar, isSeq } = yaml();
  return isScalar(value) || isMap(value) || isSeq(value);
}

function keyNode(node: Node | null, name: string): Node | null {
  const { isMap, isScalar } = yaml();
  if (!isMap(node)) return null;
  const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === name);
  return isScalar(pair?.key) ? pair.key : null;
}
