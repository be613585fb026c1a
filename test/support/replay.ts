import type { Database } from '../../db/open.ts';
import { toState } from '../../db/rows.ts';
import * as table from '../../db/schema.ts';
import type { Change } from '../../src/domain/change.ts';
import { replay } from '../../src/domain/diff.ts';
import type { OfferState } from '../../src/domain/offer.ts';

/** Where an offer stands. */
export interface Standing {
  readonly listed: boolean;
  readonly state: OfferState | null;
}

/** Where the database says each offer stands, by its number. */
export function standing({ orm }: Database): ReadonlyMap<number, Standing> {
  const rows = orm.select().from(table.offers).all();
  return new Map(rows.map((row) => [row.id, { listed: row.listed, state: toState(row) }]));
}

/** Where replaying its changes leads. */
export function replayed({ orm }: Database): ReadonlyMap<number, Standing> {
  const log = orm.select().from(table.changes).orderBy(table.changes.id).all();
  const ids = new Set(log.flatMap(({ offer }) => (offer === null ? [] : [offer])));
  const changesOf = (id: number) => log.filter(({ offer }) => offer === id).map(asChange);
  return new Map([...ids].map((id) => [id, replay(changesOf(id))]));
}

function asChange(row: typeof table.changes.$inferSelect): Pick<Change, 'kind' | 'after'> {
  const { kind, afterAvailability: availability } = row;
  if (availability === null) return { kind, after: null };
  const { afterPrice: price, afterCurrency: currency, afterQuantity: quantity } = row;
  return { kind, after: toState({ price, currency, availability, quantity }) };
}

/** Its last version. */
export function lastVersions({ orm }: Database): ReadonlyMap<number, Standing> {
  const rows = orm.select().from(table.versions).orderBy(table.versions.crawl).all();
  return new Map(rows.map((row) => [row.offer, { listed: row.listed, state: toState(row) }]));
}
