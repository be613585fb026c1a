/**
 * Together AI's pricing page: GPU clusters, dollars for one GPU an hour on demand. It names no region and
 * no stock. Reserved prices stand there for spans of days, which are no terms, and the table of dedicated
 * inference hosts models; neither is read. https://www.together.ai/pricing
 */
import { z } from 'zod';
import {
  dollarsPer,
  grid,
  priced,
  pricePage,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  tableOf,
  UNSAID,
} from './kit/index.ts';

/** Over two lines: what is reserved has a column for each span. */
const HEADS = [
  ...['Hardware', 'ON-Demand', 'Reserved', 'Pay as you go'],
  ...['7-30 days', '31-90 days', '91-180 days', '181+ days'],
];
const UNIT = 'All prices are per GPU per hour.';
const NOT_SOLD = '—';

/** One cell for each column: a row with fewer has lost one, and each behind it stands under another head. */
const Gpu = z
  .tuple([z.string().min(1), z.union([dollarsPer(''), z.enum([NOT_SOLD, 'Contact us'])])])
  .rest(z.string())
  .refine((cells) => cells.length === 6, 'expected six columns');

export const together: Scraper = pricePage({
  id: 'together',
  homepage: 'https://www.together.ai/pricing',
  anchors: ['h100-sxm', 'b200-sxm'],
  verified: 'recorded 2026-08-22',

  *read(page) {
    if (!page.text.includes(UNIT)) throw new SourceError('changed', `expected "${UNIT}"`);
    for (const cells of grid(tableOf(page, HEADS).one('tbody'))) {
      yield* readingsOf(cells, { row: Gpu, readings });
    }
  },
});

function* readings([sku, price]: z.infer<typeof Gpu>): Iterable<Reading> {
  if (price === NOT_SOLD) return;
  yield {
    ...UNSAID,
    ...{ sku, accelerator: sku, count: 1, region: null, billing: 'on-demand' },
    ...priced(price),
    tax: 'unknown',
  };
}
