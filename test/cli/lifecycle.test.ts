import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { serveSocket } from '../fetch/loopback.ts';
import { aDataFolder, chipwatch, said, start, watch } from './program.ts';

/** A service with a database of its own that crawls one source, behind a proxy. */
interface Stage {
  readonly db: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

function stage(proxy: string, more = ''): Stage {
  const db = join(aDataFolder(), 'chips.db');
  const config = join(dirname(db), 'chipwatch.yaml');
  writeFileSync(config, `sources: { only: [lambda] }\n${more}`);
  return {
    db,
    args: ['--db', db, '--config', config],
    env: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' },
  };
}

/** A proxy that takes every connection and never answers, and when it took the first one. */
async function aSilentProxy() {
  let reach: (value: unknown) => void = () => undefined;
  const reached = new Promise((resolve) => {
    reach = resolve;
  });
  const { url } = await serveSocket(() => reach(null));
  return { url, reached };
}

function serve({ args, env }: Stage): ChildProcess {
  const child = start(['serve', '--port', '0', ...args], env);
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function inside<T>(path: string, ask: (sqlite: Sqlite.Database) => T): T {
  const sqlite = new Sqlite(path);
  try {
    return ask(sqlite);
  } finally {
    sqlite.close();
  }
}

const countOf = (path: string, table: string) =>
  inside(path, (sqlite) => sqlite.prepare(`select count(*) from ${table}`).pluck().get());

// Whole programs start here, several a test.
vi.setConfig({ testTimeout: 120_000 });

describe('a service that is told to stop', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'by %s in the middle of a fetch ends with %i and nothing half done',
    async (signal, code) => {
      const proxy = await aSilentProxy();
      const on = stage(proxy.url);
      const child = serve(on);
      const { ended } = watch(child);
      await proxy.reached;

      child.kill(signal);

      expect(await ended).toMatchObject({ code, signal: null });
      expect(countOf(on.db, 'crawls')).toBe(0);
      expect(countOf(on.db, 'leases')).toBe(0);
      expect(existsSync(`${on.db}-wal`)).toBe(false);
    },
  );

  it('twice ends at once, without waiting for a receiver that does not answer', async () => {
    const silent = await aSilentProxy();
    const on = stage('http://127.0.0.1:9', 'webhooks: { allowPrivate: [127.0.0.1/32] }\n');
    const env = { ...on.env, CHIPWATCH_WEBHOOK_URL: `${silent.url}/hook` };
    openOutbox(on.db);
    const child = serve({ ...on, env });
    const { ended, stderr } = watch(child);
    await silent.reached;

    child.kill('SIGTERM');
    await said(stderr, /Stopping: /);
    child.kill('SIGTERM');

    expect(await ended).toMatchObject({ code: 143 });
    const rows = inside(on.db, (sqlite) =>
      sqlite.prepare('select id, state, attempts from deliveries').all(),
    );
    expect(rows).toEqual([{ id: 'msg_1', state: 'waiting', attempts: 0 }]);
  });
});

describe('a service that starts', () => {
  it('tells of its next crawl once the first one is over and told', async () => {
    const proxy = await serveSocket((socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
    const child = serve(stage(proxy.url));
    const { ended, stdout } = watch(child);

    await said(stdout, /The next crawl of 1 source begins/);
    child.kill('SIGTERM');
    await ended;

    const order = ['Ctrl-C stops it', 'lambda', 'Nothing new to tell', 'The next crawl'];
    const at = order.map((words) => stdout().indexOf(words));
    expect(at).toEqual(at.toSorted((one, other) => one - other));
    expect(at).not.toContain(-1);
  });
});

/** A live database with one message that waits. */
function openOutbox(path: string): void {
  openDatabase(path).close();
  inside(path, (sqlite) =>
    sqlite
      .prepare(
        `insert into deliveries (id, rule, channel, flag, body, state, created_at, next_at)
         values ('msg_1', 'mine', 'webhook', 'back', '{}', 'waiting', 1, 1)`,
      )
      .run(),
  );
}

/** The process that started a process. */
function parentOf(pid: number): number {
  const [, facts = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
  return Number(facts.split(' ')[1]);
}

describe('a crawl beside a service', () => {
  it('that holds the source ends with 75 and says who; killed, it holds it no more', async () => {
    const proxy = await aSilentProxy();
    const on = stage(proxy.url);
    const child = serve(on);
    const { ended } = watch(child);
    await proxy.reached;

    const beside = await chipwatch(['crawl', '--json', ...on.args], on.env);
    expect(beside.code).toBe(75);
    expect(JSON.parse(beside.stdout).crawls).toMatchObject([
      {
        source: 'lambda',
        outcome: 'held',
        message: expect.stringMatching(/:\d+ crawls it now$/),
      },
    ]);
    const holder = Number(/:(?<pid>\d+) crawls/.exec(beside.stdout)?.groups?.pid);
    expect(parentOf(holder)).toBe(child.pid);
    child.kill('SIGKILL');
    await ended;
    // What it crawled in goes with it, in a moment of its own.
    const after = await vi.waitFor(
      async () => {
        const env = { ...on.env, HTTPS_PROXY: 'http://127.0.0.1:9' };
        const again = await chipwatch(['crawl', '--json', ...on.args], env);
        expect(again.code).not.toBe(75);
        return again;
      },
      { timeout: 30_000 },
    );

    expect(after.code).toBe(6);
    expect(JSON.parse(after.stdout).crawls).toMatchObject([
      { outcome: 'failed', failure: 'unreachable' },
    ]);
  });
});

describe('without any network', () => {
  it('command line, API and pages answer from the last crawl and say how old it is', async () => {
    const on = stage('http://127.0.0.1:9');
    const replay = ['--replay', 'test/fixtures/lambda/2026-08-15'];
    expect((await chipwatch(['crawl', 'lambda', ...replay, ...on.args])).code).toBe(0);
    inside(on.db, (sqlite) => sqlite.exec("update meta set value = 'live' where name = 'kind'"));

    const told = await chipwatch(['offers', 'H100', ...on.args], on.env);
    expect(told.code).toBe(0);
    expect(told.stdout).toMatch(/\d+ ?d/);
    const child = serve(on);
    const { ended, stdout } = watch(child);
    const url = await said(stdout, /http:\/\/127\.0\.0\.1:\d+/);
    const { offers } = JSON.parse(await (await fetch(`${url}/api/v1/offers?spec=H100`)).text());
    expect(offers.length).toBeGreaterThan(0);
    expect(offers[0].seenAt).toBe('2026-08-15T02:00:00.000Z');
    const page = await (await fetch(`${url}/offers?spec=H100`)).text();
    expect(page).toContain('8× H100 SXM');
    expect(page).toMatch(/last read \d+ d ago/);
    expect(page).toContain('stale, not read for too long: lambda');
    const { sources } = JSON.parse(await (await fetch(`${url}/api/v1/sources`)).text());
    expect(sources).toMatchObject([{ id: 'lambda', readAt: '2026-08-15T02:00:00.000Z' }]);

    const backups = join(dirname(on.db), 'backups');
    const today = new RegExp(`^chips-${new Date().toISOString().slice(0, 10)}\\.db$`);
    await said(() => (existsSync(backups) ? readdirSync(backups).join('\n') : ''), today);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 143 });
  });
});

describe('a reader that leaves', () => {
  it.each([
    ['stdout', ['sources', '--json'], 0],
    ['stderr', ['offers', '--no-such-option'], 2],
  ] as const)(
    'before all of %s was written is no fault, and shown no stack',
    async (which, args, expected) => {
      const child = start(args);
      child[which]?.destroy();

      const { code, stdout, stderr } = await watch(child).ended;

      expect({ code, stdout, stderr }).toEqual({ code: expected, stdout: '', stderr: '' });
    },
  );
});
