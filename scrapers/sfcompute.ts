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
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const Days = z.record(z.string().min(1), z.array(z.unknown()).min(1));
const Day = z.object({
  // "$D2026-07-15T23:59:59.000Z"
  date: z.string().regex(/^\$D20\d\d-\d\d-\d\dT/, 'expected a date'),
  avg: z.union([z.literal(0), amount('USD')]),
});
type Day = z.infer<typeof Day>;

export const sfcompute: Scraper = pricePage({
  id: 'sfcompute',
  homepage: 'https://sfcompute.com/',
  anchors: ['h100'],
  verified: 'recorded 2026-07-15',

  *read(_, served) {
    const chips = envelope(served, Days, (page) => carried(page, 'pricesByHardwareType'));
    for (const [sku, days] of Object.entries(chips)) {
      const found = days.map((day) => row(day, Day, null));
      yield* found.flatMap((each) => ('unread' in each ? [each.unread] : []));
      const { avg } = newest(found.flatMap((each) => ('read' in each ? [each.read] : [])));
      yield {
        ...UNSAID,
        ...{ sku, accelerator: sku, count: 1, region: null, tax: 'unknown' },
        billing: 'calendar',
        tier: 'daily-average',
        price: avg === 0 ? null : avg,
        availability: avg === 0 ? 'unknown' : 'listed',
      };
    }
  },
});

function newest(days: readonly Day[]): Day {
  const [day] = days.toSorted((one, other) => (one.date < other.date ? 1 : -1));
  if (day !== undefined) return day;
  throw new SourceError('changed', 'expected days with a date and an average, found none');
}
