import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { serve } from '../fetch/loopback.ts';
import { said, watch } from './program.ts';

describe('a crawl that is interrupted', () => {
  it('ends its browser with it', async () => {
    const { url } = await serve(({ path }, response) => {
      if (path === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'text/html' }).write('<html>');
    });
    const child = spawn(process.execPath, ['--import=tsx', '--input-type=module', '-e', PAGE], {
      env: { ...process.env, PAGE_URL: url },
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const { ended, stdout } = watch(child);
    const browser = Number(await said(stdout, /\d+/));

    child.kill('SIGTERM');

    expect(await ended).toMatchObject({ code: 143 });
    await gone(browser);
  }, 120_000);
});

/** Opens a page that never ends, in the browser of a crawl, and says the browser's number. */
const PAGE = `
import { readdirSync, readFileSync } from 'node:fs';
import { createFetcher } from './src/fetch/index.ts';
import { openGate } from './src/gate/index.ts';
import { awaitSignals } from './src/cli/signals.ts';
const fetcher = createFetcher({ version: '0', env: process.env, archiveDir: null, gate: openGate({ allowed: ['127.0.0.1/32'], advice: null }) });
const stopping = awaitSignals({ stderr: process.stderr });
const scraper = { id: 'northlight', robots: 'documented-api', provider: 'northlight' };
const session = fetcher.session(scraper, { mode: { kind: 'live' }, now: Date.now });
const page = session.tools.browser.html('page', process.env.PAGE_URL, { waitFor: 'main' }).catch(() => null);
const children = () => readdirSync('/proc').filter((pid) => /^\\d+$/.test(pid)).filter((pid) => {
  try { return readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[1] === String(process.pid) && /chrom/.test(readFileSync('/proc/' + pid + '/cmdline', 'utf8')); } catch { return false; }
});
const timer = setInterval(() => { const [found] = children(); if (found) { clearInterval(timer); console.log(found); } }, 50);
setTimeout(() => process.exit(1), 110_000).unref();
process.exitCode = await stopping.code;
await session.finish();
await page;
await fetcher.close();
`;

async function gone(pid: number): Promise<void> {
  while (existsSync(`/proc/${pid}`)) await new Promise((resolve) => setTimeout(resolve, 50));
}
