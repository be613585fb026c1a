import { z } from 'zod';
import { type Fold, foldDay, type LoggedChange } from '../src/domain/fold.ts';
import { Availability } from '../src/domain/words.ts';
import { insisting } from './busy.ts';
import { note, noted } from './meta.ts';
import type { Database } from './open.ts';

/** Rows that went, or would go. */
export interface Pruned {
  /** Of the log: they became one with later ones of their day. */
  readonly changes: number;
  /** States within those days. */
  readonly versions: number;
  readonly rejects: number;
}

export const NOTHING_PRUNED: Pruned = { changes: 0, versions: 0, rejects: 0 };

const DAY = 24 * 3_600_000;

/** What is older than so many days, as days are counted in UTC; `now` in milliseconds UTC. */
export function pruneBefore(now: number, days: number): number {
  return Math.floor(now / DAY) * DAY - days * DAY;
}

/** Rows that a step reads: each is a change, a state and a count that it may write, and 5,000 are the most. */
const FOLDED_A_STEP = 1_200;
const REJECTS_A_STEP = 5_000;

/**
 * Takes what is to go before that time, step by step, each a transaction of its own of at most 5,000
 * rows, and gives what went with each. The database remembers how far it came, so that it may end
 * after any step, and two processes may take them in turn.
 */
export async function* pruneSteps(db: Database, before: number): AsyncGenerator<Pruned> {
  yield* whileAny(db, () => foldStep(db, before));
  const old = oldRejects(db, before);
  yield* whileAny(db, () => rejectStep(db, old));
}

async function* whileAny(db: Database, step: () => Pruned | null): AsyncGenerator<Pruned> {
  const take = db.sqlite.transaction(step);
  for (;;) {
    const went = await insisting(db, () => take.immediate());
    if (went === null) return;
    yield went;
  }
}

function foldStep(db: Database, before: number): Pruned | null {
  const batch = nextBatch(db, lastPlace(db), before);
  if (batch === null) return null;
  const folds = foldsOf(batch.rows);
  for (const fold of folds) write(db, fold);
  countFolded(db, folds);
  note(db, PLACE, JSON.stringify(batch.next));
  return sumOf(folds);
}

/** Counts what steps up to that time would do. */
export async function wouldPrune(db: Database, before: number): Promise<Pruned> {
  let total = NOTHING_PRUNED;
  let place = lastPlace(db);
  for (let batch = nextBatch(db, place, before); batch; batch = nextBatch(db, place, before)) {
    total = added(total, sumOf(foldsOf(batch.rows)));
    place = batch.next;
  }
  const rejects = db.sqlite.prepare(`select count(*) from rejects where ${OLD_REJECTS}`);
  return { ...total, rejects: Count.parse(rejects.pluck().get(oldRejects(db, before))) };
}

const LAST = 'pruned';

/** The day (UTC) when it was last pruned to the end, or null. */
export async function prunedOn(db: Database): Promise<string | null> {
  return noted(db, LAST);
}

/** Notes that it was pruned to the end; `now` in milliseconds UTC. */
export async function notePruned(db: Database, now: number): Promise<void> {
  note(db, LAST, dayOf(now));
}

/** A day as it is noted. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** Gives what is free in the file back to the disk. Nobody else writes meanwhile; all may read. */
export async function vacuum(db: Database): Promise<void> {
  await insisting(db, () => db.sqlite.exec('vacuum'));
  db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
}

/** The sum of two. */
export function added(one: Pruned, other: Pruned): Pruned {
  return {
    changes: one.changes + other.changes,
    versions: one.versions + other.versions,
    rejects: one.rejects + other.rejects,
  };
}

const Count = z.number();

/** How far the log is folded: all offers of the days before, and of this one those up to that number. */
const Place = z.object({ day: z.number(), offer: z.number() });
type Place = z.infer<typeof Place>;
const PLACE = 'folded';

function lastPlace(db: Database): Place {
  const place = noted(db, PLACE);
  return place === null ? { day: 0, offer: 0 } : Place.parse(JSON.parse(place));
}

const Row = z.object({
  ...{ id: z.number(), crawl: z.number(), at: z.number(), offer: z.number(), folds: z.number() },
  wasAvailability: Availability.nullable(),
  wasQuantity: z.number().nullable(),
  isAvailability: Availability.nullable(),
  isQuantity: z.number().nullable(),
});
type Row = z.infer<typeof Row>;

/** An offer's last change stays as it was: the offer itself says when that was. */
const OF_A_DAY = `
  select changes.id, crawl, at, offer, before_availability as wasAvailability,
    before_quantity as wasQuantity, after_availability as isAvailability, after_quantity as isQuantity,
    kind in ('availability', 'quantity') and flags = '[]' and detail is null and baseline = 0
      and at <> changed_at as folds
  from changes join offers on offers.id = offer
  where at >= @day and at < @day + ${DAY} and offer > @offer and evidence = 'marketplace'
  order by offer, changes.id limit ${FOLDED_A_STEP}`;

/** The changes of whole offers on the next day that has any, and where to go on; null at the end. */
function nextBatch({ sqlite }: Database, place: Place, before: number) {
  const from = dayOfNextChange(sqlite, place.day);
  if (from === null || from + DAY > before) return null;
  const start = from === place.day ? place : { day: from, offer: 0 };
  const rows = z.array(Row).parse(sqlite.prepare(OF_A_DAY).all(start));
  if (rows.length < FOLDED_A_STEP) return { rows, next: { day: from + DAY, offer: 0 } };
  const last = rows.at(-1)?.offer ?? start.offer;
  const whole = rows.filter(({ offer }) => offer !== last);
  // One that fills a step alone keeps the rest of its day.
  if (whole.length === 0) return { rows, next: { day: from, offer: last } };
  return { rows: whole, next: { day: from, offer: whole.at(-1)?.offer ?? last } };
}

function dayOfNextChange(sqlite: Database['sqlite'], day: number): number | null {
  const next = sqlite.prepare('select min(at) from changes where at >= ?').pluck().get(day);
  const at = Count.nullable().parse(next);
  return at === null ? null : Math.floor(at / DAY) * DAY;
}

type OfferFold = Fold & { readonly offer: number };

function foldsOf(rows: readonly Row[]): readonly OfferFold[] {
  const logs = new Map<number, LoggedChange[]>();
  for (const row of rows) {
    const log = logs.get(row.offer) ?? [];
    logs.set(row.offer, log);
    log.push(toLogged(row));
  }
  return [...logs].flatMap(([offer, log]) => foldDay(log).map((fold) => ({ ...fold, offer })));
}

function toLogged(row: Row): LoggedChange {
  const { id, crawl, at, wasAvailability, wasQuantity, isAvailability, isQuantity } = row;
  return {
    ...{ id, crawl, at, folds: row.folds === 1 },
    before: wasAvailability && { availability: wasAvailability, quantity: wasQuantity },
    after: isAvailability && { availability: isAvailability, quantity: isQuantity },
  };
}

function write({ sqlite }: Database, { offer, gone, times, kept }: OfferFold): void {
  const forget = sqlite.prepare('delete from changes where id = ?');
  for (const { id } of gone) forget.run(id);
  const drop = sqlite.prepare('delete from versions where offer = ? and at = ?');
  for (const at of times) drop.run(offer, at);
  if (kept === null) return;
  const { availability, quantity } = kept.before;
  sqlite
    .prepare(
      'update changes set kind = ?, before_availability = ?, before_quantity = ? where id = ?',
    )
    .run(kept.kind, availability, quantity, kept.id);
}

/** A crawl still says how much it changed, and the check of the database how much of it must be there. */
function countFolded({ sqlite }: Database, folds: readonly OfferFold[]): void {
  const counts = new Map<number, number>();
  for (const { crawl } of folds.flatMap(({ gone }) => gone)) {
    counts.set(crawl, (counts.get(crawl) ?? 0) + 1);
  }
  const count = sqlite.prepare('update crawls set folded = folded + ? where id = ?');
  for (const [crawl, n] of counts) count.run(n, crawl);
}

function sumOf(folds: readonly OfferFold[]): Pruned {
  const changes = folds.flatMap(({ gone }) => gone).length;
  const versions = folds.flatMap(({ times }) => times).length;
  return { ...NOTHING_PRUNED, changes, versions };
}

/** Rejects of crawls before that one which are none of those, a JSON list. */
interface OldRejects {
  readonly first: number;
  readonly kept: string;
}

const OLD_REJECTS = 'crawl < @first and crawl not in (select value from json_each(@kept))';

/** What a source's last crawl could not read is asked for, however long ago it was; so is its last good one's. */
const LAST_CRAWLS = `
  select max(id) from crawls group by source union
  select max(id) from crawls where outcome in ('ok', 'unchanged', 'partial') group by source`;

function oldRejects({ sqlite }: Database, before: number): OldRejects {
  const kept = sqlite.prepare(LAST_CRAWLS).pluck().all();
  const first = sqlite.prepare('select min(id) from crawls where finished_at >= ?').pluck();
  const none = Number.MAX_SAFE_INTEGER;
  return {
    first: Count.nullable().parse(first.get(before)) ?? none,
    kept: JSON.stringify(z.array(Count).parse(kept)),
  };
}

function rejectStep({ sqlite }: Database, old: OldRejects): Pruned | null {
  const { changes: rejects } = sqlite
    .prepare(
      `delete from rejects where id in (select id from rejects where ${OLD_REJECTS} limit ${REJECTS_A_STEP})`,
    )
    .run(old);
  return rejects === 0 ? null : { ...NOTHING_PRUNED, rejects };
}
