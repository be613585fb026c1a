/**
 * Together AI's pricing page: GPU clusters, dollars for one GPU an hour on demand. It names no region and
 * no stock. Reserved prices stand there for spans of days, which are no terms, and the table of dedicated
 * inference hosts models; neither is read. https://www.together.ai/pricing
 */
import { z } from 'zod';
import {
  dollarsPer,
  priced,
  pricePage,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

/** Heads over two lines: what is reserved has a column for each span. */
const HEADS =
  'Hardware | ON-Demand | Reserved | Pay as you go | 7-30 days | 31-90 days | 91-180 days | 181+ days';
const UNIT = 'All prices are per GPU per hour.';
const NOT_SOLD = '—';

/** What they come to: a row that is narrower has lost a cell, and each behind it stands under another head. */
const COLUMNS = 6;

const Gpu = z.object({
  columns: z.literal(COLUMNS),
  hardware: z.string().min(1),
  price: z.union([dollarsPer(''), z.enum([NOT_SOLD, 'Contact us'])]),
});

export const together: Scraper = pricePage({
  id: 'together',
  homepage: 'https://www.together.ai/pricing',
  anchors: ['h100-sxm', 'b200-sxm'],
  verified: 'recorded 2026-08-22',

  *read(page) {
    const [table, ...more] = page.all('table').filter(
      (each) =>
        each
          .all('th')
          .map(({ text }) => text)
          .join(' | ') === HEADS,
    );
    if (table === undefined || more.length > 0 || !page.text.includes(UNIT)) {
      throw new SourceError('changed', `expected "${UNIT}" and one table of "${HEADS}"`);
    }
    for (const line of table.rows('tbody tr')) {
      const cells = line.all('td');
      const [hardware, price] = cells.map(({ text }) => text);
      const columns = cells.reduce((sum, cell) => sum + Number(cell.attribute('colspan') ?? 1), 0);
      const found = row({ columns, hardware, price }, Gpu, null);
      if ('unread' in found) yield found.unread;
      else if (found.read.price !== NOT_SOLD) {
        const { hardware: sku } = found.read;
        yield {
          ...UNSAID,
          ...{ sku, accelerator: sku, count: 1, region: null, billing: 'on-demand' },
          ...priced(found.read.price),
          tax: 'unknown',
        };
      }
    }
  },
});
