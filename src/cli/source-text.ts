import { existsSync } from 'node:fs';
import { databaseKind } from '../../db/meta.ts';
import type { Database } from '../../db/open.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SCRAPERS } from '../../scrapers/registry.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { type Staleness, staleness } from '../domain/staleness.ts';
import {
  lastRequests,
  type RejectRow,
  recentCrawls,
  rejectsOf,
  type SourceHealth,
  sourceHealth,
} from '../query/sources.ts';
import { intervalOf } from '../schedule/due.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import { configOf, withDatabase, writeJson } from './reading.ts';
import type { SourceOptions } from './sources.ts';
import { table } from './table.ts';
import { age, widthOf } from './terminal.ts';
import { chosenSources } from './workplace.ts';

/** A source with what is known of it. */
interface Standing {
  readonly scraper: Scraper;
  readonly health: SourceHealth | null;
  /** `live DATE` once this install read it well, else how far it was proven before. */
  readonly verified: string;
  readonly freshness: Staleness;
}

/** Lists every source with its health. */
export async function showSources(context: Context, options: SourceOptions): Promise<number> {
  const config = configOf(context, options);
  const path = options.db ?? config.database;
  const ask = async (db: Database) => ({
    health: await sourceHealth(db),
    kind: await databaseKind(db),
  });
  // Before the first crawl there is no database, and the sources can be listed all the same.
  const isNew = options.db === undefined && !existsSync(path);
  const { health, kind } = isNew
    ? { health: new Map<string, SourceHealth>(), kind: null }
    : await withDatabase(context, options, ask);
  const standings = SCRAPERS.map((scraper) => {
    const found = health.get(scraper.id) ?? null;
    const good = found?.lastGoodAt ?? null;
    const live = kind === 'live' && good !== null;
    const interval = intervalOf(scraper, config.schedule);
    return {
      scraper,
      health: found,
      verified: live ? `live ${new Date(good).toISOString().slice(0, 10)}` : scraper.verified,
      freshness: good === null ? 'fresh' : staleness(context.now() - good, interval),
    };
  });
  if (options.json) writeJson(context, { schema: 'sources/1', sources: standings.map(toJson) });
  else writeStandings(context, standings);
  return EXIT.ok;
}

function writeStandings({ stdout, now, env }: Context, standings: readonly Standing[]): void {
  const columns = [
    { header: 'source', value: ({ scraper }: Standing) => scraper.id, fixed: true },
    { header: 'provider', value: ({ scraper }: Standing) => providerName(scraper.provider) },
    { header: 'every', value: ({ scraper }: Standing) => scraper.every, fixed: true },
    { header: 'evidence', value: ({ scraper }: Standing) => scraper.evidence },
    { header: 'key', value: ({ scraper }: Standing) => keyState(scraper, env) },
    { header: 'verified', value: ({ verified }: Standing) => verified, fixed: true },
    { header: 'last crawl', value: ({ health }: Standing) => health?.last.outcome ?? 'never' },
    { header: 'offers', value: ({ health }: Standing) => health?.offers ?? null },
    { header: 'rejects', value: ({ health }: Standing) => health?.last.rejects ?? null },
    { header: 'waiting', value: ({ health }: Standing) => health?.last.pending ?? null },
    {
      header: 'read',
      value: ({ health, freshness }: Standing) => {
        const at = health?.lastGoodAt ?? null;
        return at === null
          ? null
          : `${age(now() - at)} ago${freshness === 'fresh' ? '' : `, ${freshness}`}`;
      },
    },
    { header: 'why', value: ({ health }: Standing) => health?.last.message ?? '' },
  ];
  stdout.write(table(columns, standings, { width: widthOf(stdout) }));
  stdout.write(`\n${countsOf(standings)}\n`);
}

/** Whether it wants a key, and whether this environment has it. */
function keyState({ secrets = [] }: Scraper, env: Context['env']): string {
  if (secrets.length === 0) return 'none';
  return secrets.every((name) => env[name]) ? 'set' : 'wanted';
}

function countsOf(standings: readonly Standing[]): string {
  const having = (proof: string) =>
    standings.filter(({ verified }) => verified.startsWith(proof)).length;
  return `${standings.length} sources: ${having('live')} live, ${having('recorded')} recorded, ${having('documented')} documented`;
}

function toJson({ scraper, health, verified, freshness }: Standing) {
  const { id, provider, homepage, reads, every, absentMeans, evidence, secrets = [] } = scraper;
  const at = (ms: number | null | undefined) => (ms ? new Date(ms).toISOString() : null);
  return {
    ...{ id, provider, providerName: providerName(provider), homepage, reads },
    ...{ every, absentMeans, evidence, secrets, verified },
    stale: freshness === 'stale',
    outcome: health?.last.outcome ?? null,
    failure: health?.last.failure ?? null,
    message: health?.last.message ?? null,
    offers: health?.offers ?? null,
    rejects: health?.last.rejects ?? null,
    pending: health?.last.pending ?? null,
    crawledAt: at(health?.last.finishedAt),
    readAt: at(health?.lastGoodAt),
  };
}

/** Shows one source: its last crawls, what it could not read, or what it asks for. */
export async function showSource(
  context: Context,
  id: string,
  options: SourceOptions,
): Promise<number> {
  const [scraper] = chosenSources([id], configOf(context, options));
  if (scraper === undefined) throw new UsageError(`expected a source, found "${id}"`);
  return withDatabase(context, options, async (db) => {
    if (options.requests) return showRequests(context, db, scraper);
    const crawls = await recentCrawls(db, id, 10);
    const rejects = crawls[0] === undefined ? [] : await rejectsOf(db, crawls[0].id);
    if (options.json) writeJson(context, { source: id, crawls, rejects });
    else writeSource(context, scraper, crawls, rejects);
    return EXIT.ok;
  });
}

async function showRequests({ stdout, stderr }: Context, db: Database, { id }: Scraper) {
  const requests = await lastRequests(db, id);
  if (requests.length === 0) {
    stderr.write(
      `${id} was not crawled into this database; "chipwatch crawl ${id} --record DIR" records what it asks for\n`,
    );
  }
  for (const url of requests) stdout.write(`${url}\n`);
  return EXIT.ok;
}

function writeSource(
  { stdout }: Context,
  scraper: Scraper,
  crawls: Awaited<ReturnType<typeof recentCrawls>>,
  rejects: readonly RejectRow[],
): void {
  const { id, homepage, every, absentMeans, evidence, verified } = scraper;
  stdout.write(`${id}  ${homepage}\n`);
  stdout.write(
    `read every ${every} at most; not listed means ${absentMeans}; known by ${evidence}; ${verified}\n\n`,
  );
  const columns = [
    {
      header: 'crawl',
      value: ({ finishedAt }: (typeof crawls)[number]) => new Date(finishedAt).toISOString(),
      fixed: true,
    },
    { header: 'outcome', value: ({ outcome }: (typeof crawls)[number]) => outcome },
    { header: 'offers', value: ({ offers }: (typeof crawls)[number]) => offers },
    { header: 'rejects', value: (each: (typeof crawls)[number]) => each.rejects },
    { header: 'why', value: ({ message }: (typeof crawls)[number]) => message ?? '' },
  ];
  stdout.write(table(columns, crawls, { width: widthOf(stdout) }));
  const unknown = new Set(
    rejects.flatMap((each) =>
      each.reason === 'unknown-accelerator' && each.accelerator !== null ? [each.accelerator] : [],
    ),
  );
  if (unknown.size > 0) {
    stdout.write(`\nNot in the catalogue, maybe new hardware: ${[...unknown].join(', ')}\n`);
  }
  const others = rejects.filter(({ reason }) => reason !== 'unknown-accelerator');
  if (others.length > 0) stdout.write('\nRejected in the last crawl:\n');
  for (const { reason, detail } of others) stdout.write(`  ${reason}: ${detail}\n`);
}
