import { and, desc, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { offers, versions } from '../../db/schema.ts';
import { answers } from './conditions.ts';
import { askOffers } from './offers.ts';
import type { OfferQuestion } from './question.ts';
import { versionAt } from './relation.ts';

/** How the offers of a question divide by one of its parameters. */
export interface Facet {
  readonly parameter: 'provider' | 'country' | 'region' | 'billing' | 'state';
  /** The most frequent first. What has no country or region is in none. */
  readonly values: readonly { readonly value: string; readonly offers: number }[];
}

/**
 * By each of these parameters, what the question would find if that one were left open: what a person
 * may choose next, and how many offers each choice has.
 */
export async function offerFacets(
  db: Database,
  question: OfferQuestion,
  now: number,
): Promise<readonly Facet[]> {
  const { relation, conditions } = askOffers(db, question, now);
  const columns: Readonly<Record<Facet['parameter'], SQL<string | null>>> = {
    provider: sql`${offers.provider}`,
    country: sql`${offers.country}`,
    region: sql`${offers.region}`,
    billing: sql`${offers.billing}`,
    state: relation.priced.availability,
  };
  return (Object.keys(columns) as Facet['parameter'][]).map((parameter) => {
    const value = columns[parameter];
    const others = conditions.filter((each) => each.parameter !== parameter);
    const query = db.orm.select({ value, offers: sql<number>`count(*)` }).from(offers).$dynamic();
    const { asOf } = question;
    const rows = (asOf === undefined ? query : query.innerJoin(versions, versionAt(asOf)))
      .where(and(relation.listed, answers(relation), ...others.map((each) => each.sql)))
      .groupBy(value)
      .orderBy(desc(sql`count(*)`), value)
      .all();
    const values = rows.flatMap((row) =>
      row.value === null ? [] : [{ value: row.value, offers: row.offers }],
    );
    return { parameter, values };
  });
}
