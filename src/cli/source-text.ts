import { existsSync } from 'node:fs';
import type { Database } from '../../db/open.ts';
import { SHEETS } from '../../scrapers/sheets.ts';
import { providerName } from '../domain/catalogue/providers.ts';
import { disagreementJson, findDisagreements, quarrelsIn } from '../query/disagreements.ts';
import {
  isImport,
  type SourceFacts,
  type SourceStanding,
  sourceStandings,
} from '../query/source-standings.ts';
import { sourceJson } from '../server/api/watching.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit.ts';
import { isData, writeRows } from './output.ts';
import { configOf, withDatabase } from './reading.ts';
import { factsOf } from './source-facts.ts';
import type { SourceOptions } from './sources.ts';
import { table } from './table.ts';
import { age, plural, widthOf } from './terminal.ts';

/** Lists every source with its health. */
export async function showSources(context: Context, options: SourceOptions): Promise<number> {
  const config = configOf(context, options);
  const path = options.db ?? config.database;
  const sources = SHEETS.map((sheet) => factsOf(sheet, config));
  const ask = async (db: Database) => ({
    standings: await sourceStandings(db, sources, context.now()),
    found: await findDisagreements(db, config.sources.tolerance),
  });
  // Before the first crawl there is no database, and the sources can be listed all the same.
  const isNew = options.db === undefined && !existsSync(path);
  const { standings, found } = isNew
    ? { standings: sources.map(neverCrawled), found: [] }
    : await withDatabase(context, options, ask);
  if (isData(options)) {
    const disagreements = found.map(disagreementJson);
    const answer = { schema: 'sources/1', sources: standings.map(toJson), disagreements };
    writeRows(context, options, { answer, list: 'sources' });
  } else {
    writeStandings(context, standings);
    for (const { says } of quarrelsIn(found)) context.stdout.write(`${says}\n`);
  }
  return EXIT.ok;
}

const neverCrawled = (facts: SourceFacts) => ({ facts, health: null, freshness: null });

function writeStandings({ stdout, now, env }: Context, standings: readonly SourceStanding[]): void {
  const columns = [
    { header: 'source', value: ({ facts }: SourceStanding) => facts.id, fixed: true },
    { header: 'provider', value: ({ facts }: SourceStanding) => providerName(facts.provider) },
    { header: 'every', value: ({ facts }: SourceStanding) => facts.every, fixed: true },
    { header: 'evidence', value: ({ facts }: SourceStanding) => facts.evidence },
    { header: 'key', value: ({ facts }: SourceStanding) => keyState(facts, env) },
    { header: 'verified', value: ({ facts }: SourceStanding) => facts.verified, fixed: true },
    {
      header: 'last crawl',
      value: ({ health }: SourceStanding) => health?.last.outcome ?? 'never',
    },
    { header: 'offers', value: ({ health }: SourceStanding) => health?.offers ?? null },
    { header: 'rejects', value: ({ health }: SourceStanding) => health?.last.rejects ?? null },
    { header: 'waiting', value: ({ health }: SourceStanding) => health?.last.pending ?? null },
    {
      header: 'read',
      value: ({ health, freshness }: SourceStanding) => {
        const at = health?.lastGoodAt ?? null;
        return at === null
          ? null
          : `${age(now() - at)} ago${freshness === null || freshness === 'fresh' ? '' : `, ${freshness}`}`;
      },
    },
    { header: 'why', value: ({ health }: SourceStanding) => health?.last.message ?? '' },
  ];
  stdout.write(table(columns, standings, { width: widthOf(stdout) }));
  stdout.write(`\n${countsOf(standings)}\n`);
}

/** Whether it wants a key, and whether this environment has it. */
function keyState({ secrets = [] }: SourceFacts, env: Context['env']): string {
  if (secrets.length === 0) return 'none';
  return secrets.every((name) => env[name]) ? 'set' : 'wanted';
}

function countsOf(standings: readonly SourceStanding[]): string {
  const having = (proof: string) =>
    standings.filter(({ facts }) => facts.verified.startsWith(proof)).length;
  const imported = standings.filter(({ facts }) => isImport(facts)).length;
  const read = `${standings.length - imported} sources: ${having('live')} live, ${having('recorded')} recorded, ${having('documented')} documented`;
  return imported === 0 ? read : `${read}; ${plural(imported, 'import')}`;
}

function toJson(standing: SourceStanding) {
  return { ...sourceJson(standing), secrets: standing.facts.secrets ?? [] };
}
