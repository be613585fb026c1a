import type { Change } from '../src/domain/change.ts';
import type { OfferState } from '../src/domain/offer.ts';
import type { Database } from './open.ts';
import { insertInto } from './prepared.ts';
import { changes, flagged } from './schema.ts';

/** Appends changes of one crawl to the event log, and lists each under its flags. */
export function changeWriter(
  db: Database,
  crawl: { readonly id: number; readonly at: number; readonly source: string },
): (change: Change, offer: number | null) => void {
  const insert = insertInto(db, changes);
  const list = insertInto(db, flagged);
  return (change, offer) => {
    const { lastInsertRowid } = insert.run({
      crawl: crawl.id,
      at: crawl.at,
      source: crawl.source,
      kind: change.kind,
      flags: JSON.stringify(change.flags),
      baseline: Number(change.baseline),
      offer,
      subject: change.subject,
      detail: change.detail,
      ...prefixed('before', change.before),
      ...prefixed('after', change.after),
      changePercent: change.changePercent,
    });
    for (const flag of new Set(change.flags)) {
      list.run({ flag, at: crawl.at, change: Number(lastInsertRowid) });
    }
  };
}

function prefixed(when: 'before' | 'after', state: OfferState | null) {
  return {
    [`${when}Price`]: state?.price?.micros ?? null,
    [`${when}Currency`]: state?.price?.currency ?? null,
    [`${when}Availability`]: state?.availability ?? null,
    [`${when}Quantity`]: state?.quantity ?? null,
  };
}
