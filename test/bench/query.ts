import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../db/open.ts';
import { changesQuestion } from '../../src/query/change-question.ts';
import { findChanges } from '../../src/query/changes.ts';
import { findOffers } from '../../src/query/offers.ts';
import { offerQuestion } from '../../src/query/question.ts';
import { fillMarket, WORLD } from './market.ts';

const PROGRAM = 'dist/src/cli/index.js';

/** Asks a made-up market of 100,000 offers and two years, in process and from a cold command line. */
export async function query(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'chipwatch-bench-'));
  const path = join(dir, 'market.db');
  try {
    const db = openDatabase(path);
    const began = performance.now();
    fillMarket(db, WORLD);
    const size = (statSync(path).size / 1e6).toFixed(0);
    console.log(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s, ${size} MB`);
    await warm(db);
    db.close();
    cold('offers H100:8 --json', [PROGRAM, '--db', path, 'offers', 'H100:8', '--json']);
    cold('node -e 0', ['-e', '0']);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function warm(db: Database): Promise<void> {
  const { now } = WORLD;
  const cheapest = { spec: 'H100:8', billing: 'on-demand', 'outside-china': '1', sort: 'price' };
  const drops = { flag: 'price.drop', since: '30d', limit: '50' };
  await measured('cheapest H100:8 on demand outside China', async () => {
    const question = offerQuestion({ ...cheapest, limit: '10' }, now);
    return (await findOffers(db, question, now)).total;
  });
  await measured('price drops of the last 30 days', async () => {
    return (await findChanges(db, changesQuestion(drops, now))).total;
  });
}

async function measured(name: string, ask: () => Promise<number>): Promise<void> {
  const total = await ask();
  const times: number[] = [];
  for (let run = 0; run < 300; run += 1) {
    const began = performance.now();
    await ask();
    times.push(performance.now() - began);
  }
  console.log(`${name}: ${quantiles(times)}, of ${total}`);
}

function cold(name: string, args: readonly string[]): void {
  const times = Array.from({ length: 15 }, () => {
    const began = performance.now();
    execFileSync(process.execPath, args, { maxBuffer: 1e9 });
    return performance.now() - began;
  });
  console.log(`cold ${name}: ${quantiles(times)}`);
}

function quantiles(times: readonly number[]): string {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms`;
}
