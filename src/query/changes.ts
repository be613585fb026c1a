import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, flagged, offers } from '../../db/schema.ts';
import type { ChangeQuestion } from './change-question.ts';
import { type FoundChange, toFound } from './change-rows.ts';
import { type Condition, filterConditions, OUTSIDE_CHINA, present } from './conditions.ts';
import { netChanges } from './net-changes.ts';
import { begin, cursorAfter, type Ordering, orderBy, valuesOf } from './order.ts';
import { orOfPlace } from './place-conditions.ts';

export interface ChangeAnswer {
  readonly changes: readonly FoundChange[];
  /** How many match, on this page and all others. */
  readonly total: number;
  /** Begins the next page, or null where this is the last. */
  readonly next: string | null;
  /** Matching rows of first crawls that were left out: they are no news. */
  readonly baseline: number;
  /** For an empty answer: how many there would be without each filter. */
  readonly without: readonly { readonly filter: string; readonly changes: number }[];
}

type Page = Pick<ChangeAnswer, 'changes' | 'total' | 'next'>;

/** The event log, newest first: as it was written, or `net`, one row an offer. */
export async function findChanges(db: Database, question: ChangeQuestion): Promise<ChangeAnswer> {
  const conditions = changeConditions(db, question);
  const page = question.net
    ? netPage(netChanges(db, conditions, question), question)
    : logPage(db, conditions, question);
  const rest = conditions.filter(({ parameter }) => parameter !== NEWS);
  return {
    ...page,
    // What our knowledge starts with carries no flag: there is none to count.
    baseline: question.all || question.flag ? 0 : counted(db, [...rest, FIRST]),
    without: page.total > 0 ? [] : without(db, question, conditions),
  };
}

const NEWS = 'all';
const FIRST: Condition = { parameter: NEWS, sql: eq(changes.baseline, true) };

/** Of net changes the kind and the flag are known last: what narrows them here is the rest. */
export function changeConditions(db: Database, question: ChangeQuestion): readonly Condition[] {
  const { since, until, kind, source, net, all } = question;
  return [
    ...orOfPlace(filterConditions(db, { ...question, source: undefined }), question),
    ...present([
      ['source', source && inArray(changes.source, [...source])],
      ['since', since === undefined ? undefined : gte(changes.at, since)],
      ['until', until === undefined ? undefined : lt(changes.at, until)],
      ['kind', kind && !net ? inArray(changes.kind, [...kind]) : undefined],
      ['flag', net ? undefined : carries(db, question)],
      [NEWS, all ? undefined : eq(changes.baseline, false)],
    ]),
  ];
}

/** Which flags, and of when. */
type Flagging = Pick<ChangeQuestion, 'flag' | 'since' | 'until'>;

/** Reads the flagged changes of the asked time alone, not those of all years. */
export function carries({ orm }: Database, question: Flagging): SQL | undefined {
  if (question.flag === undefined) return undefined;
  const listed = orm.select({ change: flagged.change }).from(flagged).where(flaggedIn(question));
  return inArray(changes.id, listed);
}

function flaggedIn({ flag = [], since, until }: Flagging): SQL | undefined {
  return and(
    inArray(flagged.flag, [...flag]),
    since === undefined ? undefined : gte(flagged.at, since),
    until === undefined ? undefined : lt(flagged.at, until),
  );
}

const NEWEST: readonly Ordering[] = [{ value: sql<number>`${changes.id}`, descending: true }];

function logPage(db: Database, conditions: readonly Condition[], question: ChangeQuestion): Page {
  const { limit, cursor } = question;
  const rows = db.orm
    .select({ change: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(and(...conditions.map((each) => each.sql), begin(cursor, NEWEST)))
    .orderBy(...orderBy(NEWEST))
    .limit(limit === undefined ? -1 : limit + 1)
    .all();
  const found = rows.map(({ change, offer }) => toFound(change, offer));
  return { ...firstOf(found, limit), total: total(db, question, conditions) };
}

/** A summary needs all its rows before it has its first. */
function netPage(found: readonly FoundChange[], { limit, cursor }: ChangeQuestion): Page {
  const [after] = cursor === undefined ? [] : valuesOf(cursor, NEWEST.length);
  const rest = after === undefined ? found : found.filter(({ id }) => id < Number(after));
  return { ...firstOf(rest, limit), total: found.length };
}

function firstOf(found: readonly FoundChange[], limit: number | undefined) {
  const shown = found.slice(0, limit);
  const last = shown.length < found.length ? shown.at(-1) : undefined;
  return { changes: shown, next: last === undefined ? null : cursorAfter([last.id]) };
}

/** What the list of flags answers, and what a change itself does, without the offer it is about. */
const OF_THE_FLAG: readonly string[] = ['since', 'until', 'flag', NEWS];
const OF_THE_LOG: readonly string[] = [...OF_THE_FLAG, 'source', 'kind'];

function total(db: Database, question: ChangeQuestion, conditions: readonly Condition[]): number {
  const asked = conditions.map(({ parameter }) => parameter);
  const isOfFlag = asked.includes('flag') && asked.every((each) => OF_THE_FLAG.includes(each));
  // What our knowledge starts with carries no flag: all that do are news.
  return isOfFlag ? countedFlags(db, question) : counted(db, conditions);
}

function countedFlags({ orm }: Database, question: ChangeQuestion): number {
  const n = sql<number>`count(distinct ${flagged.change})`;
  return one(orm.select({ n }).from(flagged).where(flaggedIn(question)).get());
}

function counted({ orm }: Database, conditions: readonly Condition[]): number {
  const query = orm.select({ n: sql<number>`count(*)` }).from(changes).$dynamic();
  // To look up an offer costs more than to count its change.
  const isOfLog = conditions.every(({ parameter }) => OF_THE_LOG.includes(parameter));
  const joined = isOfLog ? query : query.leftJoin(offers, eq(offers.id, changes.offer));
  return one(joined.where(and(...conditions.map((each) => each.sql))).get());
}

function one(row: { readonly n: number } | undefined): number {
  if (row === undefined) throw new Error('expected a count, found no row');
  return row.n;
}

function without(
  db: Database,
  question: ChangeQuestion,
  conditions: readonly Condition[],
): ChangeAnswer['without'] {
  return conditions
    .filter(({ parameter }) => parameter !== NEWS)
    .map(({ parameter }) => {
      const name = parameter === OUTSIDE_CHINA ? 'outsideChina' : parameter;
      const open = { ...question, [name]: undefined };
      const others = changeConditions(db, open);
      return { filter: parameter, changes: total(db, open, others) };
    });
}
