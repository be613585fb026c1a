import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commitCrawl } from '../../db/commit.ts';
import { releaseLease, takeLease } from '../../db/leases.ts';
import { openDatabase } from '../../db/open.ts';
import { outboxOf } from '../../db/outbox.ts';
import { AT, aCommit, aPath, closing, DAY } from './stage.ts';

/** Another process that holds the right to write for so long, and the moment it has it. */
async function aWriter(path: string, ms: number) {
  const child = spawn(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `import Sqlite from 'better-sqlite3';
       const sqlite = new Sqlite(${JSON.stringify(path)});
       sqlite.exec('begin immediate');
       process.stdout.write('held');
       setTimeout(() => { sqlite.exec('commit'); sqlite.close(); }, ${ms});`,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  return child;
}

describe('a file that another process writes to', () => {
  it('is waited for longer than SQLite itself waits, and read meanwhile', async () => {
    const path = aPath();
    const db = closing(openDatabase(path));
    const writer = await aWriter(path, 11_000);

    expect(db.sqlite.prepare('select count(*) from crawls').pluck().get()).toBe(0);
    expect(writer.exitCode).toBeNull();

    expect(await commitCrawl(db, aCommit())).toBe(1);
  }, 60_000);

  it('keeps nobody else waiting for the outbox, or for the right to crawl', async () => {
    const path = aPath();
    const db = closing(openDatabase(path));
    const outbox = outboxOf(db, { claimMs: 1, forgiveMs: 1, newId: () => 'msg_1' });
    const lease = { source: 'northlight', owner: 'me', expiresAt: AT + DAY };
    const writes = {
      claim: () => outbox.claim('ear', AT, 1),
      take: () => takeLease(db, lease, AT),
      release: () => releaseLease(db, lease),
    };
    for (const [name, write] of Object.entries(writes)) {
      const order: string[] = [];
      await aWriter(path, 1_000);

      const written = write().then(() => order.push(name));
      await new Promise((resolve) => setImmediate(resolve));
      order.push('somebody else');
      await written;

      expect(order).toEqual(['somebody else', name]);
    }
  }, 60_000);

  it('is written to by transactions that never have to begin again', () => {
    const files = ['db', 'src'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(folder, name)),
    );
    const counts = files.map((file) => {
      const text = readFileSync(file, 'utf8');
      const begun = text.match(/\.transaction\(/g)?.length ?? 0;
      return { file, begun, immediate: text.match(/\.immediate\(/g)?.length ?? 0 };
    });
    const deferred = counts.filter(({ begun, immediate }) => begun !== immediate);

    expect(counts.some(({ begun }) => begun > 0)).toBe(true);
    expect(deferred).toEqual([]);
  });
});

describe('a program that reads an old state for long', () => {
  it('makes the log grow only until it lets go', async () => {
    const path = aPath();
    const [db, reader] = [closing(openDatabase(path)), closing(openDatabase(path))];
    const log = () => statSync(`${path}-wal`).size;
    const write = db.sqlite.prepare('insert or replace into meta values (?, ?)');
    const night = () => {
      for (let i = 0; i < 50; i += 1) write.run(`made up ${i}`, 'x'.repeat(100_000));
    };
    reader.sqlite.exec('begin');
    reader.sqlite.prepare('select count(*) from meta').get();
    for (let i = 0; i < 4; i += 1) night();
    const grown = log();
    reader.sqlite.exec('commit');

    night();
    night();

    expect(grown).toBeGreaterThan(10e6);
    // Two more nights, ten megabytes: they go where the log begins anew.
    expect(log()).toBeLessThan(grown + 5e6);
    db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
    expect(log()).toBe(0);
  }, 60_000);
});
