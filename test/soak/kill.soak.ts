import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { faultsOf } from '../../db/check.ts';
import { openDatabase } from '../../db/open.ts';
import { aPath } from '../db/stage.ts';

/** `CHIPWATCH_SOAK_ROUNDS` makes them fewer. */
const ROUNDS = Number(process.env.CHIPWATCH_SOAK_ROUNDS ?? 200);

/** Crawls 5,000 made-up rows again and again, and says the number of each crawl it committed. */
const CRAWLS = `
import { openDatabase } from './db/open.ts';
import { commitCrawl } from './db/commit.ts';
import { loadState } from './db/state.ts';
import { diff } from './src/domain/diff.ts';
import { anOffer, seen } from './test/support/offers.ts';
import { money } from './src/domain/money.ts';
const db = openDatabase(process.env.SOAK_PATH);
const source = { id: 'northlight', provider: 'northlight', keyVersion: 1 };
for (;;) {
  const before = await loadState(db, source);
  const at = (before.lastAt ?? 0) + 1000;
  const price = money(10 + (at / 1000) % 5, 'XTS');
  const offers = Array.from({ length: 5000 }, (_, i) => anOffer({ sku: 'made-up-' + i, price }));
  const difference = diff(before, { source: { id: source.id, absentMeans: 'withdrawn' }, at, seen: seen(offers), missing: new Set(), held: new Set() });
  const crawl = { source: source.id, provider: source.provider, keyVersion: 1, startedAt: at - 1, finishedAt: at, outcome: 'ok', failure: null, message: null, bytes: 0, rows: 5000, offers: 5000, digest: null, rejects: [], documents: [], missing: [], scopes: [] };
  const id = await commitCrawl(db, { crawl, against: before.against, lease: null, difference, events: [], dueAt: at, whereIs: () => ({ country: null, jurisdiction: 'unknown' }), messages: () => [] });
  process.stdout.write(id + '\\n');
}
`;

/** Crawls until it is killed at some moment; gives the last crawl that it said was committed. */
async function round(path: string): Promise<number> {
  const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', CRAWLS], {
    env: { ...process.env, SOAK_PATH: path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text;
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  setTimeout(() => child.kill('SIGKILL'), Math.random() * 1000);
  await closed;
  const whole = said.slice(0, said.lastIndexOf('\n'));
  return Number(whole.split('\n').at(-1));
}

// An hour is enough for 200 of them on a machine that does nothing else.
vi.setConfig({ testTimeout: 3_600_000 });

it(`${ROUNDS} kills in the middle of crawls lose nothing that was acknowledged`, async () => {
  const path = aPath();
  let acknowledged = 0;
  for (let i = 0; i < ROUNDS; i += 1) {
    acknowledged = await round(path);
    const db = openDatabase(path);
    expect(await faultsOf(db)).toEqual([]);
    const last = Number(db.sqlite.prepare('select max(id) from crawls').pluck().get());
    expect(acknowledged).toBeGreaterThan(0);
    expect(last).toBeGreaterThanOrEqual(acknowledged);
    db.close();
    if (i % 20 === 19) process.stdout.write(`${i + 1} kills, crawl ${last} is the last\n`);
  }
  process.stdout.write(`${ROUNDS} kills, crawl ${acknowledged} said last, 0 lost, 0 torn\n`);
});
