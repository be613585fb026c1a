import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { expect, it, onTestFinished, vi } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { openDatabase } from '../../db/open.ts';
import { aDataFolder, start, watch } from './program.ts';

// Whole programs start here, and one commits for seconds.
vi.setConfig({ testTimeout: 120_000 });

/** A commit that has written its crawl and counts to two million before it writes the rest. */
const LONG = `
  create trigger long_commit after insert on crawls begin
    select count(*) from (
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000)
      select i from n);
  end`;

/** Waits until the program commits: once it has its lease, it writes for longer than to give that back. */
async function isCommitting(path: string, child: ChildProcess): Promise<void> {
  const sqlite = new Sqlite(path, { timeout: 0 });
  for (let busy = 0; busy < 5 && child.exitCode === null; ) {
    await sleep(20);
    if (sqlite.prepare('select count(*) from leases').pluck().get() === 0) continue;
    try {
      sqlite.exec('begin immediate; rollback');
      busy = 0;
    } catch {
      busy += 1;
    }
  }
  sqlite.close();
}

it.each([
  ['SIGTERM', { code: 143, signal: null }, { crawls: 1, offers: 22, leases: 0 }],
  ['SIGINT', { code: 130, signal: null }, { crawls: 1, offers: 22, leases: 0 }],
  // Whoever comes next sees that the holder of the lease is gone.
  ['SIGKILL', { code: null, signal: 'SIGKILL' }, { crawls: 0, offers: 0, leases: 1 }],
] as const)(
  '%s in the middle of a commit leaves all of the crawl or nothing of it',
  async (signal, end, left) => {
    const path = join(aDataFolder(), 'chips.db');
    const before = openDatabase(path);
    before.sqlite.exec(LONG);
    before.close();
    const replay = ['--replay', 'test/fixtures/lambda/2026-08-15', '--no-confirm'];
    const child = start(['crawl', 'lambda', ...replay, '--db', path]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const { ended } = watch(child);
    await isCommitting(path, child);

    child.kill(signal);

    expect(await ended).toMatchObject(end);
    const db = openDatabase(path);
    onTestFinished(() => db.close());
    const count = (table: string) =>
      db.sqlite.prepare(`select count(*) from ${table}`).pluck().get();
    const found = { crawls: count('crawls'), offers: count('offers'), leases: count('leases') };
    expect(found).toEqual(left);
    expect(await faultsOf(db)).toEqual([]);
  },
);
