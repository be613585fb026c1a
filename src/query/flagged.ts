import { and, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, flagged } from '../../db/schema.ts';
import type { ChangeQuestion } from './change-question.ts';

/** Which flags, and of when. */
type Flagging = Pick<ChangeQuestion, 'flag' | 'since' | 'until'>;

/** Reads the flagged changes of the asked time alone, not those of all years. */
export function carries({ orm }: Database, question: Flagging): SQL | undefined {
  if (question.flag === undefined) return undefined;
  const listed = orm.select({ change: flagged.change }).from(flagged).where(flaggedIn(question));
  return inArray(changes.id, listed);
}

/** The last so many that carry one of the flags, of those before a number: no others are looked at. */
export function lastFlagged(
  question: Flagging,
  limit: number | undefined,
  before: number | undefined,
): SQL {
  const { flag = [] } = question;
  const asked = and(
    flaggedIn(question),
    before === undefined ? undefined : lt(flagged.change, before),
  );
  const list = sql`${changes.id} in (select ${flagged.change} from ${flagged} where ${asked}`;
  if (limit === undefined) return sql`${list})`;
  // The last by time need not be the last by number, but so many are at least as late as the first of them.
  return sql`${list} and ${flagged.change} >= (select min(change) from (
    select ${flagged.change} as change from ${flagged} where ${asked}
    order by ${flagged.at} desc limit ${limit * flag.length})))`;
}

/** How many changes carry one of the flags. */
export function countFlagged({ orm }: Database, question: Flagging): number {
  // To tell the changes of several flags apart costs six times the counting.
  const n =
    question.flag?.length === 1
      ? sql<number>`count(*)`
      : sql<number>`count(distinct ${flagged.change})`;
  const row = orm.select({ n }).from(flagged).where(flaggedIn(question)).get();
  if (row === undefined) throw new Error('expected a count, found no row');
  return row.n;
}

function flaggedIn({ flag = [], since, until }: Flagging): SQL | undefined {
  return and(
    inArray(flagged.flag, [...flag]),
    since === undefined ? undefined : gte(flagged.at, since),
    until === undefined ? undefined : lt(flagged.at, until),
  );
}
