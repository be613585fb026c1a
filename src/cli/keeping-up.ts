import { staleness } from '../domain/staleness.ts';
import type { SourceRead } from '../query/offer-groups.ts';
import { isStale } from '../server/desk.ts';
import type { Context } from './context.ts';
import { type CommonOptions, configOf } from './reading.ts';

/** Those that are too old to go by, at the pace at which this install reads their sources. */
export async function staleReads<Read extends SourceRead>(
  context: Context,
  options: CommonOptions,
  reads: readonly Read[],
): Promise<readonly Read[]> {
  const now = context.now();
  // Within a day nothing is stale, so that all scrapers are loaded only for what is older.
  const old = reads.filter(
    ({ seenAt }) => seenAt === null || staleness(now - seenAt, 0) !== 'fresh',
  );
  if (old.length === 0) return [];
  const { sourceFacts } = await import('./source-facts.ts');
  const desk = { sources: sourceFacts(configOf(context, options)), now: () => now };
  return old.filter(({ source, seenAt }) => isStale(desk, source, seenAt));
}

/** The sources of offers that are too old to go by. */
export async function staleSources(
  context: Context,
  options: CommonOptions,
  offers: readonly { readonly row: Pick<SourceRead, 'source'>; readonly seenAt: number | null }[],
): Promise<readonly string[]> {
  const reads = offers.map(({ row: { source }, seenAt }) => ({ source, seenAt }));
  const stale = await staleReads(context, options, reads);
  return [...new Set(stale.map(({ source }) => source))].sort();
}
