import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SCRAPERS } from '../scrapers/registry.ts';
import { goldenOf } from '../src/pipeline/golden.ts';
import { read } from '../src/pipeline/read.ts';
import { CASES, casesOf, FIXTURES, fixtureIn, replayed, served } from './support/replaying.ts';

const CHALLENGE =
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>';

const DAMAGE: readonly (readonly [string, (text: string) => string])[] = [
  ['a challenge page', () => CHALLENGE],
  ['nothing', () => ''],
  ['half of it', (text) => text.slice(0, Math.floor(text.length / 2))],
];

describe.each(CASES)('$name', ({ scraper, dir }) => {
  it('is read as its golden file says, and rejects only what is explained', async () => {
    const { explains } = fixtureIn(dir);
    const [{ failure, seen, missing }] = await replayed(scraper, dir);

    expect(failure).toBeNull();
    const details = seen?.rejects.map(({ detail }) => detail) ?? [];
    expect(details.filter((detail) => !explains.some((part) => detail.includes(part)))).toEqual([]);
    expect(explains.filter((part) => !details.some((detail) => detail.includes(part)))).toEqual([]);
    await expect(goldenOf({ seen, missing })).toMatchFileSnapshot(join('..', dir, 'offers.json'));
  });

  it('is refused when one of its documents is not what it was', async () => {
    const [, documents] = await replayed(scraper, dir);
    const accepted: string[] = [];
    for (const [index, document] of documents.entries()) {
      for (const [what, damage] of DAMAGE) {
        const damaged = documents.with(index, served(document, damage(document.text())));
        const outcome = await read(scraper, damaged).then(
          () => 'read',
          () => 'refused',
        );
        if (outcome === 'read') accepted.push(`${what} for ${document.name}`);
      }
    }

    expect(documents.length).toBeGreaterThan(0);
    expect(accepted).toEqual([]);
  });
});

describe('what a source says of its proof', () => {
  it.each(SCRAPERS)('$id has a recording of that day, or none at all', ({ id, verified }) => {
    const days = casesOf(id).map((name) => fixtureIn(join(FIXTURES, id, name)).recorded);
    const proof = days.length === 0 ? 'documented' : `recorded ${days.sort().at(-1)}`;

    expect(verified).toBe(proof);
  });
});
