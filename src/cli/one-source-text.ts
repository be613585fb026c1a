import { existsSync } from 'node:fs';
import type { Config } from '../config.ts';
import { importById } from '../domain/imports.ts';
import { decimal } from '../domain/money.ts';
import {
  type Disagreement,
  disagreementJson,
  findDisagreements,
  type Said,
} from '../query/disagreements.ts';
import { lastRequests, type RejectRow, recentCrawls, rejectsOf } from '../query/sources.ts';
import type { Context } from './context.ts';
import { EXIT, UsageError } from './exit.ts';
import { firstRequests } from './first-requests.ts';
import { chosenSheets } from './known-sheets.ts';
import { configOf, databaseOf, withDatabase, writeJson } from './reading.ts';
import type { SourceOptions } from './sources.ts';
import { table } from './table.ts';
import { widthOf } from './terminal.ts';

/** Shows one source: its last crawls, what it could not read, or what it asks for. */
export async function showSource(
  context: Context,
  id: string,
  options: SourceOptions,
): Promise<number> {
  const config = configOf(context, options);
  const head = headOf(id, config);
  if (options.requests) return showRequests(context, id, options);
  return withDatabase(context, options, async (db) => {
    const crawls = await recentCrawls(db, id, 10);
    refuseNeverImported(id, crawls);
    const rejects = crawls[0] === undefined ? [] : await rejectsOf(db, crawls[0].id);
    const { tolerance } = config.sources;
    const found = (await findDisagreements(db, tolerance)).filter((each) => isOf(each, id));
    if (options.json) {
      const disagreements = found.map(disagreementJson);
      writeJson(context, { source: id, crawls, rejects, disagreements });
    } else {
      writeSource(context, head, crawls, rejects);
      writeDisagreements(context, found);
    }
    return EXIT.ok;
  });
}

const isOf = ({ answer, witness }: Disagreement, id: string): boolean =>
  answer.source === id || witness.source === id;

function writeDisagreements({ stdout }: Context, found: readonly Disagreement[]): void {
  if (found.length === 0) return;
  const inWords = ({ price }: Said) => `${decimal(price)} ${price.currency}`;
  const columns = [
    { header: 'market', value: ({ market }: Disagreement) => market, fixed: true },
    { header: 'answers', value: ({ answer }: Disagreement) => answer.source },
    { header: 'price', value: ({ answer }: Disagreement) => inWords(answer) },
    { header: 'witness', value: ({ witness }: Disagreement) => witness.source },
    { header: 'says', value: ({ witness }: Disagreement) => inWords(witness) },
    { header: 'off by', value: ({ percent }: Disagreement) => `${percent.toFixed(1)} %` },
  ];
  stdout.write('\nAnother source of the provider says another price:\n');
  stdout.write(table(columns, found, { width: widthOf(stdout) }));
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
  const [sheet] = chosenSheets([id], config);
  if (sheet === undefined) throw new UsageError(`expected a source, found "${id}"`);
  const { homepage, every, absentMeans, evidence, verified } = sheet;
  return `${id}  ${homepage}\nread every ${every} at most; not listed means ${absentMeans}; known by ${evidence}; ${verified}\n\n`;
}

/** What its last crawl asked for; before the first, what it will ask for first. */
async function showRequests(context: Context, id: string, options: SourceOptions) {
  const { stdout, stderr, now } = context;
  const asked = existsSync(databaseOf(context, options).path)
    ? await withDatabase(context, options, (db) => lastRequests(db, id))
    : [];
  const { scraperById } = await import('../../scrapers/registry.ts');
  const scraper = scraperById(id);
  const isNew = asked.length === 0 && scraper !== undefined;
  if (isNew) {
    stderr.write(
      `${id} was not crawled into this database; it asks for this first, and for what the answers name\n`,
    );
  }
  const requests = isNew ? await firstRequests(scraper, now()) : asked;
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
