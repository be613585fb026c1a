import { providerName } from '../domain/catalogue/providers.ts';
import { decimal } from '../domain/money.ts';
import type { ChipDay } from './chip-history.ts';
import { rounded, time } from './json.ts';
import type { OfferHistory } from './offer-history.ts';
import { nameOf } from './offers.ts';
import type { CsvRows } from './rows-text.ts';

/** The past of an offer as the command line and the API give it; amounts are of the whole instance. */
export function offerHistoryJson({ offer, steps, gaps }: OfferHistory) {
  return {
    offer: {
      ...{ id: offer.hash, key: offer.key, sku: offer.sku, source: offer.source },
      ...{ provider: offer.provider, providerName: providerName(offer.provider) },
      ...{ accelerator: nameOf(offer.accelerator), acceleratorId: offer.accelerator },
      ...{ count: offer.count, fraction: offer.fraction, region: offer.region, zone: offer.zone },
      ...{ billing: offer.billing, termMonths: offer.termMonths, tier: offer.tier },
    },
    points: steps.map(({ from, to, listed, price, availability, quantity }) => ({
      ...{ from: time(from), to: time(to), listed },
      ...{ amount: price && decimal(price), currency: price?.currency ?? null },
      ...{ availability, quantity },
    })),
    gaps: gaps.map(({ from, to }) => ({ from: time(from), to: time(to) })),
  };
}

/** A day of an accelerator's past; amounts are of one accelerator-hour. */
export function chipDayJson({ day, prices, isRead, ratesOf }: ChipDay) {
  return {
    ...{ day, ratesOf, read: isRead },
    prices: prices.map(({ floor, median, ...facts }) => ({
      ...facts,
      floor: rounded(floor),
      median: rounded(median),
    })),
  };
}

/** A day has a row for each currency that stands apart, and one without a price where none had any. */
export const CHIP_DAY_ROWS: CsvRows<ReturnType<typeof chipDayJson>> = {
  columns: ['day', 'currency', 'floor', 'median', 'offers', 'ratesOf', 'read'],
  records: ({ prices, ...day }) =>
    prices.length === 0 ? [day] : prices.map((each) => ({ ...day, ...each })),
};
