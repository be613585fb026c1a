import { and, asc, eq, gt, max } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, offers } from '../../db/schema.ts';
import type { ChangeQuestion } from './change-question.ts';
import { type FoundChange, toFound } from './change-rows.ts';
import { changeConditions } from './changes.ts';

/** The number of the last change there is; null where nothing ever changed. */
export async function lastChange({ orm }: Database): Promise<number | null> {
  const found = orm
    .select({ id: max(changes.id) })
    .from(changes)
    .get();
  return found?.id ?? null;
}

/** The changes after that number, oldest first and at most so many, that a question is about. */
export async function changesAfter(
  db: Database,
  after: number,
  question: ChangeQuestion,
  limit: number,
): Promise<readonly FoundChange[]> {
  const wanted = changeConditions(db, question).map((each) => each.sql);
  const rows = db.orm
    .select({ change: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(and(gt(changes.id, after), ...wanted))
    .orderBy(asc(changes.id))
    .limit(limit)
    .all();
  return rows.map(({ change, offer }) => toFound(change, offer));
}
