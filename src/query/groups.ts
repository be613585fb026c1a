import type { Database } from '../../db/open.ts';
import type { Accelerator } from '../domain/catalogue/accelerator.ts';
import { acceleratorById } from '../domain/catalogue/recognise.ts';
import { percentOf } from '../domain/diff-offers.ts';
import type { Jurisdiction } from '../domain/words.ts';
import { freshness } from './freshness.ts';
import {
  type GroupedOffer,
  type GroupPrices,
  type GroupQuestion,
  grouped,
  listedOffers,
  pricesOf,
  type Tally,
  tallyOf,
} from './offer-groups.ts';
import { nameOf } from './offers.ts';
import { type Relation, relationOf } from './relation.ts';

/** An accelerator that is offered: what is known of it, and what it costs. */
export interface FoundAccelerator extends Tally {
  readonly accelerator: string;
  readonly name: string;
  /** Null where an older database knows more than we do. */
  readonly chip: Accelerator | null;
  /** On demand; standard and secure tiers. */
  readonly prices: readonly GroupPrices[];
  readonly spot: readonly GroupPrices[];
  /** Percent the floor moved by, in today's rates; null where there was none, or in another currency. */
  readonly moved: { readonly days7: number | null; readonly days30: number | null };
}

const DAY = 86_400_000;

/** Each accelerator that is offered, with its floor and where it is. */
export async function findAccelerators(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly FoundAccelerator[]> {
  const relation = relationOf(db, question, now);
  const seen = freshness(db);
  const [movedIn7, movedIn30] = [7, 30].map((days) =>
    movementSince(relation, question, now - days * DAY, (row) => row.accelerator),
  );
  return grouped(listedOffers(relation, question), (row) => row.accelerator).map(
    ([accelerator, rows]) => {
      const prices = pricesOf(rows, relation, 'on-demand');
      return {
        ...tallyOf(rows, seen),
        ...{ accelerator, name: nameOf(accelerator), chip: acceleratorById(accelerator), prices },
        spot: pricesOf(rows, relation, 'spot'),
        moved: {
          days7: movedIn7?.(accelerator, prices) ?? null,
          days30: movedIn30?.(accelerator, prices) ?? null,
        },
      };
    },
  );
}

/**
 * How the floors of groups moved since then: at the rates of now, for a rate that moved is no change of price, and
 * null where nobody looked since.
 */
export function movementSince(
  relation: Relation,
  question: GroupQuestion,
  at: number,
  nameOf: (row: GroupedOffer) => string,
) {
  const then = relationOf(relation.db, { ...question, asOf: at }, at);
  const groups = grouped(listedOffers(then, question), nameOf);
  const floors = new Map(
    groups.map(([name, rows]) => [name, pricesOf(rows, relation, 'on-demand')]),
  );
  const seen = freshness(relation.db);
  return (name: string, [now]: readonly GroupPrices[]): number | null => {
    const was = floors.get(name)?.find(({ currency }) => currency === now?.currency);
    if (now === undefined || was === undefined) return null;
    const seenAt = seen.seenAt(now.offer.source, now.offer.scope);
    if (seenAt === null || seenAt <= at) return null;
    return percentOf(now.floor / was.floor);
  };
}

/** A provider that lists something. */
export interface FoundProvider extends Tally {
  readonly provider: string;
}

/** Each provider that lists something, with what and since when. */
export async function findProviders(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly FoundProvider[]> {
  const seen = freshness(db);
  return grouped(listedOffers(relationOf(db, question, now), question), (row) => row.provider)
    .map(([provider, rows]) => ({ provider, ...tallyOf(rows, seen) }))
    .filter(isNew(question));
}

/** A region in which something is listed. */
export interface FoundRegion extends Tally {
  readonly provider: string;
  readonly region: string;
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
}

/** Each region in which something is listed, in its provider's own code. */
export async function findRegions(
  db: Database,
  question: GroupQuestion,
  now: number,
): Promise<readonly FoundRegion[]> {
  const seen = freshness(db);
  return grouped(listedOffers(relationOf(db, question, now), question), ({ provider, region }) =>
    region === null ? null : `${provider}/${region}`,
  )
    .flatMap(([, rows]): readonly FoundRegion[] => {
      const [{ provider, region, country, jurisdiction }] = rows;
      if (region === null) return [];
      return [{ ...{ provider, region, country, jurisdiction }, ...tallyOf(rows, seen) }];
    })
    .filter(isNew(question));
}

function isNew({ newSince }: GroupQuestion) {
  return ({ firstSeenAt }: Tally): boolean => newSince === undefined || firstSeenAt >= newSince;
}
