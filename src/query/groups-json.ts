import { providerName } from '../domain/catalogue/providers.ts';
import type { FoundAccelerator, FoundProvider, FoundRegion } from './groups.ts';
import { rounded, time } from './json.ts';
import type { GroupPrices, Tally } from './offer-groups.ts';

/** What a group comes to, with its times as text. */
export function tallyJson({ firstSeenAt, seenAt, reads: _, ...counts }: Tally) {
  return { ...counts, firstSeenAt: time(firstSeenAt), seenAt: time(seenAt) };
}

/** Floor and median with whose the floor is. */
export function pricesJson({ currency, floor, offer, median, offers }: GroupPrices) {
  const { hash, key, provider, region } = offer;
  return {
    ...{ currency, floor: rounded(floor), median: rounded(median), offers },
    offer: { id: hash, key, provider, providerName: providerName(provider), region },
  };
}

/** An accelerator as the command line and the API give it; amounts are of one accelerator-hour. */
export function acceleratorJson(found: FoundAccelerator) {
  const { accelerator, name, chip, prices, spot, moved, accelerators: _, ...tally } = found;
  return {
    ...{ id: accelerator, name, vendor: chip?.vendor ?? null, year: chip?.year ?? null },
    ...{ vramGb: chip?.memoryGb ?? null, ...tallyJson({ ...tally, accelerators: [accelerator] }) },
    ...{ prices: prices.map(pricesJson), spot: spot.map(pricesJson), moved },
  };
}

/** A provider as the command line and the API give it. */
export function providerJson({ provider, ...tally }: FoundProvider) {
  return { id: provider, name: providerName(provider), ...tallyJson(tally) };
}

/** A region as the command line and the API give it. */
export function regionJson({ provider, region, country, jurisdiction, ...tally }: FoundRegion) {
  const place = { provider, providerName: providerName(provider), region, country, jurisdiction };
  return { ...place, ...tallyJson(tally) };
}
