import { randomUUID } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { bodyOf, MEMORY_MAX } from './body.ts';
import type { Body } from './exchange.ts';

const compressed = promisify(gzip);
const unfolded = promisify(gunzip);

/** Where a document goes: one folder a source and a day (UTC). */
export interface Shelf {
  readonly dir: string;
  readonly source: string;
  /** Milliseconds UTC. */
  readonly at: number;
}

/** What is unfinished for longer is of a process that was killed. */
const UNFINISHED_MS = 3_600_000;
/** Days of a source looked through: each opening looks, so what is left is in the last ones. */
const DAYS_SWEPT = 7;

/** Gives the archive's folder, which is rid once of what killed processes left unfinished; null where nothing is kept. */
export function openArchive(dir: string | null): () => Promise<string | null> {
  let swept: Promise<void> | null = null;
  return async () => {
    if (dir === null) return null;
    swept ??= sweep(dir).catch((cause: unknown) => {
      // What stood in the way may be gone at the next document.
      swept = null;
      throw cause;
    });
    await swept;
    return dir;
  };
}

async function sweep(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  for (const source of await foldersIn(dir)) {
    const days = [...(await foldersIn(join(dir, source)))].sort().slice(-DAYS_SWEPT);
    for (const day of days) await sweepDay(join(dir, source, day));
  }
}

async function foldersIn(dir: string): Promise<readonly string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

async function sweepDay(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.tmp')) continue;
    const path = join(folder, name);
    const { mtimeMs } = (await stat(path).catch(isGone)) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > UNFINISHED_MS) await rm(path, { force: true });
  }
}

/** Another process finished it meanwhile. */
function isGone(cause: NodeJS.ErrnoException): null {
  if (cause.code === 'ENOENT') return null;
  throw cause;
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
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeWhole(path, await compressed(body.bytes));
  return path;
}

/** A body that was kept, or null where it is no longer there as it was. */
export async function fromArchive(path: string, sha256: string): Promise<Body | null> {
  try {
    const bytes = await unfolded(await readFile(path), { maxOutputLength: MEMORY_MAX });
    const body = bodyOf(bytes);
    return body.sha256 === sha256 ? body : null;
  } catch {
    // Removed or damaged: it is asked for as if it had never been kept.
    return null;
  }
}

/** Writes a file that is either there and whole, or not there. */
export async function writeWhole(path: string, content: Buffer | string): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.tmp`;
  await writeFile(unfinished, content, { mode: 0o600 });
  await rename(unfinished, path);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
