/**
 * San Francisco Compute's home page: a market of GPU time, bought ahead in blocks, and what a GPU hour
 * went for each day. Told is the average of the newest day, as a tier that says so: no one order has
 * that price. Where nothing was traded the page has zeros, which are no price. https://sfcompute.com/
 */
import { z } from 'zod';
import {
  amount,
  carried,
  envelope,
  pricePage,
  type Reading,
  row,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

// "$D2026-07-15T23:59:59.000Z": as text they are in the order of time.
const date = z.string().regex(/^\$D20\d\d-\d\d-\d\dT/, 'expected a date');
const Chips = z.record(
  z.string().min(1),
  z.array(z.looseObject({ date, avg: z.unknown() })).min(1),
);
const Day = z.object({ date, avg: z.union([z.literal(0), amount('USD')]) });

export const sfcompute: Scraper = pricePage({
  id: 'sfcompute',
  homepage: 'https://sfcompute.com/',
  anchors: ['h100'],
  verified: 'recorded 2026-07-15',

  *read(_, served) {
    const chips = envelope(served, Chips, (page) => carried(page, 'pricesByHardwareType'));
    const all = Object.values(chips).flatMap((days) => days.map((day) => day.date));
    const newest = all.toSorted().at(-1);
    for (const [sku, days] of Object.entries(chips)) {
      const day = days.find((each) => each.date === newest);
      const found = row({ sku, ...day }, Day, null);
      yield 'unread' in found ? found.unread : listing(sku, found.read);
    }
  },
});

function listing(sku: string, { avg }: z.infer<typeof Day>): Reading {
  return {
    ...UNSAID,
    ...{ sku, accelerator: sku, count: 1, region: null, tax: 'unknown' },
    billing: 'calendar',
    tier: 'daily-average',
    price: avg === 0 ? null : avg,
    availability: avg === 0 ? 'unknown' : 'listed',
  };
}
