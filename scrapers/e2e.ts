/**
 * E2E Networks' pricing page, as it declares itself in words of schema.org: instances with one GPU, rupees
 * an hour; the table beside that has another list, in dollars. It says of everything that it is in stock, which is no word about any, and names no region.
 * https://www.e2enetworks.com/pricing?region=us
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

const Offer = z.object({ category: z.string() });
const Instance = z.object({
  name: z.string().regex(/^\S.* GPU Cloud Instance$/, 'expected "... GPU Cloud Instance"'),
  itemOffered: z.object({
    description: z
      .string()
      .regex(/^\d+ GB VRAM, \d+ vCPUs, \d+ GB RAM$/, 'expected VRAM, vCPUs and RAM')
      .transform((text) => text.split(', ').map((size) => Number.parseInt(size, 10))),
  }),
  price: declaredPrice('per hour'),
});

export const e2e: Scraper = pricePage({
  id: 'e2e',
  homepage: 'https://www.e2enetworks.com/pricing?region=us',
  anchors: ['h100', 'h200'],
  verified: 'recorded 2026-08-22',

  *read(_, served) {
    for (const declared of declaredOffers(served)) {
      const offer = row(declared, Offer, null);
      if ('unread' in offer) yield offer.unread;
      else if (offer.read.category === 'GPU Cloud Instance') {
        const found = row({ ...Object(declared), price: declared }, Instance, null);
        yield 'unread' in found ? found.unread : listing(found.read);
      }
    }
  },
});

function listing({ name, itemOffered, price }: z.infer<typeof Instance>): Reading {
  const [memoryGb = null, vcpus = null, ramGb = null] = itemOffered.description;
  const gpu = name.replace(/ GPU Cloud Instance$/, '');
  return {
    ...UNSAID,
    // One name is sold with 40 and with 80 GB.
    sku: `${gpu} ${memoryGb}GB`,
    accelerator: gpu,
    ...{ memoryGb, count: 1, vcpus, ramGb, region: null, billing: 'on-demand', tax: 'unknown' },
    ...priced(price),
  };
}
