import { SIGHTINGS, type Sighting } from '../domain/catalogue/sightings.ts';
import { matchesName } from '../domain/spec.ts';
import type { OfferQuestion } from './offers.ts';

/**
 * The sightings a question about offers touches. They have no billing, stock or count, so those
 * filters say nothing about them; a price ceiling leaves out what has no price.
 */
export function findSightings(question: OfferQuestion): readonly Sighting[] {
  return SIGHTINGS.filter((sighting) => isTouched(sighting, question));
}

function isTouched(sighting: Sighting, question: OfferQuestion): boolean {
  const { spec, provider, country, jurisdiction, outsideChina, region, maxPrice } = question;
  return (
    region === undefined &&
    maxPrice === undefined &&
    (spec === undefined || matchesName(spec, wordsOf(sighting))) &&
    (provider?.includes(sighting.provider) ?? true) &&
    (country === undefined || country.some((code) => code === sighting.country)) &&
    (jurisdiction?.includes(sighting.jurisdiction) ?? true) &&
    (!outsideChina || sighting.jurisdiction === 'outside-china')
  );
}

/** All of them are of Huawei's chips, or of services on chips that are not named. */
function wordsOf({ accelerator, what }: Sighting): string {
  return ['huawei ascend cann', accelerator, what].filter((words) => words !== null).join(' ');
}
