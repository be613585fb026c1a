import { Transform } from 'node:stream';
import type { KeptMembers } from '../../scrapers/kit/scraper.ts';
import { quote, SourceError } from '../domain/errors.ts';
import { tooLarge } from './failure.ts';

/** Longer members are those of another kind of document. */
const MEMBER_MAX = 2 ** 20;
const [QUOTE, COMMA, COLON, BACKSLASH] = [34, 44, 58, 92];
const CLOSERS: ReadonlyMap<number, number> = new Map([
  [123, 125],
  [91, 93],
]);
const isCloser = (byte: number) => byte === 125 || byte === 93;
/** By its byte, whether one ends the search for what matters: beside members, in them, in strings. */
const [BESIDE, INSIDE, IN_STRINGS] = [
  [...CLOSERS.keys(), ...CLOSERS.values(), QUOTE, COMMA, COLON],
  [...CLOSERS.keys(), ...CLOSERS.values(), QUOTE],
  [QUOTE, BACKSLASH],
].map((bytes) => Uint8Array.from({ length: 256 }, (_, byte) => Number(bytes.includes(byte)))) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
];

/**
 * Passes on a JSON document with the members that are kept and nothing beside them, however it is cut
 * into pieces; holds one member at a time. Fails where there is no such object or list, where the document ends
 * before it does, and where all of it is too large.
 */
export function membersKept({ at, matching }: KeptMembers, maxBytes: number): Transform {
  const scanner = new Scanner(at);
  const search = new RegExp(matching.source, 'u');
  const path = at.map((name) => `{${JSON.stringify(name)}:`).join('');
  let size = 0;
  let isFirst = true;

  function before(): string {
    if (!isFirst) return ',';
    isFirst = false;
    return path + (scanner.isList ? '[' : '{');
  }

  function kept(chunk: Buffer): string {
    const texts: string[] = [];
    for (const text of scanner.read(chunk)) {
      if (search.test(text)) texts.push(before(), text.trim());
    }
    return texts.join('');
  }

  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      try {
        const text = kept(chunk);
        if (size > maxBytes) done(tooLarge(maxBytes));
        else if (scanner.rest > MEMBER_MAX) done(changed('members of less than a megabyte'));
        else done(null, text);
      } catch (cause) {
        done(cause instanceof Error ? cause : new Error(String(cause)));
      }
    },
    flush(done) {
      if (!scanner.isWhole) return done(changed(`an object or a list at "${at.join('.')}", whole`));
      const open = isFirst ? before() : '';
      done(null, `${open}${scanner.isList ? ']' : '}'}${'}'.repeat(at.length)}`);
    },
  });
}

function changed(what: string): SourceError {
  return new SourceError('changed', `expected ${what}`);
}

/** Where in the document we are: nothing is kept but the path and the piece now read. */
class Scanner {
  isDone = false;
  isList = false;
  readonly #at: readonly string[];
  readonly #closers: number[] = [];
  readonly #names: string[] = [];
  /** How deep the wanted object or list is; 0 where it was not met yet. */
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The piece since the last comma, bracket or colon that matters. */
  #piece: Buffer = Buffer.alloc(0);

  constructor(at: readonly string[]) {
    this.#at = at;
  }

  /** The object or list was there, and the document came to its end. */
  get isWhole(): boolean {
    return this.isDone && this.#closers.length === 0 && this.#piece.toString().trim() === '';
  }

  get rest(): number {
    return this.#piece.length;
  }

  *read(chunk: Buffer): Generator<string> {
    const bytes = Buffer.concat([this.#piece, chunk]);
    let from = 0;
    let index = this.#sign(bytes, this.#piece.length + Number(this.#escaped));
    for (; index < bytes.length; index = this.#sign(bytes, index + 1)) {
      const byte = bytes[index] as number;
      const ends = this.#endsMember(byte);
      const isOutside = this.#depth === 0;
      const text = ends || isOutside ? bytes.toString('utf8', from, index) : '';
      this.#step(byte, text);
      if (isOutside || ends) from = index + 1;
      if (ends && text.trim() !== '') yield text;
    }
    this.#piece = bytes.subarray(from);
  }

  #endsMember(byte: number): boolean {
    const isMember = this.#depth > 0 && this.#closers.length === this.#depth;
    return isMember && (byte === COMMA || isCloser(byte));
  }

  /** Where the next sign is that matters here and is none of a string's letters. */
  #sign(bytes: Buffer, from: number): number {
    const beside = this.#depth > 0 && this.#closers.length > this.#depth ? INSIDE : BESIDE;
    let index = from;
    while (index < bytes.length) {
      index = firstOf(this.#inString ? IN_STRINGS : beside, bytes, index);
      if (bytes[index] === QUOTE) this.#inString = !this.#inString;
      // It is searched for in strings only, and takes the next letter with it.
      else if (bytes[index] === BACKSLASH) index += 1;
      else break;
      index += 1;
    }
    this.#escaped = index > bytes.length;
    return index;
  }

  #step(byte: number, text: string): void {
    const depth = this.#closers.length;
    const closer = CLOSERS.get(byte);
    if (closer !== undefined) this.#open(closer);
    else if (isCloser(byte)) this.#close(byte);
    else if (byte === COLON && this.#depth === 0) this.#names[depth - 1] = named(text);
  }

  #open(closer: number): void {
    this.#closers.push(closer);
    const depth = this.#closers.length;
    if (this.#depth > 0 || this.isDone || depth !== this.#at.length + 1) return;
    if (!this.#at.every((name, index) => this.#names[index] === name)) return;
    this.#depth = depth;
    this.isList = closer === 93;
  }

  #close(byte: number): void {
    if (this.#closers.pop() !== byte) throw changed('brackets that close what they opened');
    this.#names.length = Math.min(this.#names.length, this.#closers.length);
    if (this.#depth <= this.#closers.length) return;
    this.#depth = 0;
    this.isDone = true;
  }
}

/** Most bytes are others: nothing is asked of them but this. */
function firstOf(signs: Uint8Array, bytes: Buffer, from: number): number {
  let index = from;
  while (index < bytes.length && signs[bytes[index] as number] === 0) index += 1;
  return index;
}

function named(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    throw changed(`JSON, found ${quote(text)} before a colon`);
  }
}
