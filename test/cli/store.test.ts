import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, vi } from 'vitest';
import { aDataFolder, chipwatch } from './program.ts';

const LAMBDA = ['crawl', 'lambda', '--replay', 'test/fixtures/lambda/2026-08-15'];

/** A database of one recorded crawl. */
async function aStore() {
  const db = join(aDataFolder(), 'chips.db');
  expect(await chipwatch([...LAMBDA, '--db', db])).toMatchObject({ code: 0 });
  return db;
}

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 120_000 });

describe('chipwatch db', () => {
  it('backs up, says what is whole and how large it is, and restores', async () => {
    const db = await aStore();
    const file = join(dirname(db), 'elsewhere', 'copy.db');

    const made = await chipwatch(['db', 'backup', file, '--db', db]);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toBe(`${db} is copied to ${file}, opened there and found whole.\n`);
    expect(await chipwatch(['db', 'check', '--db', file])).toMatchObject({
      code: 0,
      stdout: `${file} is whole.\n`,
    });
    const stats = await chipwatch(['db', 'stats', '--json', '--db', db]);
    expect(JSON.parse(stats.stdout)).toMatchObject({
      schema: 'stats/1',
      rows: { crawls: 1 },
      crawls: { oldest: '2026-08-15T02:00:00.000Z' },
      lastBackup: null,
    });
    const restored = await chipwatch(['db', 'restore', file, '--db', db]);
    expect(restored).toMatchObject({ code: 0 });
    expect(restored.stdout).toContain(`${db} is now what ${file} held.`);
  });

  it('makes the backup of a day once', async () => {
    const db = await aStore();
    const daily = ['db', 'backup', '--daily', '--db', db];

    expect((await chipwatch(daily)).stdout).toContain('is copied to');
    expect(await chipwatch(daily)).toMatchObject({ code: 0, stdout: '' });
    expect(readdirSync(join(dirname(db), 'backups'))).toHaveLength(1);
  });

  it('ends with 78 for a backup over a file, and for a restore of none', async () => {
    const db = await aStore();

    expect(await chipwatch(['db', 'backup', db, '--db', db])).toMatchObject({
      code: 78,
      stderr: `chipwatch: expected no file at ${db}, found one; a backup overwrites nothing: give it another name\n`,
    });
    const nothing = join(dirname(db), 'nothing.db');
    expect(await chipwatch(['db', 'restore', nothing, '--db', db])).toMatchObject({
      code: 78,
      stderr: `chipwatch: expected a backup at ${nothing}, found none\n`,
    });
  });
});

describe('a damaged database', () => {
  it.each([
    ['the page of a table is torn', (db: string) => overwrite(db, rootOf(db, 'offers'))],
    ['its header is gone', (db: string) => overwrite(db, 0)],
  ])('is told by doctor with its last backup and left as it is, where %s', async (_, damage) => {
    const db = await aStore();
    await chipwatch(['db', 'backup', '--daily', '--db', db]);
    damage(db);
    const before = readFileSync(db);

    const { code, stdout } = await chipwatch(['doctor', '--db', db]);

    expect(code).toBe(78);
    expect(stdout).toContain('is corrupt: ');
    expect(stdout).toContain('chipwatch db restore ');
    const answers = await chipwatch(['offers', '--db', db]);
    expect(answers).toMatchObject({ code: 78, stdout: '' });
    expect(await chipwatch(['serve', '--port', '0', '--db', db])).toMatchObject({ code: 78 });
    expect(readFileSync(db).equals(before)).toBe(true);
  });

  it('is told where its log was taken away', async () => {
    const db = await aStore();
    const copy = join(dirname(db), 'copy.db');
    const sqlite = new Sqlite(db);
    sqlite.exec("insert into meta values ('a', 'b')");
    for (const end of ['', '-shm']) copyFileSync(`${db}${end}`, `${copy}${end}`);
    sqlite.close();

    const { code, stdout } = await chipwatch(['doctor', '--db', copy]);

    expect(code).toBe(78);
    expect(stdout).toContain(`${copy} is corrupt: its log ${copy}-wal is gone`);
    expect(existsSync(`${copy}-wal`)).toBe(false);
  });
});

/** Where the first page of a table begins in the file. */
function rootOf(db: string, table: string): number {
  const sqlite = new Sqlite(db);
  const page = sqlite.prepare('select rootpage from sqlite_master where name = ?').pluck();
  const root = Number(page.get(table));
  sqlite.close();
  return (root - 1) * 4096;
}

function overwrite(db: string, from: number): void {
  writeFileSync(db, readFileSync(db).fill(0, from, from + 100));
}

describe('a disk that fills', () => {
  it('stops crawls before it is full, and still answers', async () => {
    const db = await aStore();
    const config = join(dirname(db), 'chipwatch.yaml');
    mkdirSync(dirname(db), { recursive: true });
    writeFileSync(config, 'store: { stopBelowMb: 900000000, warnBelowMb: 900000000 }\n');

    const crawl = await chipwatch([...LAMBDA, '--db', db, '--config', config]);
    expect(crawl).toMatchObject({ code: 78, stdout: '' });
    expect(crawl.stderr).toContain('expected at least 900000000 MB, found');
    expect((await chipwatch(['doctor', '--db', db, '--config', config])).code).toBe(78);
    expect((await chipwatch(['offers', '--db', db, '--config', config])).code).toBe(0);
  });
});
