import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const page = readFileSync('docs/reliability.md', 'utf8');

describe('the page of reliability cases', () => {
  it('has a row for each case from R1 to R108, in order', () => {
    const cases = [...page.matchAll(/^\| R(?<number>\d+) \|/gm)].map(({ groups }) =>
      Number(groups?.number),
    );

    expect(cases).toEqual(Array.from({ length: 108 }, (_, i) => i + 1));
  });

  it('names files that are there', () => {
    const files = [...page.matchAll(/\b(?:test|src)\/[\w./-]+\.(?:ts|mjs)\b/g)].map(
      ([file]) => file,
    );

    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});
