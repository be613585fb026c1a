import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { scraperById } from '../../scrapers/registry.ts';
import type { Config } from '../config.ts';
import { UsageError } from './exit.ts';
import { chosenSheets, noSource } from './known-sheets.ts';

/** The scrapers of `chosenSheets`, which throws what this throws. */
export function chosenSources(ids: readonly string[], config: Config): readonly Scraper[] {
  return scrapersOf(chosenSheets(ids, config).map(({ id }) => id));
}

/** The sources of these names. Throws a `UsageError` for a name that is none. */
export function scrapersOf(ids: readonly string[]): readonly Scraper[] {
  return ids.map((id) => {
    const scraper = scraperById(id);
    if (scraper === undefined) throw new UsageError(noSource(id));
    return scraper;
  });
}
