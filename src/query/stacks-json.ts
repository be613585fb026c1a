import type { GenerationHistory } from './generation-history.ts';
import { pricesJson, tallyJson } from './groups-json.ts';
import { chipDayJson } from './history-json.ts';
import { rounded, sightingJson, time } from './json.ts';
import type { Nearest } from './nearest.ts';
import type { GroupedOffer } from './offer-groups.ts';
import type { FoundGeneration, FoundStack } from './stacks.ts';
import { type FoundTarget, hasAlternative, type TargetStack } from './targets.ts';

/** A stack as the command line and the API give it; amounts are of one accelerator-hour. */
export function stackJson({ generations, share, ...reach }: FoundStack) {
  const { stack, countries, jurisdictions, outsideChina, ...tally } = reach;
  return {
    ...{ stack, share: rounded(share), ...tallyJson(tally) },
    ...{ countries, jurisdictions, outsideChina },
    generations: generations.map(generationJson),
  };
}

function generationJson({ generation, prices, spot, per, moved30, ...reach }: FoundGeneration) {
  const { countries, jurisdictions, outsideChina, ...tally } = reach;
  return {
    ...{ generation, ...tallyJson(tally), countries, jurisdictions, outsideChina },
    ...{ prices: prices.map(pricesJson), spot: spot.map(pricesJson) },
    per: { gb: rounded(per.gb), fp16Tflops: rounded(per.fp16), fp8Tflops: rounded(per.fp8) },
    moved: { days30: moved30 },
  };
}

/** What a generation came to cost, as the command line and the API give it; amounts are of one accelerator-hour. */
export function generationHistoryJson({ stack, generation, days }: GenerationHistory) {
  return { stack, generation, days: days.map(chipDayJson) };
}

/** A target as the command line and the API give it. */
export function targetJson(found: FoundTarget) {
  const { target, stacks, readers, sightings, nearest } = found;
  const { id, ...where } = target;
  return {
    ...{ id, where },
    isRead: readers.length > 0,
    hasAlternative: hasAlternative(found),
    stacks: stacks.map(targetStackJson),
    nearestAscend: nearest && nearestJson(nearest),
    sightings: sightings.map(sightingJson),
    readers: readers.map(({ readAt, ...reader }) => ({ ...reader, readAt: time(readAt) })),
  };
}

function targetStackJson({ stack, canBeHad, prices, ...tally }: TargetStack) {
  return { stack, canBeHad, ...tallyJson(tally), prices: prices.map(pricesJson) };
}

function nearestJson({ offer, km, isSameLaw }: Nearest) {
  return { km, isSameLaw, offer: placedJson(offer) };
}

function placedJson(offer: GroupedOffer) {
  const { hash, key, provider, region, country, jurisdiction, accelerator, firstSeenAt } = offer;
  return {
    ...{ id: hash, key, provider, region, country, jurisdiction, accelerator },
    since: time(firstSeenAt),
  };
}
