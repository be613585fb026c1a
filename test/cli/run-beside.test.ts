import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { openDatabase } from '../../db/open.ts';
import { serveSocket } from '../fetch/loopback.ts';
import { aDataFolder, said, start, watch } from './program.ts';

// Whole programs start here.
vi.setConfig({ testTimeout: 120_000 });

/** A commit that has written its crawl and counts for minutes before it writes the rest. */
const ENDLESS = `
  create trigger endless_commit after insert on crawls begin
    select count(*) from (
      with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000000)
      select i from n);
  end`;

/** A service whose only source is refused, and a second connection to its database. */
async function aService() {
  const path = join(aDataFolder(), 'chips.db');
  const before = openDatabase(path);
  before.sqlite.exec(ENDLESS);
  before.close();
  const config = join(dirname(path), 'chipwatch.yaml');
  writeFileSync(config, 'sources: { only: [lambda] }\n');
  const proxy = await serveSocket((socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  const child = start(['serve', '--port', '0', '--db', path, '--config', config], {
    ...{ HTTPS_PROXY: proxy.url, HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const sqlite = new Sqlite(path, { timeout: 0 });
  onTestFinished(() => void sqlite.close());
  return { path, child, sqlite, ...watch(child) };
}

/** The process that commits, once it does: it has its lease, and writes for longer than to give that back. */
async function committer(sqlite: Sqlite.Database): Promise<number> {
  for (let busy = 0; busy < 10; ) {
    await sleep(20);
    busy = isWritten(sqlite) && holder(sqlite) !== null ? busy + 1 : 0;
  }
  const pid = holder(sqlite);
  if (pid === null) throw new Error('expected a lease, found none');
  onTestFinished(() => kill(pid));
  return pid;
}

function isWritten(sqlite: Sqlite.Database): boolean {
  try {
    sqlite.exec('begin immediate; rollback');
    return false;
  } catch {
    return true;
  }
}

function holder(sqlite: Sqlite.Database): number | null {
  const owner = sqlite.prepare('select owner from leases').pluck().get() as string | undefined;
  return owner === undefined ? null : Number(/:(?<pid>\d+)#/.exec(owner)?.groups?.pid);
}

/** It counts on, and hears of nothing else. */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause;
  }
}

const crawlsIn = (sqlite: Sqlite.Database) =>
  sqlite.prepare('select count(*) from crawls').pluck().get();

describe('a service that is asked while a crawl is committed', () => {
  it('answers before the commit is over', async () => {
    const { child, sqlite, stdout, ended } = await aService();
    const url = await said(stdout, /http:\/\/127\.0\.0\.1:\d+/);
    const pid = await committer(sqlite);
    expect(pid).not.toBe(child.pid);

    const answer = await fetch(`${url}/api/v1/offers`);
    expect(await answer.json()).toMatchObject({ total: 0 });
    const page = await fetch(`${url}/sources`);
    expect(page.status).toBe(200);

    expect(isWritten(sqlite)).toBe(true);
    expect(crawlsIn(sqlite)).toBe(0);
    kill(pid);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143 });
  });

  it('says so where the process that crawls is killed, answers on, and nothing is half done', async () => {
    const { path, child, sqlite, stdout, stderr, ended } = await aService();
    const url = await said(stdout, /http:\/\/127\.0\.0\.1:\d+/);

    kill(await committer(sqlite));

    await said(stderr, /the process that crawled ended before it was done \(SIGKILL\)/);
    expect((await fetch(`${url}/api/v1/offers`)).status).toBe(200);
    expect(crawlsIn(sqlite)).toBe(0);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143 });
    const db = openDatabase(path);
    onTestFinished(() => db.close());
    expect(await faultsOf(db)).toEqual([]);
  });
});
