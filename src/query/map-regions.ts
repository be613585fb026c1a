import { and, isNotNull } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { offers, places } from '../../db/schema.ts';
import type { Jurisdiction } from '../domain/words.ts';
import { filterConditions } from './conditions.ts';
import { freshness } from './freshness.ts';
import { type GroupQuestion, grouped, listedOffers, tallyOf } from './offer-groups.ts';
import { placeConditions } from './place-conditions.ts';
import { relationOf } from './relation.ts';

/** A region that a source shows, and what of the asked hardware is there. */
export interface MapRegion {
  readonly provider: string;
  /** Its own code. */
  readonly region: string;
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
  /** Of what is listed there, and of what the provider says it offers there; none where neither is. */
  readonly stacks: readonly string[];
  readonly offers: number;
  readonly inStock: number;
  /** Of the offers. */
  readonly sources: readonly string[];
  /** Of the offers; null where there are none, or one was never read. */
  readonly seenAt: number | null;
}

type Place = Pick<MapRegion, 'provider' | 'region' | 'country' | 'jurisdiction'>;
interface Told extends Place {
  readonly stack: string | null;
}

/**
 * Every region within the places of a question that a source shows, or ever showed, with what of its
 * hardware is there. A region without the hardware is an answer too.
 */
export async function findMapRegions(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly MapRegion[]> {
  const seen = freshness(db);
  const codeOf = ({ provider, region }: { provider: string; region: string | null }) =>
    region === null ? null : `${provider}/${region}`;
  const listed = new Map(grouped(listedOffers(relationOf(db, question, now), question), codeOf));
  const told = grouped(placesOf(db, question), codeOf);
  const stacksTold = new Map(told.map(([code, rows]) => [code, rows.flatMap(stackOf)]));
  const { provider, region, country, jurisdiction, outsideChina } = question;
  const where = { provider, region, country, jurisdiction, outsideChina };
  const shown = [...shownBy(db, where), ...placesOf(db, where)];
  return grouped(shown, codeOf).map(([code, [place]]): MapRegion => {
    const rows = listed.get(code) ?? [];
    const stacks = [...rows.flatMap(stackOf), ...(stacksTold.get(code) ?? [])];
    const { offers: number, inStock, seenAt } = tallyOf(rows, seen);
    return {
      ...{ provider: place.provider, region: place.region, country: place.country },
      ...{ jurisdiction: place.jurisdiction, stacks: [...new Set(stacks)].sort() },
      ...{ offers: number, inStock, seenAt },
      sources: [...new Set(rows.map(({ source }) => source))].sort(),
    };
  });
}

const stackOf = ({ stack }: { readonly stack: string | null }): readonly string[] =>
  stack === null ? [] : [stack];

function shownBy(db: Database, where: Parameters<typeof filterConditions>[1]): readonly Place[] {
  const rows = db.orm
    .selectDistinct({
      provider: offers.provider,
      region: offers.region,
      country: offers.country,
      jurisdiction: offers.jurisdiction,
    })
    .from(offers)
    .where(and(isNotNull(offers.region), ...filterConditions(db, where).map((each) => each.sql)))
    .all();
  return rows.flatMap(({ region, ...place }) => (region === null ? [] : [{ ...place, region }]));
}

/** Where providers say they offer the hardware: a place has no billing and no tier to ask for. */
function placesOf({ orm }: Database, question: Partial<GroupQuestion>): readonly Told[] {
  if (question.billing !== undefined || question.tier !== undefined) return [];
  return orm
    .select()
    .from(places)
    .where(and(...placeConditions(question).map((each) => each.sql)))
    .all();
}
