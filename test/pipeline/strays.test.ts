import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { catchStrays } from '../../src/pipeline/strays.ts';

/** Three sources: one is well, one throws, one rejects a promise that nobody waits for. */
const RUN = `
import { openDatabase } from './db/open.ts';
import { createFetcher } from './src/fetch/index.ts';
import { read } from './src/pipeline/read.ts';
import { run } from './src/pipeline/run.ts';
const later = () => new Promise((resolve) => setTimeout(resolve, 50));
const document = { name: 'd', url: 'https://northlight.example', fetchedAt: 0, partOf: null, headers: {}, text: () => '' };
const source = (id, fetch) => ({
  id, provider: 'northlight', homepage: 'https://northlight.example', reads: 'made-up offers', every: '1d', absentMeans: 'withdrawn',
  evidence: 'page', robots: 'documented-api', verified: 'documented', fetch,
  parse: () => [{ kind: 'place', product: 'made up', stack: 'cuda', region: 'north-1', words: null, scope: null }],
});
const sources = [
  source('well', async () => { await later(); return [document]; }),
  source('throws', () => { throw new Error('a slip in the source'); }),
  source('strays', async () => {
    Promise.reject(new Error('nobody waits for me'));
    await later();
    return [document];
  }),
];
const db = openDatabase(':memory:');
const fetcher = createFetcher({ version: '0', env: {}, archiveDir: null });
const desk = { db, fetcher, read, env: {}, rules: [], dryRun: false, mode: { kind: 'live' }, now: () => 1, owner: 'here:1', isGone: () => false };
const watcher = { started() {}, finished() {} };
const results = await run(desk, { sources, confirming: null, watcher });
console.log(JSON.stringify(results.map(({ source, outcome, message }) => [source, outcome, message])));
await fetcher.close();
`;

it('names the source whose promise was rejected with nobody waiting, and finishes the others', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import=tsx',
    '--input-type=module',
    '-e',
    RUN,
  ]);

  expect(JSON.parse(stdout)).toEqual([
    ['well', 'ok', null],
    ['throws', 'broken', 'a slip in the source'],
    ['strays', 'broken', 'nobody waits for me'],
  ]);
});

it('listens once, however many runs go on at a time', () => {
  const before = process.listenerCount('unhandledRejection');
  const runs = Array.from({ length: 12 }, () => catchStrays());

  expect(process.listenerCount('unhandledRejection')).toBe(before + 1);

  for (const end of runs) end();
  expect(process.listenerCount('unhandledRejection')).toBe(before);
});
