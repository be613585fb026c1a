import type { Sheet } from './kit/index.ts';
import { SCRAPERS } from './registry.ts';

/**
 * What each source says of itself, in the order of their names. The build writes it out as a plain list:
 * who wants a name or an address then waits for no scraper.
 */
export const SHEETS: readonly Sheet[] = SCRAPERS.map(
  ({ fetch: _, parse: __, ...sheet }): Sheet => sheet,
);
