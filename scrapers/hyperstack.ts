/**
 * Hyperstack's pricing page: cards of GPUs, dollars for one GPU an hour, on demand and spot. It names
 * no region and no stock. Of what is reserved it says neither for how long nor what time a price is
 * for; that is not read, and the most of vCPUs and memory there can be is no size. https://www.hyperstack.cloud/gpu-pricing
 */
import { z } from 'zod';
import {
  columns,
  dollarsPer,
  type Markup,
  priced,
  pricePage,
  type Reading,
  row,
  type Scraper,
  SourceError,
  thousands,
  UNSAID,
} from './kit/index.ts';

const MODEL = 'GPU Model';
const MEMORY = 'VRAM (GB)';
/** What is sold in which card, and the column its price stands in. */
const CARDS = [
  { title: 'On-Demand GPU Pricing', billing: 'on-demand', price: 'Pricing Per Hour' },
  { title: 'Spot VM Pricing', billing: 'spot', price: 'Spot VM' },
] as const;

const Gpu = z.object({
  [MODEL]: z.string().min(1),
  // The card of spot has no such column.
  [MEMORY]: thousands.optional(),
  price: dollarsPer(''),
});

export const hyperstack: Scraper = pricePage({
  id: 'hyperstack',
  homepage: 'https://www.hyperstack.cloud/gpu-pricing',
  anchors: ['h100-sxm', 'a100-sxm-80gb'],
  verified: 'recorded 2026-10-05',

  *read(page) {
    const cards = page.all('.page-price_card');
    for (const sold of CARDS) {
      const [card, ...more] = cards.filter((each) => titleOf(each) === sold.title);
      if (card === undefined || more.length > 0) {
        throw new SourceError('changed', `expected one card "${sold.title}"`);
      }
      yield* inCard(card, sold);
    }
  },
});

function titleOf(card: Markup): string | undefined {
  return card.all('h3')[0]?.text;
}

function* inCard(card: Markup, sold: (typeof CARDS)[number]): Iterable<Reading> {
  const wanted = sold.billing === 'spot' ? [MODEL, sold.price] : [MODEL, MEMORY, sold.price];
  const under = columns(card.all('.page-price_card_head_item'), wanted);
  for (const line of card.rows('.page-price_card_row_item')) {
    const cells = under(line.all('.page-price_card_row_item_col'));
    const found = row({ ...cells, price: cells[sold.price] }, Gpu, null);
    if ('unread' in found) yield found.unread;
    else {
      const { [MODEL]: sku, [MEMORY]: memoryGb = null, price } = found.read;
      yield {
        ...UNSAID,
        ...{ sku, accelerator: sku, memoryGb, count: 1, region: null },
        ...{ billing: sold.billing, ...priced(price), tax: 'unknown' },
      };
    }
  }
}
