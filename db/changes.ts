import type { Change } from '../src/domain/change.ts';
import type { Database } from './open.ts';
import * as table from './schema.ts';

/** Appends one change to the event log, and lists it under each of its flags. */
export function writeChange(
  { orm }: Database,
  crawl: { readonly id: number; readonly at: number; readonly source: string },
  change: Change,
  offer: number | null,
): void {
  const { before, after } = change;
  const { lastInsertRowid } = orm
    .insert(table.changes)
    .values({
      crawl: crawl.id,
      at: crawl.at,
      source: crawl.source,
      kind: change.kind,
      flags: JSON.stringify(change.flags),
      baseline: change.baseline,
      offer,
      subject: change.subject,
      detail: change.detail,
      beforePrice: before?.price?.micros ?? null,
      beforeCurrency: before?.price?.currency ?? null,
      beforeAvailability: before?.availability ?? null,
      beforeQuantity: before?.quantity ?? null,
      afterPrice: after?.price?.micros ?? null,
      afterCurrency: after?.price?.currency ?? null,
      afterAvailability: after?.availability ?? null,
      afterQuantity: after?.quantity ?? null,
      changePercent: change.changePercent,
    })
    .run();
  for (const flag of new Set(change.flags)) {
    orm
      .insert(table.flagged)
      .values({ flag, change: Number(lastInsertRowid) })
      .run();
  }
}
