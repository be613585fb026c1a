import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';

const PROGRAM = 'dist/src/cli/index.js';
const folder = mkdtempSync(join(tmpdir(), 'chipwatch-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const { PATH = '', NODE_OPTIONS = '' } = process.env;
  const surroundings = { PATH, NODE_OPTIONS, CHIPWATCH_DATA: join(folder, 'data'), ...env };
  return spawn(process.execPath, [PROGRAM, ...args], { env: surroundings });
}

/** Runs the built program to its end. */
async function chipwatch(args: readonly string[], env: Record<string, string> = {}) {
  const child = start(args, env);
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => {
    stdout += text;
  });
  child.stderr?.on('data', (text: Buffer) => {
    stderr += text;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const fixture = (name: string) => join('test/fixtures', name);
const database = (name: string) => join(folder, `${name}.db`);

describe('chipwatch crawl --replay', () => {
  const db = database('scaleway');

  it('stores a recording, and says what it could not read', async () => {
    const replay = fixture('scaleway/2026-05-18');
    const { code, stdout } = await chipwatch(['crawl', 'scaleway', '--replay', replay, '--db', db]);

    expect(code).toBe(0);
    expect(stdout).toContain('not read: it-mil-1');
    expect(stdout).toContain('source.added');
  });

  it('answers questions about it as data', async () => {
    const { code, stdout } = await chipwatch(['offers', 'H100:8', '--json', '--db', db]);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'offers/1',
      total: 1,
      offers: [
        {
          provider: 'scaleway',
          region: 'fr-par',
          zone: 'fr-par-2',
          country: 'FR',
          jurisdiction: 'outside-china',
          stack: 'cuda',
          tier: 'standard',
          fraction: 1,
          unit: null,
          count: 8,
          hourlyUsd: null,
          native: { amount: '23.028', currency: 'EUR', per: 'hour', taxIncluded: false },
          seenAt: '2026-05-18T12:06:39.000Z',
        },
      ],
    });
  });

  it('shows a second night, confirmed in the same run', async () => {
    const at = '2026-05-20T02:00:00Z';
    const args = ['crawl', 'scaleway', '--replay', fixture('scaleway/2026-05-18'), '--at', at];
    const { code, stdout } = await chipwatch([...args, '--db', db, '--json']);

    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ crawls: [{ outcome: 'partial', news: 0 }] });
  });

  it('refuses a clock before the last crawl, and stores nothing', async () => {
    const at = '2026-05-01T00:00:00Z';
    const args = ['crawl', 'scaleway', '--replay', fixture('scaleway/2026-05-18'), '--at', at];
    const { code, stderr } = await chipwatch([...args, '--db', db]);

    expect(code).toBe(1);
    expect(stderr).toContain('expected a time after the last crawl (2026-05-20T02:00:00.000Z)');
  });
});

describe('chipwatch', () => {
  const file = join(folder, 'wrong.yaml');
  writeFileSync(file, 'schedul: nightly\n');

  it.each([
    [['crawl', 'nebiu'], 2, 'did you mean nebius?'],
    [['crawl', '--at', '2026-01-01T00:00:00Z'], 2, 'give --replay DIR with it'],
    [['crawl', '--replay', folder], 2, 'expected a recording (HAR 1.2) at'],
    [['crawl', '--record', folder, '--replay', folder], 2, 'found both'],
    [['offers', 'H100:x'], 2, 'expected a count such as 8'],
    [['offers', '--billing', 'monthly'], 2, 'expected one of on-demand, spot'],
    [['changes', '--since', 'yesterday'], 2, 'expected an age such as 24h'],
    [['compare', 'abcd'], 2, 'expected from 2 to 20 offers'],
    [['offres'], 2, 'Did you mean offers?'],
    [['offers'], 78, 'expected a database at'],
    [['offers', '--config', file], 78, 'schedul'],
    [['notify', 'test'], 2, 'set CHIPWATCH_WEBHOOK_URL'],
  ])('%j ends with %i and one sentence', async (args, expected, sentence) => {
    const { code, stdout, stderr } = await chipwatch(args);

    expect(stderr).toContain(sentence);
    expect(stdout).toBe('');
    expect(code).toBe(expected);
  });

  it('names every source before the first crawl, and how far each is proven', async () => {
    const { code, stdout } = await chipwatch(['sources', '--json']);

    expect(code).toBe(0);
    const { sources } = JSON.parse(stdout);
    expect(sources).toContainEqual(
      expect.objectContaining({ id: 'huawei-calculator', verified: 'documented', outcome: null }),
    );
  });

  it('exits with 3 when asked to and nothing matches, and says what emptied the answer', async () => {
    const db = database('empty');
    await chipwatch(['crawl', 'lambda', '--replay', fixture('lambda/2026-08-15'), '--db', db]);

    const { code, stdout } = await chipwatch([
      'offers',
      'H100',
      '--provider',
      'aws',
      '--fail-if-empty',
      '--db',
      db,
    ]);

    expect(code).toBe(3);
    expect(stdout).toContain('without --provider there would be 5 offers');
  });

  it('answers ascend outside China with sightings, apart from offers', async () => {
    const db = database('empty');
    const args = ['offers', 'ascend', '--outside-china', '--json', '--db', db];

    const { offers, sightings } = JSON.parse((await chipwatch(args)).stdout);

    expect(offers).toEqual([]);
    const forRent = sightings.filter(({ kind }: { kind: string }) => kind === 'for-rent');
    expect(forRent.map(({ country }: { country: string }) => country)).toEqual(['ZA', 'ZA', 'SA']);
  });
});

describe('a process that is killed in the middle of a crawl', () => {
  const db = database('killed');
  const nights = Array.from({ length: 8 }, (_, i) => ({
    at: `2026-10-${String(i + 10)}T02:00:00Z`,
    after: 150 + i * 60,
    recording: i % 2 === 0 ? 'aws/2026-09-29' : 'aws/2025-05-31-before-cut',
  }));

  it('leaves whole crawls only, and the next one goes on', async () => {
    for (const { at, after, recording } of nights) {
      const child = start(['crawl', 'aws', '--replay', fixture(recording), '--at', at, '--db', db]);
      const closed = new Promise((resolve) => child.on('close', resolve));
      setTimeout(() => child.kill('SIGKILL'), after);
      await closed;
      expect(tornIn(db)).toEqual([]);
    }
    const at = '2026-11-01T02:00:00Z';
    const args = ['crawl', 'aws', '--replay', fixture('aws/2026-09-29'), '--at', at, '--db', db];
    const { code } = await chipwatch(args);

    expect(code).toBe(0);
    expect(tornIn(db)).toEqual([]);
  }, 60_000);
});

/** Crawls without all the changes they counted, and offers that are not where their log leads to. */
function tornIn(path: string): readonly unknown[] {
  const sqlite = new Sqlite(path);
  try {
    const tables = sqlite.prepare("select name from sqlite_master where name = 'crawls'").all();
    if (tables.length === 0) return [];
    const health = sqlite.pragma('integrity_check', { simple: true });
    const torn = sqlite.prepare(
      'select id from crawls where changes <> (select count(*) from changes where crawl = crawls.id)',
    );
    const lost = sqlite.prepare(`
      select key from offers where listed = 1 and price is not (
        select after_price from changes where offer = offers.id and after_availability is not null
        order by id desc limit 1)`);
    return [...torn.all(), ...lost.all(), ...(health === 'ok' ? [] : [health])];
  } finally {
    sqlite.close();
  }
}
