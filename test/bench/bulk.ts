import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { offerObject } from './offer-object.ts';
import { offerTable } from './offer-table.ts';

const SIZE = 400e6;
const MEMORY_MAX_MIB = 256;

/** A price list as it is published, and who reads it. */
interface List {
  readonly form: 'CSV' | 'JSON';
  readonly pieces: (bytes: number) => Iterable<Buffer>;
  readonly reader: string;
}

const LISTS: readonly List[] = [
  { form: 'CSV', pieces: offerTable, reader: './bulk-reader.ts' },
  { form: 'JSON', pieces: offerObject, reader: './bulk-json-reader.ts' },
];

/** Reads price lists of 400 MB as a crawl does, each in a process of its own, and says what memory that took. */
export async function bulk(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  try {
    for (const list of LISTS) await measure(list, join(dir, 'offers'));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measure({ form, pieces, reader }: List, path: string): Promise<void> {
  await pipeline(Readable.from(pieces(SIZE)), createWriteStream(path));
  const program = fileURLToPath(new URL(reader, import.meta.url));
  const answer = execFileSync(process.execPath, ['--import', 'tsx', program, path]);
  const { seconds, peakMiB, offers, unread } = JSON.parse(answer.toString());
  console.log(
    `${form} ${(statSync(path).size / 1e6).toFixed(0)} MB: ${seconds.toFixed(1)} s, peak ${peakMiB.toFixed(0)} MiB, ${offers} offers, ${unread} not read`,
  );
  if (peakMiB <= MEMORY_MAX_MIB) return;
  console.error(`expected a peak under ${MEMORY_MAX_MIB} MiB`);
  process.exitCode = 1;
}
