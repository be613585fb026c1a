import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { staleReads } from '../../src/cli/keeping-up.ts';
import { aDataFolder } from './program.ts';

const NOW = Date.UTC(2026, 10, 24);
const HOUR = 3_600_000;

/** The sources of these reads that are stale at that time, beside that configuration. */
async function staleOf(
  reads: readonly { readonly source: string; readonly seenAt: number | null }[],
  config = '',
) {
  const cwd = aDataFolder();
  writeFileSync(join(cwd, 'chipwatch.yaml'), config);
  const screen = { write: () => true };
  const stdin = { async *[Symbol.asyncIterator]() {} };
  const context = { env: {}, cwd, stdin, stdout: screen, stderr: screen, now: () => NOW };
  return (await staleReads(context, {}, reads)).map(({ source }) => source);
}

const hoursAgo = (hours: number) => NOW - hours * HOUR;

describe('what the command line calls stale', () => {
  it('goes by the pace at which this install reads a source', async () => {
    const reads = [
      { source: 'aws', seenAt: hoursAgo(71) },
      { source: 'lambda-api', seenAt: hoursAgo(25) },
      { source: 'vultr', seenAt: hoursAgo(23) },
    ];

    expect(await staleOf(reads)).toEqual([]);
    expect(await staleOf(reads, 'schedule: cadence')).toEqual(['lambda-api']);
    expect(await staleOf([{ source: 'aws', seenAt: hoursAgo(72) }])).toEqual(['aws']);
  });

  it('is what was never read, and never what a person brought', async () => {
    const reads = [
      { source: 'aws', seenAt: null },
      { source: 'import-northlight', seenAt: hoursAgo(5_000) },
      { source: 'import-northlight', seenAt: null },
    ];

    expect(await staleOf(reads)).toEqual(['aws']);
  });
});
