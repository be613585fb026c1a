import type { GuardLimits } from './guard-limits.ts';
import type { Rate } from './listing.ts';
import type { Rates } from './rates.ts';

/** Rates that a crawl brought, and what they are held against. */
export interface RateInput {
  readonly rates: readonly Rate[];
  /** The newest that are known; null where none are. */
  readonly lastRates: Rates | null;
  /** When the crawl ended, milliseconds UTC. */
  readonly at: number;
}

/** Whoever publishes rates is never without these: most offers are sold in them. */
const ALWAYS = ['USD', 'CNY'];

/** What time makes no better: a currency that is gone or there twice, a day that cannot be. */
export function brokenRates({ rates, lastRates, at }: RateInput): readonly string[] {
  if (rates.length === 0) return [];
  const today = new Date(at).toISOString().slice(0, 10);
  const names = rates.map(({ date, currency }) => `${currency} of ${date}`);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const gone = ALWAYS.filter((code) => !rates.some(({ currency }) => currency === code));
  const days = [...new Set(rates.map(({ date }) => date))];
  const [past] = days.filter((date) => lastRates !== null && date < lastRates.date);
  const [future] = days.filter((date) => date > today);
  return [
    ...gone.map((code) => `no exchange rate of ${code}`),
    ...twice.map((name) => `two exchange rates of ${name}`),
    ...(past === undefined ? [] : [`rates of ${past} where those of ${lastRates?.date} are known`]),
    ...(future === undefined ? [] : [`rates of ${future}, which is to come`]),
  ];
}

/** Rates too far from the last known to be believed at once. */
export function movedRates(
  { rates, lastRates }: RateInput,
  { rateMove }: GuardLimits,
): readonly string[] {
  return rates.flatMap(({ currency, perEuro }) => {
    const was = lastRates?.perEuro.get(currency);
    if (was === undefined || Math.abs(perEuro / was - 1) <= rateMove) return [];
    const most = `at most ${Math.round(rateMove * 100)} % are believed`;
    return [`a euro went from ${was} to ${perEuro} ${currency} (${most})`];
  });
}
