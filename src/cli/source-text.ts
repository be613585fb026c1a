import { existsSync } from 'node:fs';
import { databaseKind } from '../../db/meta.ts';
import type { Database } from '../../db/open.ts';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SCRAPERS } from '../../scrapers/registry.ts';
import type { Config } from '../config.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { importById } from '../domain/imports.ts';
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
import { isData, writeRows } from './output.ts';
import { configOf, withDatabase, writeJson } from './reading.ts';
import type { SourceOptions } from './sources.ts';
import { table } from './table.ts';
import { age, plural, widthOf } from './terminal.ts';
import { chosenSources } from './workplace.ts';

/** What is told of a source. What a person brings is read from no page, at no time, with no key. */
interface Told extends Pick<Scraper, 'id' | 'provider' | 'reads' | 'absentMeans' | 'evidence'> {
  readonly homepage: string | null;
  readonly every: Scraper['every'] | null;
  readonly secrets?: readonly string[];
}

/** A source with what is known of it. */
interface Standing {
  readonly source: Told;
  readonly health: SourceHealth | null;
  /** `live DATE` once this install read it well, else how far it was proven before; `imported DATE`. */
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
  const standings = [
    ...SCRAPERS.map((scraper) => {
      const found = health.get(scraper.id) ?? null;
      const good = found?.lastGoodAt ?? null;
      const isLive = kind === 'live' && good !== null;
      const interval = intervalOf(scraper, config.schedule);
      return {
        source: scraper,
        health: found,
        verified: isLive ? `live ${day(good)}` : scraper.verified,
        freshness: good === null ? 'fresh' : staleness(context.now() - good, interval),
      };
    }),
    ...[...health.values()].flatMap(importStanding),
  ];
  if (isData(options)) {
    const answer = { schema: 'sources/1', sources: standings.map(toJson) };
    writeRows(context, options, { answer, list: 'sources' });
  } else writeStandings(context, standings);
  return EXIT.ok;
}

const day = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Where a person brought it; nobody expects it again at any time. */
function importStanding(health: SourceHealth): readonly Standing[] {
  const brought = importById(health.source);
  if (brought === null) return [];
  const good = health.lastGoodAt;
  return [
    {
      source: { ...brought, reads: 'what was brought by hand', homepage: null, every: null },
      health,
      verified: good === null ? 'not believed' : `imported ${day(good)}`,
      freshness: 'fresh',
    },
  ];
}

function writeStandings({ stdout, now, env }: Context, standings: readonly Standing[]): void {
  const columns = [
    { header: 'source', value: ({ source }: Standing) => source.id, fixed: true },
    { header: 'provider', value: ({ source }: Standing) => providerName(source.provider) },
    { header: 'every', value: ({ source }: Standing) => source.every, fixed: true },
    { header: 'evidence', value: ({ source }: Standing) => source.evidence },
    { header: 'key', value: ({ source }: Standing) => keyState(source, env) },
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
function keyState({ secrets = [] }: Told, env: Context['env']): string {
  if (secrets.length === 0) return 'none';
  return secrets.every((name) => env[name]) ? 'set' : 'wanted';
}

function countsOf(standings: readonly Standing[]): string {
  const having = (proof: string) =>
    standings.filter(({ verified }) => verified.startsWith(proof)).length;
  const imported = standings.filter(({ source }) => source.every === null).length;
  const read = `${standings.length - imported} sources: ${having('live')} live, ${having('recorded')} recorded, ${having('documented')} documented`;
  return imported === 0 ? read : `${read}; ${plural(imported, 'import')}`;
}

function toJson({ source, health, verified, freshness }: Standing) {
  const { id, provider, homepage, reads, every, absentMeans, evidence, secrets = [] } = source;
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
  const head = headOf(id, configOf(context, options));
  return withDatabase(context, options, async (db) => {
    if (options.requests) return showRequests(context, db, id);
    const crawls = await recentCrawls(db, id, 10);
    refuseNeverImported(id, crawls);
    const rejects = crawls[0] === undefined ? [] : await rejectsOf(db, crawls[0].id);
    if (options.json) writeJson(context, { source: id, crawls, rejects });
    else writeSource(context, head, crawls, rejects);
    return EXIT.ok;
  });
}

function refuseNeverImported(id: string, crawls: readonly unknown[]): void {
  if (importById(id) === null || crawls.length > 0) return;
  throw new UsageError(`nothing was imported as ${id}; "chipwatch sources" lists what was`);
}

/** What a source is. Throws a `UsageError` for a name that is none. */
function headOf(id: string, config: Config): string {
  if (importById(id) !== null) {
    return `${id}\nbrought by hand; known by report, unless a line says otherwise\n\n`;
  }
  const [scraper] = chosenSources([id], config);
  if (scraper === undefined) throw new UsageError(`expected a source, found "${id}"`);
  const { homepage, every, absentMeans, evidence, verified } = scraper;
  return `${id}  ${homepage}\nread every ${every} at most; not listed means ${absentMeans}; known by ${evidence}; ${verified}\n\n`;
}

async function showRequests({ stdout, stderr }: Context, db: Database, id: string) {
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
  head: string,
  crawls: Awaited<ReturnType<typeof recentCrawls>>,
  rejects: readonly RejectRow[],
): void {
  stdout.write(head);
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
