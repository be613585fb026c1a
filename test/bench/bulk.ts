import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { offerTable } from './offer-table.ts';

const SIZE = 400e6;
const MEMORY_MAX_MIB = 256;

/** Reads a price list of 400 MB as a crawl does, in a process of its own, and says what memory that took. */
export async function bulk(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  const path = join(dir, 'offers.csv');
  try {
    await pipeline(Readable.from(offerTable(SIZE)), createWriteStream(path));
    const reader = fileURLToPath(new URL('./bulk-reader.ts', import.meta.url));
    const answer = execFileSync(process.execPath, ['--import', 'tsx', reader, path]);
    const { seconds, peakMiB, offers, unread } = JSON.parse(answer.toString());
    console.log(
      `CSV ${(statSync(path).size / 1e6).toFixed(0)} MB: ${seconds.toFixed(1)} s, peak ${peakMiB.toFixed(0)} MiB, ${offers} offers, ${unread} not read`,
    );
    if (peakMiB <= MEMORY_MAX_MIB) return;
    console.error(`expected a peak under ${MEMORY_MAX_MIB} MiB`);
    process.exitCode = 1;
  } finally {
    rmSync(dir, { recursive: true });
  }
}
