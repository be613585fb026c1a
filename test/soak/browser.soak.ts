import { readdir } from 'node:fs/promises';
import { expect, it, onTestFinished, vi } from 'vitest';
import { aFetcher, aFolder, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { processesWith } from '../fetch/processes.ts';

const RUNS = 50;

it(`leaves no process and no file after ${RUNS} pages that misbehave`, async () => {
  const temporary = await aFolder();
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const pages = [
    '<p id="ready"></p>',
    '<script>while (true);</script>',
    '<script>for (let i = 0; i < 500; i += 1) fetch("/flood");</script>',
    '<script>for (let i = 0; i < 20; i += 1) { window.open("/"); alert(i); }</script>',
  ];
  const host = await serve(({ path }, response) => {
    const page = pages[Number(path.slice(1)) % pages.length];
    response.writeHead(path === '/flood' ? 404 : 200, { 'content-type': 'text/html' }).end(page);
  });

  for (let run = 0; run < RUNS; run += 1) {
    const fetcher = aFetcher({ timeouts: { page: 2000 } });
    const scraper = aScraper({ limits: { seconds: 20 } });
    const session = fetcher.session(scraper, { mode: { kind: 'live' }, now: () => 0 });
    const page = session.tools.browser.html('page', `${host.url}/${run}`, { waitFor: '#ready' });
    await page.catch(() => 'misbehaved');
    await session.finish();
    await fetcher.close();
    expect([run, await processesWith(temporary)]).toEqual([run, 0]);
  }
  expect(await readdir(temporary)).toEqual([]);
});
