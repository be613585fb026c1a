import { inArray, max } from 'drizzle-orm';
import type { Database } from '../../db/open.ts';
import { crawls, offers, places } from '../../db/schema.ts';
import { GOOD } from '../../db/state.ts';
import type { Jurisdiction } from '../domain/words.ts';
import { inPlaces, isAbout, type OfferQuestion } from './offers.ts';

/** A provider that is read, and where it lists nothing of what was asked. */
export interface Watched {
  readonly provider: string;
  readonly sources: readonly string[];
  /** Its regions that list other things, in its own codes; none where it names no regions. */
  readonly regions: readonly string[];
  /** When it was last read well, milliseconds UTC. */
  readonly readAt: number;
}

interface Region {
  readonly region: string | null;
  readonly country: string | null;
  readonly jurisdiction: Jurisdiction;
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
  const rows = db.orm.select().from(offers).all();
  const named = db.orm.select().from(places).all();
  const wanted = inPlaces(question);
  return [...readers(db, [...rows, ...named])]
    .filter(([provider]) => question.provider?.includes(provider) ?? true)
    .flatMap(([provider, { sources, readAt }]): readonly Watched[] => {
      const own = rows.filter((row) => row.provider === provider);
      const all = [...own, ...named.filter((place) => place.provider === provider)];
      const having = own
        .filter((row) => row.listed && isAbout(question, row))
        .map(({ region }) => region);
      const regions = regionsOf(all).filter(wanted);
      const without = regions.filter(({ region }) => !having.includes(region));
      const isNowhere = all.every(({ region }) => region === null) && having.length === 0;
      if (without.length === 0 && !isNowhere) return [];
      const codes = without.map(({ region }) => region).filter((region) => region !== null);
      return [{ provider, sources, regions: codes.sort(), readAt }];
    });
}

/** The sources of each provider that were read well, by all that they ever showed. */
function readers(
  { orm }: Database,
  shown: readonly { readonly provider: string; readonly source: string }[],
) {
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

function regionsOf(all: readonly Region[]): readonly Region[] {
  const named = all.filter(({ region }) => region !== null);
  return [...new Map(named.map((each) => [each.region, each])).values()];
}
