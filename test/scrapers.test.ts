import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Document, Documents, Scraper } from '../scrapers/kit/index.ts';
import { SCRAPERS } from '../scrapers/registry.ts';
import { createFetcher } from '../src/fetch/index.ts';
import { crawl, type Visit } from '../src/pipeline/crawl.ts';
import { read } from '../src/pipeline/read.ts';

const FIXTURES = 'test/fixtures';

const Day = z.iso.date();
/** What every fixture says of itself: no figure without a public source. */
const Fixture = z.strictObject({
  recorded: Day,
  nights: z.array(z.number().int().min(1).max(3)),
  shape: z.url(),
  figures: z
    .array(
      z.strictObject({
        what: z.string().min(5),
        source: z.url(),
        /** A year alone where the source says no more. */
        date: z.union([Day, z.string().regex(/^\d{4}(?:-\d{2})?$/)]),
      }),
    )
    .min(1),
  /** Rejects that are as they should be, by a part of their detail. */
  explains: z.array(z.string().min(3)),
});

const casesOf = (id: string): string[] => {
  const folder = join(FIXTURES, id);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

const CASES = SCRAPERS.flatMap((scraper) =>
  casesOf(scraper.id).map((name) => ({
    name: `${scraper.id} ${name}`,
    scraper,
    dir: join(FIXTURES, scraper.id, name),
  })),
);

const fixtureIn = (dir: string) =>
  Fixture.parse(parse(readFileSync(join(dir, 'fixture.yaml'), 'utf8')));

const fetcher = createFetcher({ version: '0', env: process.env, archiveDir: null });
afterAll(() => fetcher.close());

/** Crawls the recording as it was that night, and gives the documents beside what was read. */
async function replayed(scraper: Scraper, dir: string): Promise<[Visit, Documents]> {
  const at = Date.parse(`${fixtureIn(dir).recorded}T02:00:00Z`);
  const session = fetcher.session(scraper, { mode: { kind: 'replay', dir }, now: () => at });
  let documents: Documents = [];
  const watched: Scraper = {
    ...scraper,
    async fetch(tools) {
      documents = await scraper.fetch(tools);
      return documents;
    },
  };
  const visit = await crawl(watched, session, () => at, read);
  await session.finish();
  return [visit, documents];
}

/** A document as it was, but for its text. */
function served(document: Document, text: string): Document {
  return {
    ...document,
    text: () => text,
    json: () => JSON.parse(text),
    async *lines() {
      yield* text.split('\n');
    },
  };
}

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
    const golden = {
      missing: missing.map(({ scope }) => scope).sort(),
      places: seen?.places,
      ...(seen?.rates.length ? { rates: seen.rates } : {}),
      offers: seen?.offers.toSorted((a, b) => (a.key < b.key ? -1 : 1)),
    };
    await expect(`${JSON.stringify(golden, null, 2)}\n`).toMatchFileSnapshot(
      join('..', dir, 'offers.json'),
    );
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
