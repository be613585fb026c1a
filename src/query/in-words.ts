import { providerName } from '../domain/catalogue/providers.ts';
import type { Target } from '../domain/targets.ts';
import type { OfferedSystem } from './break-even.ts';
import type { FoundOffer, OfferAnswer } from './offers.ts';
import type { TokenQuestion } from './token-comparison.ts';

/** `8× H100 SXM`; of a slice, how much of a chip it is. */
export function chipText({
  row,
  acceleratorName,
}: Pick<FoundOffer, 'row' | 'acceleratorName'>): string {
  const slice = row.fraction < 1 ? ` (${row.fraction} of one)` : '';
  const unit = row.unit === null ? '' : ` ${row.unit}`;
  return `${row.count}× ${acceleratorName}${unit}${slice}`;
}

/** `reserved 12 mo`, `on-demand secure`; the standard tier goes without saying. */
export function billingText({ billing, termMonths, tier }: FoundOffer['row']): string {
  const term = termMonths === null ? '' : ` ${termMonths} mo`;
  return `${billing}${term}${tier === 'standard' ? '' : ` ${tier}`}`;
}

/** How many offers the filter left out, by jurisdiction; nothing where it left out none. */
export function leftOutText({ leftOut }: OfferAnswer, filter: string): readonly string[] {
  const parts = Object.entries(leftOut).map(([jurisdiction, n]) => `${n} in ${jurisdiction}`);
  return parts.length === 0 ? [] : [`left out by ${filter}: ${parts.join(', ')}`];
}

/** Prices in several currencies stand side by side; how they are compared must be said. */
export function currencyText({ offers, currency, rates }: OfferAnswer): readonly string[] {
  const others = new Set(offers.flatMap(({ row }) => row.currency ?? []));
  others.delete(currency);
  if (others.size === 0) return [];
  const list = [...others].join(', ');
  return rates === null
    ? [`prices in ${list} are not converted, and sorted apart: no rate of these days is known`]
    : [`prices in ${list} are compared in ${currency} at the rates of ${rates.date}`];
}

/** Which sources are too old to go by; nothing where none is. */
export function staleText(sources: readonly string[]): readonly string[] {
  return sources.length === 0 ? [] : [`stale, not read for too long: ${sources.join(', ')}`];
}

/** Where the user could deploy: sellers, regions, countries and laws. */
export function whereText({ provider, regions, countries, jurisdictions }: Target): string {
  const wishes = [provider?.map(providerName), regions, countries, jurisdictions];
  return wishes.flatMap((wish) => (wish ? [wish.join(', ')] : [])).join(' · ');
}

/** A share as `12.5 %`. */
export function shareText(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}

/** The share of time from which on it wins, null where nothing is to be compared; a system cannot be busy for longer than all of it. */
export function busyText(offered: OfferedSystem | null): string | null {
  if (offered?.against === null || offered === null) return null;
  const { utilisation } = offered.against;
  return utilisation > 1 ? 'never' : `from ${shareText(utilisation)}`;
}

/** The request that APIs are compared by. */
export function loadText({ inputRatio, cacheHit }: TokenQuestion): string {
  return `${inputRatio} of input for each of output, ${shareText(cacheHit)} of it cached`;
}
