/**
 * Verda's (DataCrunch) pricing page, as it declares itself in words of schema.org: instances, on demand
 * and spot, dollars for the instance an hour. It names no region and no stock. Clusters, and containers
 * that are billed while they run, stand beside these and are not read. https://verda.com/pricing
 */
import { z } from 'zod';
import {
  declaredOffers,
  declaredPrice,
  priced,
  pricePage,
  type Reading,
  row,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const BILLINGS: ReadonlyMap<string, 'on-demand' | 'spot'> = new Map([
  ['Hourly on-demand instance price', 'on-demand'],
  ['Hourly spot instance price', 'spot'],
]);
/** Instances without a GPU have a price, and no name before how they are billed. */
const NAMELESS = /^ (?:on-demand|spot)$/;
const NAME = /^(?<count>[1-9]\d*)x (?<gpu>\S.*) (?<memory>\d+)GB (?:on-demand|spot)$/;

const Offer = z.object({ name: z.string(), description: z.string() });
const Instance = z.object({
  name: z.string().regex(NAME, 'expected a name like "1x H100 SXM5 80GB spot"'),
  price: declaredPrice('hour'),
});

export const verdaPage: Scraper = pricePage({
  id: 'verda-page',
  provider: 'verda',
  homepage: 'https://verda.com/pricing',
  anchors: ['h100-sxm', 'h200-sxm'],
  verified: 'recorded 2026-08-22',

  *read(_, served) {
    for (const declared of declaredOffers(served)) {
      const offer = row(declared, Offer, null);
      if ('unread' in offer) yield offer.unread;
      else {
        const { name, description } = offer.read;
        const billing = BILLINGS.get(description);
        if (billing === undefined || NAMELESS.test(name)) continue;
        const found = row({ name, price: declared }, Instance, null);
        yield 'unread' in found ? found.unread : listing(found.read, billing);
      }
    }
  },
});

function listing(
  { name, price }: z.infer<typeof Instance>,
  billing: 'on-demand' | 'spot',
): Reading {
  const [count, ...words] = name.split(' ').slice(0, -1);
  return {
    ...UNSAID,
    sku: name.replace(/ (?:on-demand|spot)$/, ''),
    accelerator: words.join(' '),
    memoryGb: Number.parseInt(words.at(-1) ?? '', 10),
    count: Number.parseInt(count ?? '', 10),
    region: null,
    billing,
    ...priced(price),
    tax: 'unknown',
  };
}
