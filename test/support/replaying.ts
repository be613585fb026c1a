import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Document, Documents, Scraper } from '../../scrapers/kit/index.ts';
import { SCRAPERS } from '../../scrapers/registry.ts';
import { nightOf } from '../../src/pipeline/capture.ts';
import { crawl, type Visit } from '../../src/pipeline/crawl.ts';
import { read } from '../../src/pipeline/read.ts';
import { aFetcher } from '../fetch/crawling.ts';

/** Where the recordings are. */
export const FIXTURES = 'test/fixtures';

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

/** The names of a source's recordings. */
export const casesOf = (id: string): string[] => {
  const folder = join(FIXTURES, id);
  return existsSync(folder) ? readdirSync(folder).sort() : [];
};

/** Every recording of every source. */
export const CASES = SCRAPERS.flatMap((scraper) =>
  casesOf(scraper.id).map((name) => ({
    name: `${scraper.id} ${name}`,
    scraper,
    dir: join(FIXTURES, scraper.id, name),
  })),
);

/** What the recording says of itself. Throws one sentence where it does not say all of it. */
export function fixtureIn(dir: string): z.infer<typeof Fixture> {
  const path = join(dir, 'fixture.yaml');
  const result = Fixture.safeParse(parse(readFileSync(path, 'utf8')));
  if (result.success) return result.data;
  const places = result.error.issues.map((issue) => issue.path.join('.'));
  throw new Error(
    `${path}: expected it filled in, found nothing that will do at ${places.join(', ')}`,
  );
}

/** Crawls the recording as it was that night, and gives the documents beside what was read. */
export async function replayed(scraper: Scraper, dir: string): Promise<[Visit, Documents]> {
  const at = nightOf(fixtureIn(dir).recorded);
  const fetcher = aFetcher({ env: process.env });
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
export function served(document: Document, text: string): Document {
  return {
    ...document,
    text: () => text,
    json: () => JSON.parse(text),
    async *lines() {
      yield* text.split('\n');
    },
  };
}
