import { TextDecoder } from 'node:util';
import { quote, SourceError } from '../domain/errors.ts';
import type { Headers } from './exchange.ts';

/** HTML declares its charset within its first 1024 bytes. */
const PROLOGUE = 1024;
const META = /<meta[^<>]{0,200}charset\s*=\s*["']?(?<label>[\w-]+)/i;
const HEADER = /charset\s*=\s*"?(?<label>[\w-]+)/i;
const LINE_MAX = 50_000_000;
const EXCERPT = 60;
/** What is read without trouble can be too deep to be written or compared. */
const DEPTH_MAX = 64;

/**
 * The decoder for a body: what its first bytes say, then its header, then its page, else UTF-8. It
 * refuses bytes that are not of its charset; a guess would put wrong letters into names.
 */
export function decoderFor(name: string, head: Buffer, headers: Headers): TextDecoder {
  const label = markOf(head) ?? declaredIn(head, headers) ?? 'utf-8';
  try {
    return new TextDecoder(label, { fatal: true });
  } catch (cause) {
    throw new SourceError('changed', `${name}: its charset ${quote(label)} is not known`, {
      cause,
    });
  }
}

/** The whole text. Throws `changed` when the bytes are not of the charset. */
export function textOf(name: string, bytes: Buffer, headers: Headers): string {
  const decoder = decoderFor(name, bytes.subarray(0, PROLOGUE), headers);
  return decoded(name, decoder, () => decoder.decode(bytes));
}

/** The value of a JSON text. Throws `changed` where it stops being JSON, or nests without end. */
export function jsonOf(name: string, text: string): unknown {
  if (isDeeper(text, DEPTH_MAX)) {
    throw new SourceError('changed', `${name}: expected JSON nested at most ${DEPTH_MAX} deep`);
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SourceError('changed', `${name}: ${jsonComplaint(text, cause)}`, { cause });
  }
}

/** The lines of a text that comes in pieces, without their ends. */
export async function* linesOf(
  name: string,
  pieces: AsyncIterable<Buffer>,
  headers: Headers,
): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  let line = '';
  for await (const piece of pieces) {
    decoder ??= decoderFor(name, piece.subarray(0, PROLOGUE), headers);
    const reader = decoder;
    const text = decoded(name, reader, () => reader.decode(piece, { stream: true }));
    const [end = '', ...starts] = text.split('\n');
    line += end;
    for (const start of starts) {
      yield line.replace(/\r$/, '');
      line = start;
    }
    if (line.length > LINE_MAX) throw new SourceError('changed', `${name}: a line never ends`);
  }
  const reader = decoder;
  if (reader) line += decoded(name, reader, () => reader.decode());
  if (line !== '') yield line;
}

function markOf(head: Buffer): string | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

function declaredIn(head: Buffer, headers: Headers): string | undefined {
  const type = headers['content-type'] ?? '';
  const declared = HEADER.exec(type)?.groups?.label;
  if (declared !== undefined || !/html/.test(type)) return declared;
  return META.exec(head.toString('latin1'))?.groups?.label;
}

function decoded(name: string, { encoding }: TextDecoder, decode: () => string): string {
  try {
    return decode();
  } catch (cause) {
    throw new SourceError('changed', `${name}: it says it is ${encoding} and is not`, { cause });
  }
}

const QUOTE = '"'.charCodeAt(0);
const OPENING = new Set(['[', '{'].map((mark) => mark.charCodeAt(0)));
const CLOSING = new Set([']', '}'].map((mark) => mark.charCodeAt(0)));

function isDeeper(json: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === QUOTE) at = endOfString(json, at);
    else if (OPENING.has(code)) depth += 1;
    else if (CLOSING.has(code)) depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/** Where the string that begins there ends: at a quote with an even number of backslashes before it. */
function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end > 0; end = json.indexOf('"', end + 1)) {
    let escapes = end;
    while (json[escapes - 1] === '\\') escapes -= 1;
    if ((end - escapes) % 2 === 0) return end;
  }
  return json.length;
}

function jsonComplaint(text: string, cause: unknown): string {
  if (!/^\s*[[{"]/.test(text)) return `expected JSON, found ${quote(text.slice(0, EXCERPT))}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const position = Number(/at position (?<position>\d+)/.exec(reason)?.groups?.position);
  if (/Unexpected end|Unterminated/.test(reason) || position >= text.length) {
    return `JSON that ends in the middle, after ${quote(text.slice(-EXCERPT))}`;
  }
  return `expected JSON, found what is none: ${quote(reason)}`;
}
