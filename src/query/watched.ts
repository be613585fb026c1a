import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { offers, places } from '../../db/schema.ts';
import { glob } from '../domain/glob.ts';
import type { Spot } from '../domain/targets.ts';
import { filterConditions } from './conditions.ts';
import { lastReads } from './last-read.ts';
import type { OfferQuestion } from './question.ts';

/** A provider that is read, and where it lists nothing of what was asked. */
export interface Watched {
  readonly provider: string;
  readonly sources: readonly string[];
  /** Its regions that list other things, in its own codes; none where it names no regions. */
  readonly regions: readonly string[];
  /** When it was last read well, milliseconds UTC. */
  readonly readAt: number;
}

/** Where a source lists, or ever listed, anything. */
interface Shown extends Spot {
  readonly source: string;
}

/**
 * "Watched, and nothing found" is an answer too: the providers whose sources have good crawls, with
 * their regions within the question's places that list none of the hardware. Empty where no hardware is
 * named.
 */
export async function findWatched(
  db: Database,
  question: OfferQuestion,
): Promise<readonly Watched[]> {
  if (question.spec === undefined) return [];
  const having = whereListed(db, question);
  const wanted = inPlaces(question);
  return readers(db, whatIsShown(db))
    .filter(({ provider }) => question.provider?.includes(provider) ?? true)
    .flatMap(({ shown, ...reader }): readonly Watched[] => {
      const found = having.get(reader.provider) ?? new Set<string | null>();
      const without = regionsOf(shown)
        .filter(wanted)
        .flatMap(({ region }) => (region === null || found.has(region) ? [] : [region]));
      const isNowhere = shown.every(({ region }) => region === null) && found.size === 0;
      if (without.length === 0 && !isNowhere) return [];
      return [{ ...reader, regions: without.sort() }];
    });
}

/** A provider that is read, by what it lists or ever listed. */
export type Reader = Omit<Watched, 'regions'>;

/** The providers that are read and list, or ever listed, anything in these places. */
export function readersOf(db: Database, isInside: (at: Spot) => boolean): readonly Reader[] {
  return readers(db, whatIsShown(db).filter(isInside)).map(({ shown, ...reader }) => reader);
}

/**
 * Read from the index of places alone, in its order. In plain SQL: for thousands of places the query
 * builder takes longer than SQLite.
 */
function whatIsShown({ orm }: Database): readonly Shown[] {
  const columns = sql.raw('provider, source, region, country, jurisdiction');
  return [
    ...orm.all<Shown>(sql`select distinct ${columns} from ${offers}`),
    ...orm.all<Shown>(sql`select ${columns} from ${places}`),
  ];
}

/** The regions of each provider that list the hardware. */
function whereListed(
  db: Database,
  { spec }: OfferQuestion,
): ReadonlyMap<string, ReadonlySet<string | null>> {
  const rows = db.orm
    .selectDistinct({ provider: offers.provider, region: offers.region })
    .from(offers)
    .where(and(eq(offers.listed, true), ...filterConditions(db, { spec }).map((each) => each.sql)))
    .all();
  const having = new Map<string, Set<string | null>>();
  for (const { provider, region } of rows) {
    having.set(provider, (having.get(provider) ?? new Set()).add(region));
  }
  return having;
}

/** Whether a place passes the filters of the question that are about places. */
function inPlaces({ region, country, jurisdiction, outsideChina }: OfferQuestion) {
  const globs = region?.map(glob);
  return (at: Shown): boolean =>
    (globs === undefined || globs.some((inside) => at.region !== null && inside(at.region))) &&
    (country === undefined || country.some((code) => code === at.country)) &&
    (jurisdiction?.includes(at.jurisdiction) ?? true) &&
    (!outsideChina || at.jurisdiction === 'outside-china');
}

/** The providers with sources that were read well, by name, each with all that it ever showed. */
function readers(
  db: Database,
  shown: readonly Shown[],
): readonly (Reader & { readonly shown: readonly Shown[] })[] {
  const reads = lastReads(db);
  return byProvider(shown).flatMap(([provider, own]) => {
    const sources = [...new Set(own.map(({ source }) => source))].sort();
    const read = sources.flatMap((source) => {
      const at = reads.get(source);
      return at === undefined ? [] : [{ source, at }];
    });
    if (read.length === 0) return [];
    const readAt = Math.max(...read.map(({ at }) => at));
    return [{ provider, sources: read.map(({ source }) => source), readAt, shown: own }];
  });
}

/** Slugs, which need no collation. */
function byProvider(shown: readonly Shown[]): readonly (readonly [string, readonly Shown[]])[] {
  const found = new Map<string, Shown[]>();
  for (const each of shown) {
    const own = found.get(each.provider);
    if (own === undefined) found.set(each.provider, [each]);
    else own.push(each);
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1));
}

function regionsOf(all: readonly Shown[]): readonly Shown[] {
  const named = all.filter(({ region }) => region !== null);
  return [...new Map(named.map((each) => [each.region, each])).values()];
}
