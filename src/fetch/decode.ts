import { TextDecoder } from 'node:util';
import { quote, SourceError } from '../domain/errors.ts';
import type { Headers } from './exchange.ts';

/** HTML declares its charset within its first 1024 bytes. */
const PROLOGUE = 1024;
const META = /<meta[^<>]{0,200}charset\s*=\s*["']?(?<label>[\w-]+)/i;
const HEADER = /charset\s*=\s*"?(?<label>[\w-]+)/i;
const LINE_MAX = 50_000_000;
const EXCERPT = 60;

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

/** The value of a JSON text. Throws `changed`, saying where it stopped being JSON. */
export function jsonOf(name: string, text: string): unknown {
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

function jsonComplaint(text: string, cause: unknown): string {
  if (!/^\s*[[{"]/.test(text)) return `expected JSON, found ${quote(text.slice(0, EXCERPT))}`;
  const reason = cause instanceof Error ? cause.message : String(cause);
  const position = Number(/at position (?<position>\d+)/.exec(reason)?.groups?.position);
  if (/Unexpected end|Unterminated/.test(reason) || position >= text.length) {
    return `JSON that ends in the middle, after ${quote(text.slice(-EXCERPT))}`;
  }
  return `expected JSON, found what is none: ${quote(reason)}`;
}
