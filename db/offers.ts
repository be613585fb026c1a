import { getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import type { Change } from '../src/domain/change.ts';
import { offerId } from '../src/domain/hash.ts';
import type { Offer, OfferState } from '../src/domain/offer.ts';
import type { Database } from './open.ts';
import { excluded, insertInto } from './prepared.ts';
import { descriptionOf, stateOf } from './rows.ts';
import * as table from './schema.ts';

/** What stays of an offer that is known already, whatever changes; and since when its price stands. */
const KEPT = new Set(['id', 'key', 'hash', 'firstSeenAt']);
const CHANGING = Object.keys(getTableColumns(table.offers)).filter((name) => !KEPT.has(name));

const Id = z.object({ id: z.number() });

/** Applies changes to the offers table and remembers whose state they moved. */
export function offerWriter(db: Database, crawl: number, at: number) {
  const moved = new Map<number, { listed: boolean; state: OfferState }>();
  const upsert = (names: readonly string[]) =>
    insertInto(
      db,
      table.offers,
      `on conflict ("key") do update set ${excluded(names)} returning id`,
    );
  const priced = upsert(CHANGING);
  const unpriced = upsert(CHANGING.filter((name) => name !== 'priceSince'));

  function apply(change: Change, offer: Offer): number {
    const listed = change.kind !== 'withdrawn';
    const state = change.after ?? change.before;
    if (state === null) throw new Error(`a ${change.kind} change of ${offer.key} has no state`);
    const isPriced = change.kind === 'listed' || change.kind === 'price';
    const row = {
      ...descriptionOf(offer),
      ...stateOf(state),
      hash: offerId(offer.key),
      listed: Number(listed),
      firstSeenAt: at,
      priceSince: at,
      changedAt: at,
    };
    const { id } = Id.parse((isPriced ? priced : unpriced).get(row));
    moved.set(id, { listed, state });
    return id;
  }

  function writeVersions(): void {
    const insert = insertInto(db, table.versions);
    for (const [offer, { listed, state }] of moved) {
      insert.run({ offer, at, crawl, listed: Number(listed), ...stateOf(state) });
    }
  }

  return { apply, writeVersions };
}
