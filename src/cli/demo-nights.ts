import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SCRAPERS } from '../../scrapers/registry.ts';
import { nightOf } from '../pipeline/capture.ts';

/** A recording that plays the part of one source in one night. */
export interface NightSource {
  readonly scraper: Scraper;
  /** The folder of the recording. */
  readonly dir: string;
  /** The day it was recorded, as `2026-08-15`. */
  readonly recorded: string;
  /** The clock the crawl believes: the night of that day, and one more for each night it was played before. */
  readonly at: number;
}

const DAY = 24 * 3_600_000;

const Fixture = z.object({
  recorded: z.iso.date(),
  nights: z.array(z.number().int().positive()),
});

/** The recordings of each night, by the names of their sources. */
export function demoNights(fixtures: string): ReadonlyMap<number, readonly NightSource[]> {
  const nights = new Map<number, NightSource[]>();
  for (const scraper of SCRAPERS) {
    for (const dir of casesOf(join(fixtures, scraper.id))) {
      const { recorded, nights: played } = readFixture(dir);
      for (const [index, night] of played.entries()) {
        const at = nightOf(recorded) + index * DAY;
        nights.set(night, [...(nights.get(night) ?? []), { scraper, dir, recorded, at }]);
      }
    }
  }
  return new Map([...nights].sort(([one], [other]) => one - other));
}

function casesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).map((name) => join(folder, name));
  } catch {
    // A source whose answers nobody published has no recording, and no part in the demo.
    return [];
  }
}

function readFixture(dir: string) {
  // YAML 1.1 would make the day a Date; the default schema keeps the text.
  return Fixture.parse(parse(readFileSync(join(dir, 'fixture.yaml'), 'utf8')));
}
