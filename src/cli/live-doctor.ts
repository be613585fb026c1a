import { resolve } from 'node:path';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import type { Mode } from '../fetch/index.ts';
import type { CrawlResult, Desk } from '../pipeline/run.ts';
import { VERSION } from '../version.ts';
import { complaintsOf } from './complaints.ts';
import type { Context } from './context.ts';
import { runWatched } from './crawling.ts';
import type { DoctorOptions } from './doctor.ts';
import { UsageError } from './exit.ts';
import { chosenSources } from './known-sources.ts';
import { refuseUsed } from './new-folder.ts';
import { configOf, writeJson } from './reading.ts';
import { clockOf, refuseLoneTime } from './replay-clock.ts';
import { exitOf, outcomeText } from './results.ts';
import { awaitSignals } from './signals.ts';
import { table } from './table.ts';
import { clean } from './terminal.ts';
import { openVisiting } from './visiting.ts';

/** Visits the sources once and reports what they serve today. Gives the exit code. */
export async function examineLive(
  context: Context,
  ids: readonly string[],
  options: DoctorOptions,
): Promise<number> {
  const mode = modeOf(context, options);
  const config = configOf(context, options);
  const sources = chosenSources(ids, config);
  const { now } = clockOf(mode, options, context);
  const stopping = awaitSignals(context);
  const visiting = openVisiting(context, config, { ...options, mode, now, stop: stopping.signal });
  try {
    const code = await examineSources(context, visiting.desk, sources, options);
    return stopping.signal.aborted ? await stopping.code : code;
  } finally {
    stopping.forget();
    await visiting.close();
  }
}

function modeOf({ cwd }: Context, options: DoctorOptions): Mode {
  const { record, replay } = options;
  refuseLoneTime(options);
  if (record !== undefined && replay !== undefined) {
    throw new UsageError('expected --record or --replay, found both');
  }
  if (replay !== undefined) return { kind: 'replay', dir: resolve(cwd, replay) };
  if (record === undefined) return { kind: 'live' };
  const dir = resolve(cwd, record);
  refuseUsed(dir, '--record');
  return { kind: 'record', dir };
}

/** Visits them at that desk and writes what a bug report wants to know. */
export async function examineSources(
  context: Context,
  desk: Desk,
  sources: readonly Scraper[],
  { json }: Pick<DoctorOptions, 'json'>,
): Promise<number> {
  const results = await runWatched(context, desk, sources, null);
  const here = {
    version: VERSION,
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    at: new Date(desk.now()).toISOString(),
    answers: desk.mode.kind,
  };
  if (json) {
    writeJson(context, { schema: 'doctor-live/1', ...here, sources: results.map(toJson) });
  } else {
    const { version, node, platform, at, answers } = here;
    const head = `chipwatch ${version}, Node ${node}, ${platform}, ${answers} ${at}`;
    const parts = [head, table(COLUMNS, results).trimEnd(), ...results.flatMap(findingsOf)];
    context.stdout.write(`${parts.join('\n\n')}\n`);
  }
  return exitOf(results);
}

function toJson(result: CrawlResult) {
  const { source, outcome, failure, message, offers, rates, tokens, rejects, visited } = result;
  return {
    ...{ source, outcome, failure, message },
    documents: visited?.documents.length ?? null,
    rows: visited?.rows ?? null,
    ...{ offers, rates, tokens, rejects: rejects.length },
    missing: result.missing.map(({ scope }) => scope),
    complaints: complaintsOf(rejects).map(({ reason, says, rows }) => ({ reason, says, rows })),
    newChips: visited?.newChips ?? [],
    newRegions: visited?.newRegions ?? [],
    ms: visited?.ms ?? null,
  };
}

/** Nothing is cut: what is pasted is read elsewhere. */
const COLUMNS = [
  { header: 'source', value: ({ source }: CrawlResult) => source },
  { header: 'outcome', value: outcomeText },
  { header: 'documents', value: ({ visited }: CrawlResult) => visited?.documents.length ?? null },
  { header: 'rows', value: ({ visited }: CrawlResult) => visited?.rows ?? null },
  { header: 'offers', value: ({ offers }: CrawlResult) => offers },
  { header: 'rejects', value: ({ rejects }: CrawlResult) => rejects.length },
  { header: 'new names', value: ({ visited }: CrawlResult) => visited && newNamesIn(visited) },
  { header: 'seconds', value: ({ visited }: CrawlResult) => visited && seconds(visited.ms) },
];

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

const newNamesIn = ({ newChips, newRegions }: NonNullable<CrawlResult['visited']>): number =>
  newChips.length + newRegions.length;

/** What is odd about a source, as lines below its name; nothing where all is well. */
function findingsOf({ source, message, rejects, visited }: CrawlResult): readonly string[] {
  const { newChips = [], newRegions = [] } = visited ?? {};
  const lines = [
    ...(message === null ? [] : [message]),
    ...complaintsOf(rejects).map(({ rows, reason, says }) => `${rows} x ${reason}: ${says}`),
    ...newChips.map((name) => `not in the catalogue of accelerators: ${name}`),
    ...newRegions.map((code) => `not in the catalogue of regions: ${code}`),
  ];
  if (lines.length === 0) return [];
  return [[source, ...lines.map((line) => `  ${clean(line)}`)].join('\n')];
}
