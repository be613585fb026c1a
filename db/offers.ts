import { getTableColumns } from 'drizzle-orm';
import { z } from 'zod';
import type { Change } from '../src/domain/change.ts';
import { offerId } from '../src/domain/hash.ts';
import type { Offer, OfferState } from '../src/domain/offer.ts';
import type { Database } from './open.ts';
import { excluded, insertInto, updateOf } from './prepared.ts';
import { descriptionOf, stateOf } from './rows.ts';
import * as table from './schema.ts';
import { witnessKeeper } from './witnesses.ts';

/** What stays of an offer that is known already, whatever changes; the mark of witnesses is settled last. */
const KEPT = new Set(['id', 'key', 'hash', 'firstSeenAt', 'witness']);
const CHANGING = Object.keys(getTableColumns(table.offers)).filter((name) => !KEPT.has(name));
/** The columns of the state, and of its times. */
const STANDING = new Set([
  ...['listed', 'price', 'currency', 'availability', 'quantity', 'priceSince', 'changedAt'],
]);

const DESCRIBING = CHANGING.filter((name) => !STANDING.has(name));
const TIMES = ['priceSince', 'changedAt'];
const STATE = [...STANDING].filter((name) => !TIMES.includes(name));

const Id = z.number();

interface Standing {
  readonly listed: boolean;
  readonly state: OfferState;
}

/** What is withdrawn keeps the state it had when it went. */
function standingAfter({ kind, before, after }: Change, offer: Offer): Standing {
  return { listed: kind !== 'withdrawn', state: after ?? before ?? offer.state };
}

/** Applies changes to the offers table and remembers whose state they moved. */
export function offerWriter(db: Database, crawl: number, at: number) {
  const moved = new Map<number, Standing>();
  const witnesses = witnessKeeper(db);
  const again = `on conflict ("key") do update set ${excluded(CHANGING)}`;
  const list = insertInto(db, table.offers, again);
  const described = updateOf(db, table.offers, DESCRIBING, 'key');
  const stands = updateOf(db, table.offers, [...STATE, 'changedAt'], 'key');
  const priced = updateOf(db, table.offers, [...STATE, ...TIMES], 'key');
  const idOf = db.sqlite.prepare<[string]>('select id from offers where key = ?').pluck();

  function apply(change: Change, offer: Offer): number {
    const { listed, state } = standingAfter(change, offer);
    const row = {
      ...{ ...descriptionOf(offer), ...stateOf(state), listed: Number(listed) },
      ...{ priceSince: at, changedAt: at },
    };
    witnesses.touch(offer.key);
    if (change.kind === 'listed') {
      list.run({ ...row, firstSeenAt: at, hash: offerId(offer.key), witness: 0 });
    } else {
      described.run(row);
      (change.kind === 'price' ? priced : stands).run(row);
    }
    witnesses.touch(offer.key);
    const id = Id.parse(idOf.get(offer.key));
    moved.set(id, { listed, state });
    return id;
  }

  function redescribe(offer: Offer): void {
    witnesses.touch(offer.key);
    described.run(descriptionOf(offer));
    witnesses.touch(offer.key);
  }

  /** To be called last: the versions that were moved, and who answers for whom. */
  function finish(): void {
    const insert = insertInto(db, table.versions);
    for (const [offer, { listed, state }] of moved) {
      insert.run({ offer, at, crawl, listed: Number(listed), ...stateOf(state) });
    }
    witnesses.settle();
  }

  return { apply, redescribe, finish };
}
