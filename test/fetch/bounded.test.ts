import { execFile } from 'node:child_process';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Fetched } from '../support/fetching-process.ts';
import { serve } from './loopback.ts';

const PROGRAM = fileURLToPath(new URL('../support/fetching-process.ts', import.meta.url));
const NOTHING = Buffer.alloc(48 * 2 ** 20);
const MIB = 2 ** 20;
const LARGE = Buffer.alloc(19 * MIB, 'x');

const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  good: (response) => void response.end('{}'),
  gzip: bomb('gzip', gzipSync(NOTHING)),
  br: bomb('br', brotliCompressSync(NOTHING)),
  large: (response) => void response.end(LARGE),
  endless: (response) => {
    const chunk = Buffer.alloc(MIB, 'x');
    const pour = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pour);
    pour();
  },
  headers: (response) => void response.writeHead(200, { 'x-flood': 'a'.repeat(64 * 1024) }).end(),
  drip: (response) => {
    const drip = setInterval(() => response.write('x'), 50);
    response.once('close', () => clearInterval(drip));
  },
  silence: () => undefined,
};

function bomb(coding: string, body: Buffer): (response: ServerResponse) => void {
  return (response) => void response.writeHead(200, { 'content-encoding': coding }).end(body);
}

/** What a process came to that was sent these answers so many times, in one crawl or each in its own. */
async function fetched(
  times: number,
  how: 'own' | 'one',
  ...paths: readonly string[]
): Promise<Fetched> {
  const host = await serve(({ path }, response) => ANSWERS[path.slice(1)]?.(response));
  const args = [
    '--import',
    import.meta.resolve('tsx'),
    PROGRAM,
    host.url,
    `${times}`,
    how,
    ...paths,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout);
}

it('takes forty bombs, and little of the memory they would unfold to', async () => {
  const { failures, grown, opened } = await fetched(20, 'own', 'gzip', 'br');

  const words = expect.stringContaining('unfolds to more than 100 times what was sent');
  expect(failures).toMatchObject({ gzip: words, br: words });
  // They would take 1,920 MiB; what was let go may wait to be collected.
  expect(grown).toBeLessThan(120 * MIB);
  expect(opened).toBeLessThanOrEqual(0);
}, 120_000);

it('takes bodies without an end one after the other, each up to its limit and no further', async () => {
  const { failures, grown, opened } = await fetched(10, 'own', 'endless');

  expect(failures.endless).toContain('larger than the limit of 20.0 MiB');
  // They bring 200 MiB up to the limit alone.
  expect(grown).toBeLessThan(120 * MIB);
  expect(opened).toBeLessThanOrEqual(0);
}, 120_000);

it('takes large bodies in one crawl up to what all of them may hold, and no further', async () => {
  const { failures, grown, opened, held } = await fetched(40, 'one', 'large');

  expect(failures.large).toContain('expected at most 256.0 MiB in all documents');
  expect(held).toBe(13);
  // Together they bring 760 MiB; what was refused may wait to be collected.
  expect(grown).toBeLessThan(600 * MIB);
  expect(opened).toBeLessThanOrEqual(0);
}, 120_000);

it('leaves no handle behind after answers that flood, drip or never come', async () => {
  const { failures, opened } = await fetched(5, 'own', 'headers', 'drip', 'silence');

  expect(failures.headers).toContain('sent too many headers');
  expect(failures.drip).toContain('not done after 0.4 s');
  expect(failures.silence).toMatch(/nothing came in time|not done after/);
  expect(opened).toBeLessThanOrEqual(0);
}, 120_000);
