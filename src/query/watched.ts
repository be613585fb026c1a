import { and, eq, inArray, isNotNull, max } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { crawls, offers, places } from '../../db/schema.ts';
import { GOOD } from '../../db/state.ts';
import { glob } from '../domain/glob.ts';
import type { Spot } from '../domain/targets.ts';
import { filterConditions } from './conditions.ts';
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
  const shown = whatIsShown(db);
  const having = whereListed(db, question);
  const wanted = inPlaces(question);
  return [...readers(db, shown)]
    .filter(([provider]) => question.provider?.includes(provider) ?? true)
    .flatMap(([provider, { sources, readAt }]): readonly Watched[] => {
      const own = shown.filter((each) => each.provider === provider);
      const found = having.get(provider) ?? new Set<string | null>();
      const regions = regionsOf(own).filter(wanted);
      const without = regions.flatMap(({ region }) =>
        region === null || found.has(region) ? [] : [region],
      );
      const isNowhere = own.every(({ region }) => region === null) && found.size === 0;
      if (without.length === 0 && !isNowhere) return [];
      return [{ provider, sources, regions: without.sort(), readAt }];
    });
}

/** A provider that is read, by what it lists or ever listed. */
export type Reader = Omit<Watched, 'regions'>;

/** The providers that are read and list, or ever listed, anything in these places. */
export function readersOf(db: Database, isInside: (at: Spot) => boolean): readonly Reader[] {
  const inside = whatIsShown(db).filter(isInside);
  return [...readers(db, inside)].map(([provider, reader]) => ({ provider, ...reader }));
}

function whatIsShown({ orm }: Database): readonly Shown[] {
  const offered = orm
    .selectDistinct({
      provider: offers.provider,
      source: offers.source,
      region: offers.region,
      country: offers.country,
      jurisdiction: offers.jurisdiction,
    })
    .from(offers)
    .all();
  return [...offered, ...orm.select().from(places).where(isNotNull(places.region)).all()];
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

/** The sources of each provider that were read well, by all that they ever showed. */
function readers({ orm }: Database, shown: readonly Shown[]) {
  const good = orm
    .select({ source: crawls.source, at: max(crawls.finishedAt) })
    .from(crawls)
    .where(inArray(crawls.outcome, GOOD))
    .groupBy(crawls.source)
    .all();
  const readAt = new Map(good.map(({ source, at }) => [source, at]));
  const found = new Map<string, { sources: string[]; readAt: number }>();
  for (const { provider, source } of shown) {
    const at = readAt.get(source) ?? null;
    const known = found.get(provider);
    if (at === null || known?.sources.includes(source)) continue;
    if (known === undefined) found.set(provider, { sources: [source], readAt: at });
    else
      found.set(provider, {
        sources: [...known.sources, source].sort(),
        readAt: Math.max(known.readAt, at),
      });
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other));
}

function regionsOf(all: readonly Shown[]): readonly Shown[] {
  const named = all.filter(({ region }) => region !== null);
  return [...new Map(named.map((each) => [each.region, each])).values()];
}
