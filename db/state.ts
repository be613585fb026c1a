import { and, desc, eq, gte, inArray, isNotNull, isNull, max, ne, sql } from 'drizzle-orm';
import { z } from 'zod';
import { Flag } from '../src/domain/change.ts';
import { Money } from '../src/domain/money.ts';
import type { OfferState } from '../src/domain/offer.ts';
import type { Rates } from '../src/domain/rates.ts';
import {
  type Pending,
  regionKey,
  type SourceState,
  type Unrest,
} from '../src/domain/source-state.ts';
import { Availability, type Outcome } from '../src/domain/words.ts';
import { knownOffers } from './known-offers.ts';
import type { Database } from './open.ts';
import { type Quarantined, quarantined } from './quarantine.ts';
import { lastRates } from './rates.ts';
import { changes, crawls, offers, pending, places, rejects, restless, scopes } from './schema.ts';
import { knownTokens } from './tokens.ts';

/** What a crawl of one source is compared with, and the crawl it stands on. */
export interface LoadedState extends SourceState {
  /** Last crawl of the source that was committed, whatever its outcome; null before the first. */
  readonly against: number | null;
  /** Since when that crawl counts, milliseconds UTC, and what came of it. */
  readonly lastAt: number | null;
  readonly lastOutcome: Outcome | null;
  /** Offer counts of the last seven complete good crawls, newest first; none before one that was approved. */
  readonly recentCounts: readonly number[];
  /** Digest of the last good crawl. */
  readonly digest: string | null;
  /** When the last good crawl ended, milliseconds UTC. */
  readonly lastGoodAt: number | null;
  /** When the one before it ended, where the last left something waiting. */
  readonly confirms: number | null;
  /** Most offers of a good crawl in 30 days; null where there was none. */
  readonly mostOffers: number | null;
  /** The last reading that was not believed, where no good one came after. */
  readonly quarantined: Quarantined | null;
  /** The newest exchange rates that are known, whoever brought them; null where none are. */
  readonly lastRates: Rates | null;
  /** What was told to be wrong with the source and is not yet told to be well again. */
  readonly troubles: ReadonlySet<Flag>;
}

/** A source and the version of its keys. */
export interface KeyedSource {
  readonly id: string;
  readonly provider: string;
  readonly keyVersion: number;
}

/** The outcomes whose reading is believed. */
export const GOOD = ['ok', 'unchanged', 'partial'] as const;

/** Since when a crawl counts: what a person approved was read before that. */
export const COUNTS_FROM = sql<number>`coalesce(${crawls.approvedAt}, ${crawls.finishedAt})`;

const COMPLETE = ['ok', 'unchanged'] as const;

/** Everything accepted about one source, read in one go. */
export async function loadState(db: Database, source: KeyedSource): Promise<LoadedState> {
  const { orm } = db;
  const last = orm
    .select({ id: crawls.id, at: COUNTS_FROM, outcome: crawls.outcome })
    .from(crawls)
    .where(eq(crawls.source, source.id))
    .orderBy(desc(crawls.id))
    .limit(1)
    .get();
  const good = orm
    .select()
    .from(crawls)
    .where(and(eq(crawls.source, source.id), inArray(crawls.outcome, GOOD)))
    .orderBy(desc(crawls.id))
    .limit(30)
    .all();
  const sameKeys = good.filter((crawl) => crawl.keyVersion === source.keyVersion);
  return {
    against: last?.id ?? null,
    lastAt: last?.at ?? null,
    lastOutcome: last?.outcome ?? null,
    baseline: sameKeys.length === 0,
    recentCounts: usualCounts(sameKeys),
    digest: sameKeys[0]?.digest ?? null,
    lastGoodAt: good[0]?.finishedAt ?? null,
    confirms: good[0] && good[0].pending > 0 ? (good[1]?.finishedAt ?? null) : null,
    mostOffers: mostOffers(orm, source),
    quarantined: (await quarantined(db, source.id))[0] ?? null,
    lastRates: await lastRates(db),
    troubles: troubles(orm, source.id),
    restless: turning(orm, source.id),
    lastRejects: rejectsOf(orm, good[0]?.id ?? null),
    offers: knownOffers(db, source.id),
    tokens: knownTokens(db, source.id),
    pending: waiting(orm, source.id),
    places: knownPlaces(orm, source.id),
    unreadScopes: unreadScopes(orm, source.id),
    ...knownAtProvider(orm, source.provider),
    hardware: knownHardware(orm),
  };
}

/** What was approved is usual from then on, however unlike it was to what came before. */
function usualCounts(good: readonly (typeof crawls.$inferSelect)[]): readonly number[] {
  const approved = good.findIndex(({ approvedAt }) => approvedAt !== null);
  const since = approved === -1 ? good : good.slice(0, approved + 1);
  const complete = since.filter(({ outcome }) => COMPLETE.some((word) => word === outcome));
  return complete.slice(0, 7).map(({ offers }) => offers);
}

const Candidate = z.object({
  price: Money.nullable(),
  availability: Availability,
  quantity: z.number().nullable(),
});

function waiting(orm: Database['orm'], source: string): ReadonlyMap<string, Pending> {
  const rows = orm.select().from(pending).where(eq(pending.source, source)).all();
  return new Map(
    rows.map(({ kind, subject, since, candidate }) => [
      `${kind} ${subject}`,
      { kind, subject, since, candidate: candidate === null ? null : readState(candidate) },
    ]),
  );
}

function readState(json: string): OfferState {
  return Candidate.parse(JSON.parse(json));
}

const DAYS_30 = 30 * 24 * 3_600_000;

function mostOffers(orm: Database['orm'], { id, keyVersion }: KeyedSource): number | null {
  const isComplete = and(
    eq(crawls.source, id),
    eq(crawls.keyVersion, keyVersion),
    inArray(crawls.outcome, COMPLETE),
  );
  const last = orm
    .select({ at: max(crawls.finishedAt) })
    .from(crawls)
    .where(isComplete);
  const since = gte(crawls.finishedAt, sql`${last} - ${DAYS_30}`);
  const most = orm
    .select({ n: max(crawls.offers) })
    .from(crawls)
    .where(and(isComplete, since));
  return most.get()?.n ?? null;
}

const Flags = z.array(Flag);

function troubles(orm: Database['orm'], source: string): ReadonlySet<Flag> {
  const told = orm
    .select({ flags: changes.flags })
    .from(changes)
    // Written out, as the index over these few is.
    .where(and(eq(changes.source, source), sql`${changes.kind} = 'source'`))
    .orderBy(desc(changes.id))
    .limit(10)
    .all()
    .flatMap(({ flags }) => Flags.parse(JSON.parse(flags)));
  const end = told.findIndex((flag) => flag === 'source.recovered' || flag === 'source.added');
  return new Set(end === -1 ? told : told.slice(0, end));
}

function turning(orm: Database['orm'], source: string): ReadonlyMap<string, Unrest> {
  const rows = orm.select().from(restless).where(eq(restless.source, source)).all();
  return new Map(rows.map(({ key, flips, told }) => [key, { flips, told }]));
}

function rejectsOf(orm: Database['orm'], crawl: number | null): ReadonlySet<string> {
  if (crawl === null) return new Set();
  const rows = orm.select({ detail: rejects.detail }).from(rejects).where(eq(rejects.crawl, crawl));
  return new Set(rows.all().map(({ detail }) => detail));
}

function knownPlaces(orm: Database['orm'], source: string): ReadonlySet<string> {
  const rows = orm.select({ key: places.key }).from(places).where(eq(places.source, source)).all();
  return new Set(rows.map(({ key }) => key));
}

function unreadScopes(orm: Database['orm'], source: string): ReadonlySet<string> {
  const rows = orm
    .select({ scope: scopes.scope })
    .from(scopes)
    .where(and(eq(scopes.source, source), isNull(scopes.firstReadAt)))
    .all();
  return new Set(rows.map(({ scope }) => scope));
}

function knownAtProvider(orm: Database['orm'], provider: string) {
  const rows = orm
    .selectDistinct({
      stack: offers.stack,
      region: offers.region,
      accelerator: offers.accelerator,
    })
    .from(offers)
    .where(eq(offers.provider, provider))
    .all();
  const named = orm
    .select({ stack: places.stack, region: places.region })
    .from(places)
    .where(eq(places.provider, provider))
    .all();
  const keys = [...rows, ...named].map(({ stack, region }) => regionKey(stack, region));
  return {
    regions: new Set(keys.filter((key) => key !== null)),
    accelerators: new Set(rows.map(({ accelerator }) => accelerator)),
  };
}

function knownHardware(orm: Database['orm']): ReadonlySet<string> {
  const known = orm.selectDistinct({ name: offers.accelerator }).from(offers).all();
  const unknown = orm
    .selectDistinct({ name: changes.subject })
    .from(changes)
    .where(and(sql`${changes.kind} = 'hardware'`, isNotNull(changes.subject)))
    .all();
  return new Set([...known, ...unknown].flatMap(({ name }) => (name === null ? [] : [name])));
}

/** Whether any crawl of a kind other than skipped was ever committed. */
export async function isEmpty({ orm }: Database): Promise<boolean> {
  const found = orm
    .select({ one: sql<number>`1` })
    .from(crawls)
    .where(ne(crawls.outcome, 'skipped'))
    .limit(1)
    .get();
  return found === undefined;
}
