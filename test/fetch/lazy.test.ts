import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { aSession } from './crawling.ts';
import { serve } from './loopback.ts';

const { cache } = createRequire(import.meta.url);

it('loads Playwright for the first page, not before', { timeout: 30_000 }, async () => {
  const isLoaded = () => Object.keys(cache).some((path) => /node_modules.playwright/.test(path));
  const host = await serve(({ path }, response) => {
    if (path === '/robots.txt') response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end('<p id="ready">here</p>');
  });
  const { tools } = aSession();

  await tools.http.get('1', host.url);
  expect(isLoaded()).toBe(false);
  await tools.browser.html('2', host.url, { waitFor: '#ready' });
  expect(isLoaded()).toBe(true);
});
