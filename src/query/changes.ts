import { and, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { changes, flagged, offers } from '../../db/schema.ts';
import type { Flag } from '../domain/change.ts';
import type { ChangeQuestion } from './change-question.ts';
import { type FoundChange, toFound } from './change-rows.ts';
import { type Condition, filterConditions, present } from './conditions.ts';
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
    without: page.total > 0 ? [] : without(db, conditions),
  };
}

const NEWS = 'all';
const FIRST: Condition = { parameter: NEWS, sql: eq(changes.baseline, true) };

/** Of net changes the kind and the flag are known last: what narrows them here is the rest. */
export function changeConditions(db: Database, question: ChangeQuestion): readonly Condition[] {
  const { since, until, kind, flag, source, net, all } = question;
  return [
    ...orOfPlace(filterConditions(db, { ...question, source: undefined }), question),
    ...present([
      ['source', source && inArray(changes.source, [...source])],
      ['since', since === undefined ? undefined : gte(changes.at, since)],
      ['until', until === undefined ? undefined : lt(changes.at, until)],
      ['kind', kind && !net ? inArray(changes.kind, [...kind]) : undefined],
      ['flag', flag && !net ? carries(db, flag, since) : undefined],
      [NEWS, all ? undefined : eq(changes.baseline, false)],
    ]),
  ];
}

/** Reads the flagged changes of the asked time alone, not those of all years. */
export function carries(db: Database, flags: readonly Flag[], since: number | undefined): SQL {
  const listed = db.orm
    .select({ change: flagged.change })
    .from(flagged)
    .where(
      and(
        inArray(flagged.flag, [...flags]),
        since === undefined ? undefined : gte(flagged.change, firstSince(db, since)),
      ),
    );
  return inArray(changes.id, listed);
}

/** The lowest number of a change since then; crawls end in another order than they are written. */
function firstSince({ orm }: Database, since: number): number {
  const row = orm
    // The plus keeps SQLite from walking all numbers from the first to find the least.
    .select({ id: sql<number | null>`min(+${changes.id})` })
    .from(changes)
    .where(gte(changes.at, since))
    .get();
  return row?.id ?? Number.MAX_SAFE_INTEGER;
}

const NEWEST: readonly Ordering[] = [{ value: sql<number>`${changes.id}`, descending: true }];

function logPage(
  db: Database,
  conditions: readonly Condition[],
  { limit, cursor }: ChangeQuestion,
): Page {
  const rows = db.orm
    .select({ change: changes, offer: offers })
    .from(changes)
    .leftJoin(offers, eq(offers.id, changes.offer))
    .where(and(...conditions.map((each) => each.sql), begin(cursor, NEWEST)))
    .orderBy(...orderBy(NEWEST))
    .limit(limit === undefined ? -1 : limit + 1)
    .all();
  const found = rows.map(({ change, offer }) => toFound(change, offer));
  return { ...firstOf(found, limit), total: counted(db, conditions) };
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

/** What a change itself answers, without the offer it is about. */
const OF_THE_LOG: readonly string[] = ['source', 'since', 'until', 'kind', 'flag', NEWS];

function counted({ orm }: Database, conditions: readonly Condition[]): number {
  const query = orm.select({ n: sql<number>`count(*)` }).from(changes).$dynamic();
  // To look up an offer costs more than to count its change.
  const isOfLog = conditions.every(({ parameter }) => OF_THE_LOG.includes(parameter));
  const row = (isOfLog ? query : query.leftJoin(offers, eq(offers.id, changes.offer)))
    .where(and(...conditions.map((each) => each.sql)))
    .get();
  if (row === undefined) throw new Error('expected a count, found no row');
  return row.n;
}

function without(db: Database, conditions: readonly Condition[]): ChangeAnswer['without'] {
  return conditions
    .filter(({ parameter }) => parameter !== NEWS)
    .map(({ parameter }) => {
      const others = conditions.filter((other) => other.parameter !== parameter);
      return { filter: parameter, changes: counted(db, others) };
    });
}
