import type { Change } from '../src/domain/change.ts';
import { offerId } from '../src/domain/hash.ts';
import type { Offer, OfferState } from '../src/domain/offer.ts';
import type { Database } from './open.ts';
import { descriptionOf, stateOf } from './rows.ts';
import * as table from './schema.ts';

/** Applies changes to the offers table and remembers whose state they moved. */
export function offerWriter({ orm }: Database, crawl: number, at: number) {
  const moved = new Map<number, { listed: boolean; state: OfferState }>();

  function apply(change: Change, offer: Offer): number {
    const listed = change.kind !== 'withdrawn';
    const state = change.after ?? change.before;
    if (state === null) throw new Error(`a ${change.kind} change of ${offer.key} has no state`);
    const priced = change.kind === 'listed' || change.kind === 'price';
    const row = {
      ...descriptionOf(offer),
      ...stateOf(state),
      listed,
      changedAt: at,
      ...(priced ? { priceSince: at } : {}),
    };
    const { id } = orm
      .insert(table.offers)
      .values({ ...row, hash: offerId(offer.key), firstSeenAt: at, priceSince: at })
      .onConflictDoUpdate({ target: table.offers.key, set: row })
      .returning({ id: table.offers.id })
      .get();
    moved.set(id, { listed, state });
    return id;
  }

  function writeVersions(): void {
    for (const [offer, { listed, state }] of moved) {
      orm
        .insert(table.versions)
        .values({ offer, at, crawl, listed, ...stateOf(state) })
        .run();
    }
  }

  return { apply, writeVersions };
}
