import { databaseKind } from '../../db/meta.ts';
import type { Database } from '../../db/open.ts';
import { importById } from '../domain/imports.ts';
import { type Staleness, staleness } from '../domain/staleness.ts';
import { type SourceHealth, sourceHealth } from './sources.ts';

/** A source as it is told of. What a person brings is read from no page and at no time. */
export interface SourceFacts {
  readonly id: string;
  readonly provider: string;
  /** The page a person opens to check us. */
  readonly homepage: string | null;
  /** What of the provider it reads, in a few words. */
  readonly reads: string;
  readonly every: string | null;
  readonly absentMeans: 'sold-out' | 'withdrawn';
  readonly evidence: string;
  /** How far it is proven. */
  readonly verified: string;
  /** Milliseconds between two crawls; without end where nobody expects it again. */
  readonly intervalMs: number;
  /** Environment variables it needs. */
  readonly secrets?: readonly string[];
}

/** A source with what is known of it. */
export interface SourceStanding {
  /** `verified` is `live DAY` once this install read it well. */
  readonly facts: SourceFacts;
  /** Null where it was never crawled. */
  readonly health: SourceHealth | null;
  /** Null where it was never read well. */
  readonly freshness: Staleness | null;
}

/** How these sources are doing, and after them what persons brought. */
export async function sourceStandings(
  db: Database,
  sources: readonly SourceFacts[],
  now: number,
): Promise<readonly SourceStanding[]> {
  const health = await sourceHealth(db);
  const isLive = (await databaseKind(db)) === 'live';
  const imports = [...health.values()].flatMap(importFacts);
  return [...sources, ...imports].map((facts) => {
    const found = health.get(facts.id) ?? null;
    const at = found?.lastGoodAt ?? null;
    const freshness = at === null ? null : staleness(now - at, facts.intervalMs);
    const isProven = isLive && at !== null && !isImport(facts);
    const verified = isProven ? `live ${dayOf(at)}` : facts.verified;
    return { facts: { ...facts, verified }, health: found, freshness };
  });
}

/** Whether a person brings it. */
export function isImport({ id }: Pick<SourceFacts, 'id'>): boolean {
  return importById(id) !== null;
}

function importFacts({ source, lastGoodAt }: SourceHealth): readonly SourceFacts[] {
  const brought = importById(source);
  if (brought === null) return [];
  return [
    {
      ...brought,
      ...{ reads: 'what was brought by hand', homepage: null, every: null },
      verified: lastGoodAt === null ? 'not believed' : `imported ${dayOf(lastGoodAt)}`,
      intervalMs: Number.POSITIVE_INFINITY,
    },
  ];
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
