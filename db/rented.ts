import { and, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import type { Offer } from '../src/domain/offer.ts';
import type { Database } from './open.ts';
import { toOffer } from './rows.ts';
import { offers } from './schema.ts';

/** What can be rented on demand at a price, of these accelerators; of no market twice. */
export async function rentedOffers(
  { orm }: Database,
  accelerators: readonly string[],
): Promise<readonly Offer[]> {
  const rows = orm
    .select()
    .from(offers)
    .where(
      and(...RENTED, eq(offers.witness, false), inArray(offers.accelerator, [...accelerators])),
    )
    .all();
  return rows.map(toOffer);
}

/** What other sources than this one tell of the same markets, and can be rented at a price. */
export async function rentedBeside(
  { orm }: Database,
  source: string,
  markets: readonly string[],
): Promise<readonly Offer[]> {
  const rows = orm
    .select()
    .from(offers)
    .where(and(...RENTED, ne(offers.source, source), inArray(offers.marketKey, [...markets])))
    .all();
  return rows.map(toOffer);
}

const RENTED = [
  eq(offers.listed, true),
  isNotNull(offers.price),
  eq(offers.billing, 'on-demand'),
  ne(offers.availability, 'sold-out'),
];
