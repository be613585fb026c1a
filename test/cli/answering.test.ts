import { join } from 'node:path';
import { expect, it } from 'vitest';
import { aDataFolder, start, watch } from './program.ts';

it('serve --no-crawl shows recorded nights, which a crawling service refuses', async () => {
  const folder = aDataFolder();
  const db = join(folder, 'nights.db');
  const replay = 'test/fixtures/vast/2026-07-18';
  const crawled = await watch(start(['crawl', 'vast', '--replay', replay, '--db', db])).ended;
  expect(crawled.code).toBe(0);

  const refused = await watch(start(['serve', '--port', '0', '--db', db])).ended;
  expect(refused).toMatchObject({ code: 78, stderr: expect.stringContaining('holds a replay') });

  const child = start(['serve', '--no-crawl', '--port', '0', '--db', db]);
  const service = watch(child);
  while (!service.stdout().includes('http://')) await new Promise((done) => setTimeout(done, 20));
  const [url = ''] = /http:\S+\d/.exec(service.stdout()) ?? [];
  const answer = await fetch(`${url}/api/v1/offers?limit=1`);
  child.kill('SIGTERM');

  expect(Object(await answer.json()).total).toBeGreaterThan(0);
  expect((await service.ended).code).toBe(143);
}, 60_000);
