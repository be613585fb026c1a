import type { Database } from '../../db/open.ts';
import type { Jurisdiction } from '../domain/words.ts';
import { freshness } from './freshness.ts';
import {
  type GroupPrices,
  type GroupQuestion,
  grouped,
  listedOffers,
  pricesOf,
  type Tally,
  tallyOf,
} from './offer-groups.ts';
import { relationOf } from './relation.ts';

/** What one provider lists of a question under one jurisdiction. */
export interface Holding extends Tally {
  readonly jurisdiction: Jurisdiction;
  readonly provider: string;
  /** Its own codes, each with whether something is said to be in stock there. */
  readonly places: readonly { readonly region: string; readonly isInStock: boolean }[];
  readonly prices: readonly GroupPrices[];
  readonly spot: readonly GroupPrices[];
}

/** Where the offers of a question are: by jurisdiction, and by provider within it. */
export async function findHoldings(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly Holding[]> {
  const relation = relationOf(db, question, now);
  const seen = freshness(db);
  const rows = listedOffers(relation, question);
  return grouped(rows, ({ jurisdiction, provider }) => `${jurisdiction} ${provider}`).map(
    ([, held]) => {
      const [{ jurisdiction, provider }] = held;
      const places = grouped(held, ({ region }) => region).map(([region, there]) => ({
        region,
        isInStock: tallyOf(there, seen).inStock > 0,
      }));
      return {
        ...{ jurisdiction, provider, places, ...tallyOf(held, seen) },
        prices: pricesOf(held, relation, 'on-demand'),
        spot: pricesOf(held, relation, 'spot'),
      };
    },
  );
}
