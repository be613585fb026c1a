/**
 * Crusoe's pricing page: a table of GPUs, dollars for one GPU an hour, on demand and spot. It names no
 * region and no stock, and sends to its sales people for much of it. https://www.crusoe.ai/cloud/pricing
 */
import { z } from 'zod';
import {
  columns,
  dollarsPer,
  type Markup,
  priced,
  pricePage,
  type Reading,
  readingsOf,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const GPU = 'GPU model';
const BILLINGS = { 'on-demand': 'On-demand', spot: 'Current spot' } as const;
const COLUMNS = [GPU, ...Object.values(BILLINGS)];

const Price = z.union([dollarsPer('/GPU-hr'), z.literal('Contact sales')]);
const Gpu = z.object({
  name: z.string().min(1),
  // Memory, and the form where there are several.
  tags: z.tuple([z.string().regex(/^\d+GB$/, 'expected GB'), z.string()]),
  [BILLINGS['on-demand']]: Price,
  [BILLINGS.spot]: Price,
});

export const crusoe: Scraper = pricePage({
  id: 'crusoe',
  homepage: 'https://www.crusoe.ai/cloud/pricing',
  anchors: ['h100-sxm', 'a100-sxm-80gb'],
  verified: 'recorded 2026-08-15',

  *read(page) {
    for (const table of page.all('.pricing-dd')) {
      const heads = table.all('.pricing-heading');
      if (heads[0]?.text === GPU) yield* inTable(table, columns(heads, COLUMNS));
    }
  },
});

function* inTable(table: Markup, under: ReturnType<typeof columns>): Iterable<Reading> {
  for (const line of table.rows('.prixing-item')) {
    const head = line.one('.pricing-item-head-part');
    const name = head.one('.pricing-item-heading').text;
    const tags = head.all('.pricing-tag').map(({ text }) => text);
    const cells = under([head, ...line.all('.pricing-rich')]);
    yield* readingsOf({ ...cells, name, tags }, { row: Gpu, readings: listings });
  }
}

function* listings({ name, tags: [memory, form], ...prices }: z.infer<typeof Gpu>) {
  for (const billing of ['on-demand', 'spot'] as const) {
    yield {
      ...UNSAID,
      sku: [name, memory, form].join(' ').trim(),
      accelerator: `${name} ${form}`.trim(),
      memoryGb: Number.parseInt(memory, 10),
      count: 1,
      region: null,
      billing,
      ...priced(prices[BILLINGS[billing]]),
      tax: 'unknown',
    } as const;
  }
}
