import { randomUUID } from 'node:crypto';
import { access, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Body } from './exchange.ts';

const compressed = promisify(gzip);

/** Where a document goes: one folder a source and a day (UTC). */
export interface Shelf {
  readonly dir: string;
  readonly source: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/**
 * Keeps a body under the name of its own digest, and gives its path; the same body is kept once a
 * day. Bodies too large for memory are not kept, and have no path.
 */
export async function archive(body: Body, { dir, source, at }: Shelf): Promise<string | null> {
  if (body.kind === 'file') return null;
  const folder = join(dir, source, new Date(at).toISOString().slice(0, 10));
  const path = join(folder, `${body.sha256}.gz`);
  if (await exists(path)) return path;
  await mkdir(folder, { recursive: true });
  await writeWhole(path, await compressed(body.bytes));
  return path;
}

/** Writes a file that is either there and whole, or not there. */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
