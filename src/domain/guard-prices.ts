import type { GuardLimits } from './guard-limits.ts';
import { decimal, type Money } from './money.ts';
import type { Normalised } from './normalise.ts';
import type { Offer, Reject } from './offer.ts';

/**
 * Between which powers of ten a dollar's worth stands, in units of the currency. No rate is needed to
 * tell an hour from a month, and a rate that moved must never reject a row: so the least price is
 * weighed by the lower power and the most by the higher. A currency that is not here has no bounds.
 */
const ORDERS: ReadonlyMap<string, readonly [number, number]> = new Map([
  ...orders([1, 1], ['USD']),
  ...orders([0.1, 10], ['EUR', 'GBP', 'CHF', 'CAD', 'AUD', 'NZD', 'SGD']),
  ...orders([1, 10], ['AED', 'BRL', 'CNY', 'DKK', 'HKD', 'ILS', 'MYR', 'PLN', 'SAR']),
  ...orders([1, 100], ['CZK', 'MXN', 'NOK', 'SEK', 'THB', 'TRY', 'TWD', 'ZAR']),
  ...orders([10, 1000], ['INR', 'JPY', 'PHP', 'RUB']),
  ...orders([100, 10_000], ['CLP', 'HUF', 'KRW', 'KZT']),
  ...orders([1000, 100_000], ['COP', 'IDR', 'VND']),
]);

function orders(powers: readonly [number, number], currencies: readonly string[]) {
  return currencies.map((currency) => [currency, powers] as const);
}

/**
 * Moves the offers whose price nobody asks among the rejects. Weighed is one whole accelerator: the
 * price by count and fraction, so that an eighth of a card is held to what the card would cost.
 */
export function believablePrices(seen: Normalised, limits: GuardLimits): Normalised {
  const rejects: Reject[] = [];
  const offers = seen.offers.filter((offer) => {
    const fault = priceFault(offer, limits);
    if (fault !== null) rejects.push(fault);
    return fault === null;
  });
  return rejects.length === 0 ? seen : { ...seen, offers, rejects: [...seen.rejects, ...rejects] };
}

function priceFault(offer: Offer, { leastPrice, mostPrice }: GuardLimits): Reject | null {
  const { price } = offer.state;
  const [low, high] = ORDERS.get(price?.currency ?? '') ?? [0, Number.POSITIVE_INFINITY];
  if (price === null) return null;
  const hourly = price.micros / 1e6 / (offer.count * offer.fraction);
  if (hourly >= leastPrice * low && hourly <= mostPrice * high) return null;
  return {
    reason: 'invalid',
    detail: `price: expected ${text(leastPrice * low)} to ${text(mostPrice * high)} ${price.currency} an accelerator-hour, found ${said(price, offer)}`,
    sku: offer.sku,
    accelerator: offer.acceleratorWords,
  };
}

const text = (amount: number): string => String(Number(amount.toPrecision(6)));

function said(price: Money, { count, fraction, sku }: Offer): string {
  return `${decimal(price)} for ${text(count * fraction)} of ${sku}`;
}
