import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, type Readable, Transform } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import type { Keep } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import type { Body } from './exchange.ts';
import { tooLarge } from './failure.ts';
import { linesKept } from './keep-lines.ts';
import { membersKept } from './keep-members.ts';

/** A larger body goes to a file and is read as lines only. */
export const MEMORY_MAX = 50_000_000;

/** How far a body may unfold, once it is large enough to matter. */
const RATIO = 100;
const RATIO_APPLIES_FROM = 2 ** 20;
const CODINGS_MAX = 5;
const DECODERS: ReadonlyMap<string, () => Transform> = new Map([
  ['gzip', createUnzip],
  ['x-gzip', createUnzip],
  ['deflate', createUnzip],
  ['br', createBrotliDecompress],
]);

/** What a body may cost. */
export interface Intake {
  /** Bytes, on the wire and decoded alike. */
  readonly maxBytes: number;
  /** The folder for bodies too large for memory. */
  spoolDir(): Promise<string>;
  /** Which of its lines or members are kept; without it, all of the body is. */
  readonly keep?: Keep;
}

/** Reads a body to its end, decoded. Throws `changed` when it is too large or not as its coding says. */
export async function takeIn(wire: Readable, coding: string, intake: Intake): Promise<Body> {
  const meter = createMeter();
  let stream = chain(wire, meter.stream);
  try {
    for (const decoder of decodersOf(coding)) stream = chain(stream, decoder);
    if (intake.keep) stream = chain(stream, sieve(intake.keep, intake.maxBytes));
    return await keep(stream, intake, meter.bytes);
  } catch (cause) {
    wire.destroy();
    if (!isDecoding(cause)) throw cause;
    throw new SourceError('changed', `its body is not ${coding} to the end`, { cause });
  }
}

/** Bytes at hand as a body. */
export function bodyOf(bytes: Buffer): Body {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'memory', bytes, size: bytes.length, sha256 };
}

/** The two joined, so that an error or an early end of one ends both. */
function chain(source: Readable, target: Transform): Readable {
  return pipeline(source, target, () => {
    // The error is also the target's own, and whoever reads the target meets it there.
  });
}

function sieve(keep: Keep, maxBytes: number): Transform {
  return 'at' in keep ? membersKept(keep, maxBytes) : linesKept(keep, maxBytes);
}

function createMeter() {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}

function decodersOf(coding: string): Transform[] {
  const names = coding
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && name !== 'identity')
    .reverse();
  if (names.length > CODINGS_MAX) {
    throw new SourceError('changed', `its body is encoded ${names.length} times`);
  }
  return names.map((name) => {
    const decoder = DECODERS.get(name);
    if (decoder) return decoder();
    throw new SourceError('changed', `its body is encoded as ${name}, which was not asked for`);
  });
}

async function keep(source: Readable, intake: Intake, onWire: () => number): Promise<Body> {
  const hash = createHash('sha256');
  const chunks: Buffer[] = [];
  let size = 0;
  let spool: Spool | null = null;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      refuseTooLarge(size, onWire(), intake.maxBytes);
      hash.update(chunk);
      chunks.push(chunk);
      if (size <= MEMORY_MAX) continue;
      spool ??= await openSpool(await intake.spoolDir());
      await spool.append(chunks.splice(0));
    }
  } finally {
    await spool?.file.close();
  }
  const facts = { size, sha256: hash.digest('hex') };
  if (spool) return { ...facts, kind: 'file', path: spool.path };
  return { ...facts, kind: 'memory', bytes: Buffer.concat(chunks) };
}

interface Spool {
  readonly path: string;
  readonly file: FileHandle;
  append(chunks: readonly Buffer[]): Promise<void>;
}

async function openSpool(dir: string): Promise<Spool> {
  const path = join(dir, randomUUID());
  const file = await open(path, 'wx');
  const append = async (chunks: readonly Buffer[]) => {
    try {
      await file.appendFile(Buffer.concat(chunks));
    } catch (cause) {
      throw new Error(`cannot write ${path}: is the disk full?`, { cause });
    }
  };
  return { path, file, append };
}

function refuseTooLarge(size: number, onWire: number, maxBytes: number): void {
  if (size > maxBytes) throw tooLarge(maxBytes);
  if (size > RATIO_APPLIES_FROM && size > onWire * RATIO) {
    throw new SourceError('changed', `its body unfolds to more than ${RATIO} times what was sent`);
  }
}

/** zlib names its errors Z_*, its Brotli half ERR_* with the decoder's own words behind. */
function isDecoding(cause: unknown): boolean {
  const { code } = cause as { code?: unknown };
  return typeof code === 'string' && /^(?:Z_|ERR__|ERR_BROTLI)/.test(code);
}
