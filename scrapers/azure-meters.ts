/**
 * The meters of virtual machines as both of Azure's price lists have them: one row a price, Linux and
 * Windows, all hours and prices of test accounts side by side.
 */
import { z } from 'zod';
import { isAccelerated, Size } from './azure-series.ts';
import { amountFor, type Listing, type Reading, row, UNSAID } from './kit/index.ts';

const HOURS_A_YEAR = 8760;
const YEARS = { '1 Year': 1, '3 Years': 3, '5 Years': 5 } as const;

const Kind = z.object({
  serviceName: z.string(),
  armSkuName: z.string(),
  productName: z.string(),
  meterName: z.string(),
  type: z.string(),
});
const Term = z.object({ reservationTerm: z.enum(Object.keys(YEARS) as (keyof typeof YEARS)[]) });

/** What all meters of one list share. */
export interface List extends Pick<Listing, 'tax'> {
  readonly currency: string;
  /** The place they belong to, or null where the list has all places. */
  readonly scope: string | null;
  /** When the list was served, milliseconds UTC: prices to come are none yet. */
  readonly at: number;
}

/** One price, and what decides between it and another one of the same thing. */
interface Priced {
  readonly listing: Listing;
  readonly since: number;
  readonly isPrimary: boolean;
}

/** The machines with accelerators among the meters, at the prices of today. */
export function machinesAmong(meters: Iterable<unknown>, list: List): Iterable<Reading> {
  const unread: Reading[] = [];
  const prices = new Map<string, Priced[]>();
  for (const served of meters) {
    const kind = row(served, Kind, list.scope);
    if ('unread' in kind) unread.push(kind.unread);
    if ('unread' in kind || !isWanted(kind.read)) continue;
    const found = priceOf(served, kind.read, list);
    if ('kind' in found) unread.push(found);
    else if (found.since <= list.at) {
      const { sku, region, billing, termMonths } = found.listing;
      const key = [sku, region, billing, termMonths].join(' ');
      prices.set(key, [...(prices.get(key) ?? []), found]);
    }
  }
  return [...unread, ...[...prices.values()].flatMap(current)];
}

/** Windows has products of its own; test accounts, cloud services and Batch's old low priority are not for all. */
function isWanted({ serviceName, armSkuName, productName, meterName, type }: z.infer<typeof Kind>) {
  return (
    serviceName === 'Virtual Machines' &&
    isAccelerated(armSkuName) &&
    (type === 'Consumption' || type === 'Reservation') &&
    !/ Win(?:dows)?\b|Cloud ?Services/.test(productName) &&
    !meterName.includes('Low Priority')
  );
}

function priceOf(served: unknown, kind: z.infer<typeof Kind>, list: List): Priced | Reading {
  if (kind.type === 'Consumption') {
    const billing = kind.meterName.endsWith('Spot') ? 'spot' : 'on-demand';
    return meter(served, list, { hours: 1, billing, termMonths: null });
  }
  const found = row(served, Term, list.scope);
  if ('unread' in found) return found.unread;
  const years = YEARS[found.read.reservationTerm];
  return meter(served, list, {
    hours: years * HOURS_A_YEAR,
    billing: 'reserved',
    termMonths: years * 12,
  });
}

function meter(
  served: unknown,
  { currency, scope, tax }: List,
  { hours, ...term }: { hours: number } & Pick<Listing, 'billing' | 'termMonths'>,
): Priced | Reading {
  const Meter = z.object({
    armSkuName: Size,
    armRegionName: z.string().min(1),
    currencyCode: z.literal(currency),
    unitOfMeasure: z.literal('1 Hour'),
    tierMinimumUnits: z.literal(0),
    retailPrice: amountFor(hours, currency),
    effectiveStartDate: z.iso.datetime().nullable(),
    isPrimaryMeterRegion: z.boolean(),
  });
  const found = row(served, Meter, scope);
  if ('unread' in found) return found.unread;
  const { armSkuName, armRegionName: region, retailPrice: price, effectiveStartDate } = found.read;
  const offered = { ...armSkuName, ...term, region, price, scope, tax } as const;
  return {
    listing: { ...UNSAID, ...offered, availability: 'listed' },
    // Without dates, no price is newer than another.
    since: effectiveStartDate === null ? Number.NEGATIVE_INFINITY : Date.parse(effectiveStartDate),
    isPrimary: found.read.isPrimaryMeterRegion,
  };
}

/** Of several prices of one thing, those of its own meter; of these, the newest. Equal ones are one. */
function current(prices: readonly Priced[]): readonly Listing[] {
  const own = prices.some(({ isPrimary }) => isPrimary);
  const candidates = prices.filter(({ isPrimary }) => isPrimary === own);
  const newest = Math.max(...candidates.map(({ since }) => since));
  const listings = candidates.filter(({ since }) => since === newest).map((each) => each.listing);
  return [...new Map(listings.map((each) => [each.price?.micros, each])).values()];
}
