import { desc, eq, sql } from 'drizzle-orm';
import type { Change } from '../src/domain/change.ts';
import type { Difference } from '../src/domain/diff.ts';
import type { Place } from '../src/domain/listing.ts';
import { placeKey } from '../src/domain/normalise.ts';
import type { Reject } from '../src/domain/offer.ts';
import type { Failure, Jurisdiction, Outcome } from '../src/domain/words.ts';
import { insisting } from './busy.ts';
import { changeWriter } from './changes.ts';
import { type Lease, refuseWithoutLease } from './leases.ts';
import { type Outgoing, writeMessages } from './messages.ts';
import { offerWriter } from './offers.ts';
import type { Database } from './open.ts';
import { insertInto } from './prepared.ts';
import { clearQuarantine, type QuarantineRecord, writeQuarantine } from './quarantine.ts';
import { writeRates } from './rates.ts';
import * as table from './schema.ts';
import { writeTokens } from './tokens.ts';
import { markRead } from './witnesses.ts';

/** A crawl as it is written down. */
export interface CrawlRecord {
  readonly source: string;
  readonly provider: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  /** Since when it is believed whatever its guards say: its changes count from then. */
  readonly approvedAt?: number;
  readonly outcome: Outcome;
  readonly failure: Failure | null;
  readonly message: string | null;
  readonly keyVersion: number;
  readonly bytes: number;
  readonly rows: number;
  readonly offers: number;
  readonly digest: string | null;
  readonly rejects: readonly Reject[];
  readonly documents: readonly DocumentRecord[];
  readonly missing: readonly MissingScope[];
  /** Scopes this crawl read. */
  readonly scopes: readonly string[];
}

export interface DocumentRecord {
  readonly name: string;
  readonly url: string;
  readonly scope: string | null;
  readonly fetchedAt: number;
  readonly sha256: string;
  readonly bytes: number;
  readonly path: string | null;
  /** Of the answer, where they let the next crawl ask whether it changed; else null. */
  readonly headers: Readonly<Record<string, string>> | null;
}

export interface MissingScope {
  readonly scope: string;
  readonly failure: Failure;
  readonly message: string;
}

export interface Commit {
  readonly crawl: CrawlRecord;
  /** The crawl the difference was made against: another one in between refuses the commit. */
  readonly against: number | null;
  /** The right to crawl, which must still be held; null where none is asked for. */
  readonly lease: Pick<Lease, 'source' | 'owner'> | null;
  /** Null for crawls that are not believed: only the crawl row is written. */
  readonly difference: Difference | null;
  /** What is kept of a crawl that is not believed, to be looked at. */
  readonly quarantine?: QuarantineRecord | null;
  /** News of the source itself, written whether the crawl is believed or not. */
  readonly events: readonly Change[];
  /** Country and jurisdiction of a region of the provider. */
  readonly whereIs: (region: string) => { country: string | null; jurisdiction: Jurisdiction };
  /** From when its messages may be sent, by the wall clock: a replay's own may stand anywhere. */
  readonly dueAt: number;
  /** The messages of this crawl, given its number. Pure. */
  readonly messages: (crawl: number) => readonly Outgoing[];
}

/** Rejects kept a crawl: enough to see what is wrong, however much is. */
const REJECTS_KEPT = 500;

/**
 * Writes a crawl in one transaction: its row, changes, versions, offers and outbox, or nothing.
 * Gives the crawl's number. Throws when another crawl of the source came between, or may come.
 */
export async function commitCrawl(db: Database, commit: Commit): Promise<number> {
  const write = db.sqlite.transaction(() => {
    if (commit.lease !== null) refuseWithoutLease(db, commit.lease);
    refuseOvertaken(db, commit);
    const crawl = writeCrawl(db, commit);
    writeEvents(db, commit, crawl);
    if (commit.quarantine) writeQuarantine(db, { ...commit.crawl, crawl }, commit.quarantine);
    if (commit.difference !== null) writeDifference(db, commit, commit.difference, crawl);
    markRead(db, commit.crawl);
    const outgoing = { id: crawl, at: countsFrom(commit.crawl), dueAt: commit.dueAt };
    writeMessages(db, commit.messages(crawl), outgoing);
    return crawl;
  });
  return insisting(db, () => write.immediate());
}

function countsFrom({ finishedAt, approvedAt = finishedAt }: CrawlRecord): number {
  return approvedAt;
}

function refuseOvertaken({ orm }: Database, { crawl, against }: Commit): void {
  const last = orm
    .select({ id: table.crawls.id })
    .from(table.crawls)
    .where(eq(table.crawls.source, crawl.source))
    .orderBy(desc(table.crawls.id))
    .limit(1)
    .get();
  if ((last?.id ?? null) !== against) {
    throw new Error(
      `${crawl.source}: expected crawl ${against ?? 'none'} to be the last, found ${last?.id}; another process crawled it meanwhile, so this crawl was not stored`,
    );
  }
}

function writeCrawl({ orm }: Database, { crawl, difference, events }: Commit): number {
  const { documents, rejects, missing, scopes, provider: _, ...row } = crawl;
  const { id } = orm
    .insert(table.crawls)
    .values({
      ...row,
      documents: documents.length,
      rejects: rejects.length,
      changes: events.length + (difference?.changes.length ?? 0),
      pending: difference?.pending.length ?? 0,
      missing: JSON.stringify(missing),
    })
    .returning({ id: table.crawls.id })
    .get();
  for (const document of documents) {
    orm
      .insert(table.documents)
      .values({ crawl: id, ...document })
      .run();
  }
  for (const reject of rejects.slice(0, REJECTS_KEPT)) {
    orm
      .insert(table.rejects)
      .values({ crawl: id, source: crawl.source, ...reject })
      .run();
  }
  const read = difference === null ? null : countsFrom(crawl);
  for (const scope of scopes) rememberScope(orm, crawl.source, scope, read);
  for (const { scope } of missing) rememberScope(orm, crawl.source, scope, null);
  return id;
}

function writeEvents(db: Database, { crawl, events }: Commit, id: number): void {
  const write = changeWriter(db, { id, at: countsFrom(crawl), source: crawl.source });
  for (const event of events) write(event, null);
}

function rememberScope(
  orm: Database['orm'],
  source: string,
  scope: string,
  firstReadAt: number | null,
): void {
  orm
    .insert(table.scopes)
    .values({ source, scope, firstReadAt })
    .onConflictDoUpdate({
      target: [table.scopes.source, table.scopes.scope],
      set: { firstReadAt: sql`coalesce(first_read_at, excluded.first_read_at)` },
    })
    .run();
}

function writeDifference(
  db: Database,
  { crawl, whereIs }: Commit,
  difference: Difference,
  id: number,
): void {
  const at = countsFrom(crawl);
  const writer = offerWriter(db, id, at);
  const write = changeWriter(db, { id, at, source: crawl.source });
  for (const change of difference.changes) {
    const offer = change.offer === null ? null : writer.apply(change, change.offer);
    write(change, offer);
  }
  for (const offer of difference.redescribed) writer.redescribe(offer);
  writer.finish();
  for (const place of difference.places) {
    writePlace(db, crawl, place, whereIs(place.region));
  }
  writeRates(db, difference.rates);
  writeTokens(db, { id, at, source: crawl.source }, difference.tokens);
  writePending(db, crawl.source, difference);
  writeRestless(db, crawl.source, difference);
  clearQuarantine(db, crawl.source);
}

function writePlace(
  { orm }: Database,
  crawl: CrawlRecord,
  { kind: _, scope: __, ...place }: Place,
  where: { country: string | null; jurisdiction: Jurisdiction },
): void {
  orm
    .insert(table.places)
    .values({
      source: crawl.source,
      provider: crawl.provider,
      key: placeKey({ ...place, kind: 'place', scope: null }),
      firstSeenAt: countsFrom(crawl),
      ...place,
      ...where,
    })
    .onConflictDoNothing()
    .run();
}

function writePending(db: Database, source: string, { pending }: Difference): void {
  db.orm.delete(table.pending).where(eq(table.pending.source, source)).run();
  const insert = insertInto(db, table.pending);
  for (const { candidate, ...waiting } of pending) {
    const json = candidate === null ? null : JSON.stringify(candidate);
    insert.run({ source, ...waiting, candidate: json });
  }
}

function writeRestless(db: Database, source: string, { restless }: Difference): void {
  db.orm.delete(table.restless).where(eq(table.restless.source, source)).run();
  const insert = insertInto(db, table.restless);
  for (const [key, unrest] of restless) insert.run({ source, key, ...unrest });
}
