import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { storeNight } from '../db/stage.ts';
import { anOffer, seen } from '../support/offers.ts';
import { aDataFolder, chipwatch, said, start, watch } from './program.ts';

const HOUR = 3_600_000;
const LONG_AGO = Date.UTC(2025, 0, 1, 2);

/** A database of one day of a marketplace, long ago, and its path. */
async function aDayLongAgo(): Promise<string> {
  const path = join(aDataFolder(), 'chips.db');
  const db = openDatabase(path);
  for (let i = 0; i < 8; i += 1) {
    const offer = anOffer({ evidence: 'marketplace', quantity: 10 + i });
    await storeNight(db, LONG_AGO + i * HOUR, { seen: seen([offer]) });
  }
  db.close();
  return path;
}

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 120_000 });

describe('chipwatch db prune', () => {
  it('says what went, does what the statistics said, and leaves a whole database', async () => {
    const db = await aDayLongAgo();
    const told = await chipwatch(['db', 'stats', '--json', '--db', db]);
    expect(JSON.parse(told.stdout)).toMatchObject({ prunable: { changes: 5, versions: 5 } });

    const made = await chipwatch(['db', 'prune', '--vacuum', '--db', db]);

    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(
      /^Gone from before \d{4}-\d\d-\d\d: 5 changes with 5 states, 0 rows that could not be read\.$/m,
    );
    const after = await chipwatch(['db', 'stats', '--json', '--db', db]);
    expect(JSON.parse(after.stdout)).toMatchObject({ unused: 0, prunable: { changes: 0 } });
    expect(await chipwatch(['db', 'check', '--db', db])).toMatchObject({ code: 0 });
  });

  it('keeps to the days it is given', async () => {
    const db = await aDayLongAgo();

    const made = await chipwatch(['db', 'prune', '--days', '9999', '--json', '--db', db]);

    expect(JSON.parse(made.stdout)).toMatchObject({ schema: 'prune/1', changes: 0, versions: 0 });
  });

  it('removes what the archive has too much, by the limit of the configuration', async () => {
    const db = await aDayLongAgo();
    const folder = join(dirname(db), 'archive', 'northlight', '2025-01-01');
    mkdirSync(folder, { recursive: true });
    for (const name of ['a.gz', 'b.gz']) {
      writeFileSync(join(folder, name), Buffer.alloc(1_500_000));
      utimesSync(join(folder, name), LONG_AGO / 1000, LONG_AGO / 1000);
    }
    const config = join(dirname(db), 'chipwatch.yaml');
    writeFileSync(config, 'store: { archiveMb: 2 }\n');

    const made = await chipwatch(['db', 'prune', '--db', db, '--config', config]);

    expect(made.stdout).toContain('The archive has 1.5 MB; 1.5 MB were removed.');
    expect(readdirSync(folder)).toHaveLength(1);
  });
});

describe('a service', () => {
  it('prunes once a day by itself, after the copy of the day', async () => {
    const path = await aDayLongAgo();
    const config = join(dirname(path), 'chipwatch.yaml');
    writeFileSync(config, 'sources: { only: [lambda] }\n');
    const proxy = 'http://127.0.0.1:9';
    const child = start(['serve', '--port', '0', '--db', path, '--config', config], {
      ...{ HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { stdout, ended } = watch(child);
    await said(stdout, /answers at/);
    const sqlite = new Sqlite(path);
    onTestFinished(() => void sqlite.close());
    const noted = sqlite.prepare("select value from meta where name = 'pruned'").pluck();

    const today = new Date().toISOString().slice(0, 10);
    await vi.waitFor(() => expect(noted.get()).toBe(today), { timeout: 60_000, interval: 200 });

    expect(sqlite.prepare('select sum(folded) from crawls').pluck().get()).toBe(5);
    expect(readdirSync(join(dirname(path), 'backups'))).toEqual([`chips-${today}.db`]);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143 });
  });
});
