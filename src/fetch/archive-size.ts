import { readdir, rm, rmdir, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** How far an archive may grow, and what of it must stay. */
export interface ArchiveLimit {
  readonly maxBytes: number;
  /** Milliseconds UTC. */
  readonly now: number;
  /** The marks of documents that stay; asked only where something must go. */
  readonly kept: () => Promise<ReadonlySet<string>>;
  /** Told before they are removed: whatever names them names them no more. */
  readonly forget: (marks: ReadonlySet<string>) => Promise<void>;
}

/** Bytes that were in the archive, and that went of it. */
export interface Shrunk {
  readonly bytes: number;
  readonly removed: number;
}

/** A document whose crawl is not committed yet is in no row: no crawl lasts as long. */
const YOUNG_MS = 48 * 3_600_000;

interface Kept {
  /** `source/day/digest.gz`. */
  readonly mark: string;
  readonly bytes: number;
  readonly at: number;
}

/** Removes the oldest documents that need not stay, until the rest is no larger than the limit. */
export async function shrinkArchive(dir: string, limit: ArchiveLimit): Promise<Shrunk> {
  const documents = await documentsIn(dir);
  const bytes = documents.reduce((sum, each) => sum + each.bytes, 0);
  if (bytes <= limit.maxBytes) return { bytes, removed: 0 };
  const kept = await limit.kept();
  let left = bytes;
  const gone = new Set<string>();
  for (const { mark, bytes: size, at } of documents) {
    if (left <= limit.maxBytes) break;
    if (kept.has(mark) || limit.now - at < YOUNG_MS) continue;
    gone.add(mark);
    left -= size;
  }
  await limit.forget(gone);
  for (const mark of gone) await rm(join(dir, mark), { force: true });
  await removeEmpty(dir, new Set([...gone].map(folderOf)));
  return { bytes, removed: bytes - left };
}

/** By day, the oldest first. */
async function documentsIn(dir: string): Promise<readonly Kept[]> {
  const names = await readdir(dir, { recursive: true }).catch(isNone);
  const documents: Kept[] = [];
  for (const name of names.filter((each) => each.endsWith('.gz'))) {
    const { size, mtimeMs } = await stat(join(dir, name));
    documents.push({ mark: name.split(sep).join('/'), bytes: size, at: mtimeMs });
  }
  return documents.sort((one, other) => (dayOf(one) < dayOf(other) ? -1 : 1));
}

/** No crawl kept anything yet. */
function isNone(cause: NodeJS.ErrnoException): readonly string[] {
  if (cause.code === 'ENOENT') return [];
  throw cause;
}

const dayOf = ({ mark }: Kept): string => mark.split('/')[1] ?? '';
const folderOf = (mark: string): string => mark.slice(0, mark.lastIndexOf('/'));

async function removeEmpty(dir: string, folders: ReadonlySet<string>): Promise<void> {
  for (const folder of folders) {
    const path = join(dir, folder);
    if ((await readdir(path)).length === 0) await rmdir(path);
  }
}
