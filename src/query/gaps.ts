import { and, asc, eq, gte, inArray, lte } from 'drizzle-orm';
import { z } from 'zod';
import type { Database } from '../../db/open.ts';
import { crawls } from '../../db/schema.ts';
import { GOOD } from '../../db/state.ts';
import { within } from '../domain/source-state.ts';

/** A period in milliseconds UTC. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

/** How far apart good crawls of a source lie, in milliseconds. */
export type IntervalOf = (source: string) => number;

const HOUR = 3_600_000;
/** So many intervals without a good crawl are a gap, but never less than a day. */
const INTERVALS = 3;

/** From when on a silence is a gap. */
export function gapAfter(intervalMs: number): number {
  return Math.max(24 * HOUR, INTERVALS * intervalMs);
}

const Missing = z.array(z.object({ scope: z.string() }));

/**
 * The periods in which no good crawl read the scope of the source, between its first good crawl and
 * `until`. What was known before a gap is not known within it.
 */
export function gapsOf(
  { orm }: Database,
  { source, scope }: { readonly source: string; readonly scope: string | null },
  { from, to }: Period,
  intervalMs: number,
): readonly Period[] {
  const rows = orm
    .select({ at: crawls.finishedAt, missing: crawls.missing })
    .from(crawls)
    .where(
      and(
        eq(crawls.source, source),
        inArray(crawls.outcome, GOOD),
        gte(crawls.finishedAt, from - gapAfter(intervalMs)),
        lte(crawls.finishedAt, to),
      ),
    )
    .orderBy(asc(crawls.finishedAt))
    .all();
  const read = rows.filter(({ missing }) => !within(scope, missedBy(missing)));
  // A crawl shortly before the window says what was so when it began.
  const before = read.findLast(({ at }) => at <= from)?.at ?? Number.NEGATIVE_INFINITY;
  const starts = [before, ...read.map(({ at }) => at).filter((at) => at > from), to];
  return starts.flatMap((start, index) => {
    const end = starts[index + 1];
    if (end === undefined || end - start <= gapAfter(intervalMs)) return [];
    return [{ from: Math.max(start, from), to: end }];
  });
}

function missedBy(json: string): ReadonlySet<string> {
  if (json === '[]') return new Set();
  return new Set(Missing.parse(JSON.parse(json)).map(({ scope }) => scope));
}

/** What is left of a period outside the gaps, which are in order. */
export function outside(gaps: readonly Period[], { from, to }: Period): readonly Period[] {
  const left: Period[] = [];
  let start = from;
  for (const gap of gaps) {
    if (gap.to <= start || gap.from >= to) continue;
    if (gap.from > start) left.push({ from: start, to: gap.from });
    start = gap.to;
  }
  return start < to ? [...left, { from: start, to }] : left;
}
