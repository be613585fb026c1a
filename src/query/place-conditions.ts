import { eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { changes, places } from '../../db/schema.ts';
import { FAMILY } from '../domain/rule-filters.ts';
import { matchesName } from '../domain/spec.ts';
import { Stack } from '../domain/words.ts';
import {
  type Condition,
  likeRegion,
  type OfferFilters,
  OUTSIDE_CHINA,
  present,
} from './conditions.ts';

/**
 * A place is news without an offer: it passes a filter that its region, its provider or its stack
 * answers, and no filter on billing or tier, which it has none of.
 */
export function orOfPlace(
  conditions: readonly Condition[],
  question: OfferFilters,
): readonly Condition[] {
  const ofPlaces = new Map(placeConditions(question).map((each) => [each.parameter, each.sql]));
  return conditions.map(({ parameter, sql: ofOffers }) => {
    const place = ofPlaces.get(parameter);
    if (place === undefined) return { parameter, sql: ofOffers };
    return { parameter, sql: sql`(${ofOffers} or ${isPlace(place)})` };
  });
}

function isPlace(place: SQL): SQL {
  return sql`(${changes.kind} = 'place' and exists (
    select 1 from ${places} where ${places.source} = ${changes.source}
      and ${places.region} = ${changes.subject} and ${place}))`;
}

/** The part of a question that a place can answer. */
export function placeConditions(question: OfferFilters): readonly Condition[] {
  const { spec, provider, region, country, jurisdiction, outsideChina, stack } = question;
  const named = spec && Stack.options.filter((each) => matchesName(spec, FAMILY[each]));
  return present([
    ['spec', named && inArray(places.stack, named)],
    ['provider', provider && inArray(places.provider, [...provider])],
    ['region', region && or(...region.map((glob) => likeRegion(sql`${places.region}`, glob)))],
    ['country', country && inArray(places.country, [...country])],
    ['jurisdiction', jurisdiction && inArray(places.jurisdiction, jurisdiction)],
    [OUTSIDE_CHINA, outsideChina ? eq(places.jurisdiction, 'outside-china') : undefined],
    ['stack', stack && inArray(places.stack, stack)],
  ]);
}
