import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { backupDatabase, restoreDatabase } from '../../db/backup.ts';
import { dailyBackupPath, lastBackup, pruneBackups } from '../../db/backups.ts';
import { faultsOf } from '../../db/check.ts';
import { openDatabase } from '../../db/open.ts';
import { channelSecret, rotateSecret } from '../../db/secrets.ts';
import { statsOf } from '../../db/stats.ts';
import { money } from '../../src/domain/money.ts';
import { anOffer, seen } from '../support/offers.ts';
import { AT, aPath, closing, DAY, storeNight } from './stage.ts';

const night = (price: string) => ({ seen: seen([anOffer({ price: money(price, 'XTS') })]) });

/** A database of two nights, with a signing secret that was made for a channel. */
async function aDatabase() {
  const path = aPath();
  const db = closing(openDatabase(path));
  await storeNight(db, AT, night('11'));
  await storeNight(db, AT + DAY, night('12'));
  await channelSecret(db, 'ear', () => 'whsec_the_older_one_made_up_by_this_test');
  await rotateSecret(db, 'ear', () => 'whsec_made_up_by_this_test', AT);
  return { path, db, target: join(dirname(path), 'backups', 'chips-mine.db') };
}

describe('a backup', () => {
  it('is one whole file of its owner alone, and opens as the database did', async () => {
    const { db, target } = await aDatabase();

    await backupDatabase(db, { target, withSecrets: false });

    expect(readdirSync(dirname(target))).toEqual(['chips-mine.db']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(target)).mode & 0o777).toBe(0o700);
    const copy = closing(openDatabase(target));
    expect(await faultsOf(copy)).toEqual([]);
    expect(copy.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(2);
  });

  it('holds no signing secret, in no byte of it, unless it is asked to', async () => {
    const { db, target } = await aDatabase();
    await rotateSecret(db, 'ear', () => 'whsec_new_made_up_by_this_test', AT);
    await backupDatabase(db, { target, withSecrets: false });
    await backupDatabase(db, { target: `${target}.whole`, withSecrets: true });

    expect(readFileSync(target).includes('made_up_by_this_test')).toBe(false);
    expect(readFileSync(`${target}.whole`).includes('made_up_by_this_test')).toBe(true);
  });

  it('overwrites nothing', async () => {
    const { db, target } = await aDatabase();
    mkdirSync(dirname(target));
    writeFileSync(target, 'something of value');

    await expect(backupDatabase(db, { target, withSecrets: false })).rejects.toThrow(
      `expected no file at ${target}, found one`,
    );
    expect(readFileSync(target, 'utf8')).toBe('something of value');
  });

  it('is done while another process commits without a pause', async () => {
    const { path, db, target } = await aDatabase();
    const writer = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `
      import Sqlite from 'better-sqlite3';
      const sqlite = new Sqlite(${JSON.stringify(path)});
      const write = sqlite.prepare("insert into meta values ('n' || random(), 'x')");
      process.stdout.write('writes');
      setInterval(() => write.run(), 0);
    `,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    onTestFinished(() => void writer.kill('SIGKILL'));
    await once(writer.stdout, 'data');

    await backupDatabase(db, { target, withSecrets: false });

    expect(writer.exitCode).toBeNull();
    expect(await faultsOf(closing(openDatabase(target)))).toEqual([]);
  });

  it('leaves nothing under its name when it is killed halfway', async () => {
    const { path, target } = await aDatabase();
    const killed = spawn(
      process.execPath,
      [
        '--import=tsx',
        '--input-type=module',
        '-e',
        `
      import fs from 'node:fs';
      import { syncBuiltinESMExports } from 'node:module';
      fs.renameSync = () => process.kill(process.pid, 'SIGKILL');
      syncBuiltinESMExports();
      const { openDatabase } = await import('./db/open.ts');
      const { backupDatabase } = await import('./db/backup.ts');
      await backupDatabase(openDatabase(${JSON.stringify(path)}), { target: ${JSON.stringify(target)}, withSecrets: false });
    `,
      ],
      { stdio: ['ignore', 'inherit', 'inherit'] },
    );
    const [, signal] = await once(killed, 'exit');

    expect(signal).toBe('SIGKILL');
    expect(existsSync(target)).toBe(false);
    const [left = ''] = readdirSync(dirname(target));
    expect(left).toMatch(/^chips-mine\.db\..*\.tmp$/);
    const old = new Date(AT);
    utimesSync(join(dirname(target), left), old, old);
    pruneBackups(path, Date.now());
    expect(readdirSync(dirname(target))).toEqual([]);
  });

  it('of a day is kept for a week, and none that a person made is ever removed', async () => {
    const { path, db, target } = await aDatabase();
    for (let day = 0; day < 9; day += 1) {
      await backupDatabase(db, {
        target: dailyBackupPath(path, AT + day * DAY),
        withSecrets: false,
      });
    }
    await backupDatabase(db, { target, withSecrets: false });

    pruneBackups(path, Date.now());

    const names = readdirSync(dirname(target));
    expect(names).toHaveLength(8);
    expect(names).toContain('chips-mine.db');
    expect(names).not.toContain('chips-2026-01-02.db');
    expect(names).toContain('chips-2026-01-03.db');
    expect(lastBackup(path)?.path).toBe(target);
  });
});

describe('a restore', () => {
  it('puts the backup in place and keeps what stood there', async () => {
    const { path, db, target } = await aDatabase();
    await backupDatabase(db, { target, withSecrets: true });
    await storeNight(db, AT + 2 * DAY, night('13'));
    db.close();

    const { former } = await restoreDatabase(path, target, AT);

    const restored = closing(openDatabase(path));
    expect(restored.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(2);
    expect(await channelSecret(restored, 'ear', () => 'another')).toBe(
      'whsec_made_up_by_this_test',
    );
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const kept = closing(openDatabase(former ?? ''));
    expect(kept.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(3);
  });

  it('is refused while the database is in use', async () => {
    const { path, db, target } = await aDatabase();
    await backupDatabase(db, { target, withSecrets: false });

    await expect(restoreDatabase(path, target, AT)).rejects.toThrow('is in use: stop chipwatch');
    expect(db.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(2);
  });

  it('takes the place of a file that is damaged', async () => {
    const { path, db, target } = await aDatabase();
    await backupDatabase(db, { target, withSecrets: false });
    db.close();
    writeFileSync(path, 'not a database any more');

    const { former } = await restoreDatabase(path, target, AT);

    expect(await faultsOf(closing(openDatabase(path)))).toEqual([]);
    expect(readFileSync(former ?? '', 'utf8')).toBe('not a database any more');
  });

  it.each([
    ['cut short', (file: string) => writeFileSync(file, readFileSync(file).subarray(0, 40_000))],
    ['text', (file: string) => writeFileSync(file, 'a letter to my mother '.repeat(400))],
    ['newer', (file: string) => inside(file, 'pragma user_version = 99')],
    ['of another program', (file: string) => inside(file, 'pragma application_id = 77')],
  ])('of a file that is %s is refused before anything is replaced', async (_, damage) => {
    const { path, db, target } = await aDatabase();
    await backupDatabase(db, { target, withSecrets: false });
    damage(target);
    db.close();
    const before = readFileSync(path);

    await expect(restoreDatabase(path, target, AT)).rejects.toThrow(
      /expected a (?:whole )?(?:backup|database)|has schema 99, this chipwatch knows/,
    );
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(readdirSync(dirname(path)).sort()).toEqual(['backups', 'chips.db']);
  });
});

function inside(file: string, statement: string): void {
  const sqlite = new Sqlite(file);
  sqlite.exec(statement);
  sqlite.close();
}

describe('a check', () => {
  it('names crawls that lack changes, and offers that strayed from their history', async () => {
    const { db } = await aDatabase();
    expect(await faultsOf(db)).toEqual([]);

    db.sqlite.exec('update crawls set changes = 9 where id = 2');
    db.sqlite.exec('update offers set price = 99000000');

    expect(await faultsOf(db)).toEqual([
      'crawl 2 lacks some of its changes',
      `${anOffer().key} is not what its history leads to`,
    ]);
  });

  it('counts what there is', async () => {
    const { path, db, target } = await aDatabase();
    const archive = join(dirname(path), 'archive');
    mkdirSync(join(archive, 'northlight'), { recursive: true });
    writeFileSync(join(archive, 'northlight', 'a.gz'), 'twelve bytes');
    const made = backupDatabase(db, { target, withSecrets: false });
    await made;

    const found = await statsOf(db, { path, archive, pruneBefore: AT });

    expect(found).toMatchObject({
      path,
      archive: { files: 1, bytes: 12 },
      tables: {
        crawls: { rows: 2, oldest: AT, newest: AT + DAY },
        offers: { rows: 1, oldest: AT },
        versions: { rows: 2 },
        channels: { rows: 1, oldest: null },
      },
      prunable: { changes: 0, versions: 0, rejects: 0 },
      lastBackup: { path: target },
    });
    const sizes = Object.values(found.tables).map(({ bytes }) => bytes);
    // A page a table and an index at the least, and none of them twice.
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(4_096);
    expect(sizes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThan(found.bytes + found.log);
  });
});
