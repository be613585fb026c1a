import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { absolute, type Figure, processTime, ratio, spreadOf } from './figures.ts';
import { offerTable } from './offer-table.ts';

const SIZE = 400e6;
const RUNS = 3;
/** What reads it and looks at nothing. */
const READ =
  "require('node:fs').createReadStream(process.argv[1], { highWaterMark: 1 << 20 }).resume()";

/** Reads a price list of 400 MB as a crawl does, in a process of its own: what that takes. */
export async function bulk(): Promise<readonly Figure[]> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  const path = join(dir, 'offers.csv');
  try {
    await pipeline(Readable.from(offerTable(SIZE)), createWriteStream(path));
    const reader = fileURLToPath(new URL('./bulk-reader.ts', import.meta.url));
    const [ours, theirs, peaks]: [number[], number[], number[]] = [[], [], []];
    for (let run = 0; run < RUNS; run += 1) {
      const answer = execFileSync(process.execPath, ['--import', 'tsx', reader, path]);
      const { seconds, peakMiB } = JSON.parse(answer.toString());
      ours.push(seconds * 1000);
      peaks.push(peakMiB);
      theirs.push(processTime(['-e', READ, path]));
    }
    const spread = { ours: spreadOf(ours), theirs: spreadOf(theirs) };
    const peak = spreadOf(peaks);
    return [
      ratio('P3', 'a price list of 400 MB', spread, { name: 'reading the file', target: 6 }),
      absolute('P2', 'its peak memory', {
        value: peak.median,
        unit: 'MiB',
        target: 256,
        ours: peak,
      }),
    ];
  } finally {
    rmSync(dir, { recursive: true });
  }
}
