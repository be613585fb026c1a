/**
 * `npm run check:history -- FOLDER`: replays dated versions of Google Cloud's price file (`*.yml`)
 * through the source and the whole pipeline, and compares every change that is told with a difference
 * worked out from the text of the files alone. Exits 1 where they differ.
 */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../db/open.ts';
import { gcpPricing } from '../scrapers/gcp-pricing.ts';
import type { Change } from '../src/domain/change.ts';
import { Rule } from '../src/domain/rules.ts';
import { createFetcher } from '../src/fetch/index.ts';
import { read } from '../src/pipeline/read.ts';
import { type CrawlResult, type Desk, run } from '../src/pipeline/run.ts';
import { readVersion, type Version } from './history-file.ts';

const CONFIRM_AFTER_MS = 600_000;
const URL =
  'https://raw.githubusercontent.com/Cyclenerd/google-cloud-pricing-cost-calculator/master/pricing.yml';
/** Every price that moved, so that one re-pricing is at most one message up and one down. */
const RULE = Rule.parse({
  id: 'every-price',
  flags: ['price.drop', 'price.rise'],
  billing: ['on-demand', 'spot', 'reserved'],
  minDropPercent: 0,
  channels: ['nobody'],
});

/** Differences by row and what happened to it: `a2-highgpu-1g us-central1 hour` to `3673385 > 3600000`. */
type Differences = ReadonlyMap<string, string>;

async function check(folder: string): Promise<number> {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yml'));
  const versions = files.map((name) => readVersion(join(folder, name))).sort((a, b) => a.at - b.at);
  if (versions.length < 2) throw new Error(`expected two versions or more (*.yml) in ${folder}`);
  const recording = mkdtempSync(join(tmpdir(), 'chipwatch-history-'));
  const db = openDatabase(':memory:');
  const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
  const totals = { changes: 0, messages: 0, faults: 0 };
  try {
    for (const [index, version] of versions.entries()) {
      record(recording, version);
      const results = await replay({ db, fetcher }, recording, version.at);
      const expected = difference(versions[index - 1]?.rows ?? new Map(), version.rows);
      const faults = [...compare(expected, told(results)), ...ungrouped(results)];
      const messages = sum(results.map((result) => result.messages));
      console.log(
        `${version.name}  ${expected.size} changes, ${messages} messages, ${faults.length} faults`,
      );
      for (const fault of faults.slice(0, 5)) console.log(`  ${fault}`);
      totals.changes += expected.size;
      totals.messages += messages;
      totals.faults += faults.length;
    }
  } finally {
    await fetcher.close();
    db.close();
    rmSync(recording, { recursive: true });
  }
  console.log(
    `${versions.length} versions, ${totals.changes} changes, ${totals.messages} messages, ${totals.faults} faults`,
  );
  return totals.faults === 0 ? 0 : 1;
}

/** The recording of a crawl that met this version. */
function record(dir: string, { text, at }: Version): void {
  const entry = {
    startedDateTime: new Date(at).toISOString(),
    request: { method: 'GET', url: URL },
    response: { status: 200, headers: [], content: { _file: 'pricing.yml' } },
  };
  writeFileSync(join(dir, 'pricing.yml'), text);
  writeFileSync(join(dir, 'recording.har'), JSON.stringify({ log: { entries: [entry] } }));
}

/** One night: a crawl, and the one that confirms it. */
function replay(
  reach: Pick<Desk, 'db' | 'fetcher'>,
  dir: string,
  at: number,
): Promise<readonly CrawlResult[]> {
  let time = at;
  const desk: Desk = {
    ...reach,
    read,
    mode: { kind: 'replay', dir },
    now: () => time,
    env: {},
    rules: [RULE],
    owner: 'check-history',
    isGone: () => false,
    dryRun: false,
  };
  return run(desk, {
    sources: [gcpPricing],
    confirming: {
      isWanted: () => true,
      async wait() {
        time += CONFIRM_AFTER_MS;
      },
    },
    watcher: { started: () => undefined, finished: () => undefined },
  });
}

/** What differs between two versions, from their text; of the first one, every row. */
function difference(before: Version['rows'], after: Version['rows']): Differences {
  const rows = new Set([...before.keys(), ...after.keys()]);
  const found = [...rows].flatMap((row) => {
    const [was, is] = [before.get(row) ?? 'nothing', after.get(row) ?? 'nothing'];
    return was === is ? [] : [[row, `${was} > ${is}`] as const];
  });
  return new Map(found);
}

/** What the pipeline noted of offers. */
function told(results: readonly CrawlResult[]): Differences {
  const changes = results.flatMap((result) => result.changes);
  return new Map(changes.flatMap((change) => (change.offer ? [asDifference(change)] : [])));
}

const COLUMNS: Readonly<Record<string, string>> = {
  'on-demand': 'hour',
  spot: 'hour_spot',
  'reserved 12': 'month_1y',
  'reserved 36': 'month_3y',
};

function asDifference({ kind, offer, before, after }: Change): readonly [string, string] {
  const billing = [offer?.billing, offer?.termMonths].filter(Boolean).join(' ');
  const row = `${offer?.sku} ${offer?.region} ${COLUMNS[billing]}`;
  const was = kind === 'listed' ? 'nothing' : before?.price?.micros;
  const is = kind === 'withdrawn' ? 'nothing' : after?.price?.micros;
  return [row, `${was} > ${is}`];
}

function compare(expected: Differences, found: Differences): readonly string[] {
  const rows = new Set([...expected.keys(), ...found.keys()]);
  return [...rows].flatMap((row) => {
    const [one, other] = [expected.get(row) ?? 'no change', found.get(row) ?? 'no change'];
    return one === other ? [] : [`${row}: the files say ${one}, the pipeline ${other}`];
  });
}

/** However many rows were re-priced: a message for those that fell, a message for those that rose. */
function ungrouped(results: readonly CrawlResult[]): readonly string[] {
  return results.flatMap(({ outcome, message, changes, messages }) => {
    if (outcome !== 'ok' && outcome !== 'unchanged') return [`the crawl is ${outcome}: ${message}`];
    const flags = new Set(changes.flatMap((change) => change.flags));
    const expected = RULE.flags.filter((flag) => flags.has(flag)).length;
    return messages === expected ? [] : [`expected ${expected} messages, found ${messages}`];
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: npm run check:history -- FOLDER, with versions of pricing.yml as *.yml');
  process.exitCode = 2;
} else {
  process.exitCode = await check(folder);
}
