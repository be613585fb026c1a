import { and, desc, eq, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, offers } from '../../db/schema.ts';
import type { ChangeQuestion } from './change-question.ts';
import { type FoundChange, toFound } from './change-rows.ts';
import { type Condition, filterConditions, OUTSIDE_CHINA, present } from './conditions.ts';
import { carries, countFlagged, lastFlagged } from './flagged.ts';
import { netChanges } from './net-changes.ts';
import { cursorAfter, valuesOf } from './order.ts';
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
  const { since, until, kind, source, flag, net, all } = question;
  // Which carry a flag is found by their time already: an index of all changes of that time would be asked beside it.
  const at = flag && !net ? sql`+${changes.at}` : sql`${changes.at}`;
  return [
    ...orOfPlace(filterConditions(db, { ...question, source: undefined }), question),
    ...present([
      ['source', source && inArray(changes.source, [...source])],
      ['since', since === undefined ? undefined : sql`${at} >= ${since}`],
      ['until', until === undefined ? undefined : sql`${at} < ${until}`],
      ['kind', kind && !net ? inArray(changes.kind, [...kind]) : undefined],
      ['flag', net ? undefined : carries(db, question)],
      [NEWS, all ? undefined : eq(changes.baseline, false)],
    ]),
  ];
}

function logPage(db: Database, conditions: readonly Condition[], question: ChangeQuestion): Page {
  const { limit, cursor } = question;
  const end = limit === undefined ? undefined : limit + 1;
  const before = numberOf(cursor);
  const all = conditions.map((each) => each.sql);
  const older = before === undefined ? undefined : lt(changes.id, before);
  const rows = db.orm
    .select({ change: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(isOfFlag(conditions) ? lastFlagged(question, end, before) : and(...all, older))
    .orderBy(desc(changes.id))
    .limit(end === undefined ? -1 : end)
    .all();
  const found = rows.map(({ change, offer }) => toFound(change, offer));
  return { ...firstOf(found, limit), total: total(db, question, conditions) };
}

/** A summary needs all its rows before it has its first. */
function netPage(found: readonly FoundChange[], { limit, cursor }: ChangeQuestion): Page {
  const before = numberOf(cursor);
  const rest = before === undefined ? found : found.filter(({ id }) => id < before);
  return { ...firstOf(rest, limit), total: found.length };
}

/** Of the last change of the page before. Throws a `QuestionError`. */
function numberOf(cursor: string | undefined): number | undefined {
  return cursor === undefined ? undefined : Number(valuesOf(cursor, 1)[0]);
}

function firstOf(found: readonly FoundChange[], limit: number | undefined) {
  const shown = found.slice(0, limit);
  const last = shown.length < found.length ? shown.at(-1) : undefined;
  return { changes: shown, next: last === undefined ? null : cursorAfter([last.id]) };
}

/** What the list of flags answers, and what a change itself does, without the offer it is about. */
const OF_THE_FLAG: readonly string[] = ['since', 'until', 'flag', NEWS];
const OF_THE_LOG: readonly string[] = [...OF_THE_FLAG, 'source', 'kind'];

/** What our knowledge starts with carries no flag: all that do are news. */
function isOfFlag(conditions: readonly Condition[]): boolean {
  const asked = conditions.map(({ parameter }) => parameter);
  return asked.includes('flag') && asked.every((each) => OF_THE_FLAG.includes(each));
}

function total(db: Database, question: ChangeQuestion, conditions: readonly Condition[]): number {
  return isOfFlag(conditions) ? countFlagged(db, question) : counted(db, conditions);
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
