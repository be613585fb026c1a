import * as barrel from './index.ts';
import type { Scraper } from './kit/index.ts';

/** Every source, in the order of their names. */
export const SCRAPERS: readonly Scraper[] = Object.values(barrel);

/** The source of that id, or undefined where there is none. */
export function scraperById(id: string): Scraper | undefined {
  return SCRAPERS.find((scraper) => scraper.id === id);
}
