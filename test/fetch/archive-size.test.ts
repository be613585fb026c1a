import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { shrinkArchive } from '../../src/fetch/archive-size.ts';

const NOW = Date.UTC(2026, 0, 20);
const DAY = 24 * 3_600_000;

/** An archive of documents of a thousand bytes each, and what was said to be forgotten. */
function anArchive(marks: readonly string[]) {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-archive-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  for (const mark of marks) {
    const path = join(dir, mark);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.alloc(1_000));
    const at = new Date(mark.split('/')[1] ?? '');
    utimesSync(path, at, at);
  }
  const forgotten: string[] = [];
  const shrink = (maxBytes: number, kept: readonly string[] = []) =>
    shrinkArchive(dir, {
      ...{ maxBytes, now: NOW },
      kept: async () => new Set(kept),
      async forget(some) {
        // Still there: what names a file must not outlive it.
        for (const mark of some) expect(existsSync(join(dir, mark))).toBe(true);
        forgotten.push(...some);
      },
    });
  const left = () => marks.filter((mark) => existsSync(join(dir, mark)));
  return { dir, shrink, left, forgotten };
}

const OLDEST = 'rift/2026-01-01/a.gz';
const SECOND = 'pole/2026-01-02/b.gz';
const THIRD = 'rift/2026-01-03/c.gz';
const NEWEST = 'pole/2026-01-19/d.gz';
const ALL = [NEWEST, THIRD, OLDEST, SECOND];

describe('an archive', () => {
  it('loses its oldest documents, whatever their source, until it is small enough', async () => {
    const { dir, shrink, left, forgotten } = anArchive(ALL);

    expect(await shrink(2_000)).toEqual({ bytes: 4_000, removed: 2_000 });

    expect(left()).toEqual([NEWEST, THIRD]);
    expect(forgotten).toEqual([OLDEST, SECOND]);
    expect(existsSync(join(dir, 'rift/2026-01-01'))).toBe(false);
    expect(existsSync(join(dir, 'rift/2026-01-03'))).toBe(true);
  });

  it('keeps what is behind something, and what may be of a crawl under way, however large it is', async () => {
    const { shrink, left } = anArchive(ALL);

    expect(await shrink(0, [OLDEST])).toEqual({ bytes: 4_000, removed: 2_000 });

    expect(left()).toEqual([NEWEST, OLDEST]);
    expect(NOW - Date.parse('2026-01-19')).toBeLessThan(2 * DAY);
  });

  it('stays as it is where it is small enough, or was never begun', async () => {
    const { dir, shrink, left } = anArchive(ALL);

    expect(await shrink(4_000)).toEqual({ bytes: 4_000, removed: 0 });
    expect(left()).toEqual(ALL);
    rmSync(join(dir, 'rift'), { recursive: true });
    rmSync(join(dir, 'pole'), { recursive: true });
    expect(await shrink(0)).toEqual({ bytes: 0, removed: 0 });
  });
});
