import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { aFolder, aSession } from './crawling.ts';
import { serve } from './loopback.ts';

describe('a session', () => {
  it('keeps each document before it hands it out', async () => {
    const archiveDir = await aFolder();
    const host = await serve((_, response) => void response.end('{"offers":[]}'));
    const session = aSession({ settings: { archiveDir } });

    await session.tools.http.get('offers/1', `${host.url}/?page=1&key=planted-secret`);
    await session.tools.http.get('offers/2', `${host.url}/?page=2`);

    const sha256 = createHash('sha256').update('{"offers":[]}').digest('hex');
    const path = join(archiveDir, 'northlight', '2026-01-02', `${sha256}.gz`);
    expect(gunzipSync(await readFile(path)).toString()).toBe('{"offers":[]}');
    expect(await readdir(join(path, '..'))).toEqual([`${sha256}.gz`]);
    expect(session.documents[0]).toEqual({
      name: 'offers/1',
      url: `${host.url}/?page=1&key=REDACTED`,
      scope: null,
      fetchedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
      sha256,
      bytes: 13,
      path,
      headers: null,
    });
    expect(session.requests).toEqual([
      { method: 'GET', url: `${host.url}/?page=1&key=REDACTED` },
      { method: 'GET', url: `${host.url}/?page=2` },
    ]);
  });

  it('tells a part of it the time the crawl believes', async () => {
    const session = aSession();
    const times: number[] = [];

    await session.tools.part('fr-par-2', async ({ now }) => {
      times.push(now());
      return [];
    });

    expect(times).toEqual([Date.UTC(2026, 0, 2, 3, 4, 5)]);
  });

  it('spools what is too large for memory, and reads it as lines', async () => {
    const line = `${'x'.repeat(99_999)}\n`;
    const host = await serve(async (_, response) => {
      for (let i = 0; i < 501; i += 1) {
        if (!response.write(line)) await new Promise((resolve) => response.once('drain', resolve));
      }
      response.end('the end');
    });
    const archiveDir = await aFolder();
    const temporary = await aFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const bytes = 60_000_000;
    const session = aSession({ settings: { archiveDir }, scraper: { limits: { bytes } } });

    const served = await session.tools.http.get('prices', host.url);
    let count = 0;
    let last = '';
    for await (const each of served.lines()) {
      count += 1;
      last = each;
    }
    const spooled = await readdir(temporary);
    await session.finish();

    expect([count, last]).toEqual([502, 'the end']);
    expect(() => served.text()).toThrow('prices: 50 MB is too large for one string');
    expect(session.documents[0]).toMatchObject({ bytes: 50_100_007, path: null });
    expect(spooled).toHaveLength(1);
    expect(await readdir(temporary)).toEqual([]);
  });

  it('brings the parts it can, and names the others', async () => {
    const host = await serve(({ path }, response) => {
      response.writeHead(path === '/pole-2' ? 403 : 200).end('{}');
    });
    const { tools, missing, documents } = aSession();

    const parts = await Promise.all(
      ['pole-1', 'pole-2'].map((pole) =>
        tools.part(pole, async ({ http }) => [await http.get('offers', `${host.url}/${pole}`)]),
      ),
    );

    expect(parts.map((part) => part.map(({ partOf }) => partOf))).toEqual([['pole-1'], []]);
    expect(documents.map(({ scope }) => scope)).toEqual(['pole-1']);
    expect(missing).toEqual([
      {
        scope: 'pole-2',
        failure: 'refused',
        message: `GET ${host.url}/pole-2 was refused (HTTP 403)`,
      },
    ]);
  });

  it('fails as a whole when a part is not what it was', async () => {
    const host = await serve((_, response) => void response.writeHead(404).end());
    const { tools, missing } = aSession();

    const part = tools.part('pole-1', async ({ http }) => [await http.get('offers', host.url)]);

    await expect(part).rejects.toMatchObject({ failure: 'changed' });
    expect(missing).toEqual([]);
  });

  it('ends where pages have no end', async () => {
    const host = await serve((_, response) => void response.end('{}'));
    const { tools } = aSession({ scraper: { limits: { pages: 2 } } });

    await tools.http.get('1', host.url);
    await tools.http.get('2', host.url);

    await expect(tools.http.get('3', host.url)).rejects.toMatchObject({
      failure: 'changed',
      message: 'expected at most 2 documents, found no end of them',
    });
  });

  it('rids the archive of what a killed process left unfinished, and of nothing else', async () => {
    const archiveDir = await aFolder();
    const day = join(archiveDir, 'northlight', '2026-01-01');
    await mkdir(day, { recursive: true });
    const [old, fresh, kept] = ['a.gz.1.tmp', 'b.gz.2.tmp', 'c.gz'].map((name) => join(day, name));
    for (const path of [old, fresh, kept]) await writeFile(path ?? '', 'half');
    const long = new Date(Date.now() - 2 * 3_600_000);
    for (const path of [old, kept]) await utimes(path ?? '', long, long);
    const host = await serve((_, response) => void response.end('{}'));

    await aSession({ settings: { archiveDir } }).tools.http.get('1', host.url);

    expect((await readdir(day)).sort()).toEqual(['b.gz.2.tmp', 'c.gz']);
  });

  it('tries the archive again once what stood in its way is gone', async () => {
    const archiveDir = join(await aFolder(), 'archive');
    await writeFile(archiveDir, 'no folder');
    const host = await serve((_, response) => void response.end('{}'));
    const { tools } = aSession({ settings: { archiveDir } });
    await expect(tools.http.get('1', host.url)).rejects.toThrow(/EEXIST|ENOTDIR/);

    await unlink(archiveDir);

    expect((await tools.http.get('2', host.url)).text()).toBe('{}');
  });

  it('holds no more in memory than one crawl may, and says so', async () => {
    const host = await serve((_, response) => void response.end(Buffer.alloc(2 ** 20, 'x')));
    const session = aSession({ scraper: { limits: { allBytes: 2.5 * 2 ** 20 } } });

    await session.tools.http.get('1', host.url);
    await session.tools.part('pole-1', async (tools) => [await tools.http.get('2', host.url)]);
    const third = session.tools.part('pole-2', async (tools) => [
      await tools.http.get('3', host.url),
    ]);

    // Not a part that is missing: the next one would bring as much.
    await expect(third).rejects.toMatchObject({
      failure: 'changed',
      message: 'expected at most 2.5 MiB in all documents, found more in 3 of them',
    });
    expect(session.documents.map(({ name }) => name)).toEqual(['1', '2']);
  });

  it('gives the secrets that were declared, and no others', () => {
    const env = { NORTHLIGHT_KEY: 'planted-secret', HOME: '/root' };
    const secrets = ['NORTHLIGHT_KEY', 'NORTHLIGHT_OTHER'];
    const { tools } = aSession({ settings: { env }, scraper: { secrets } });

    expect(tools.secret('NORTHLIGHT_KEY')).toBe('planted-secret');
    expect(() => tools.secret('HOME')).toThrow('which its secrets do not declare');
    expect(() => tools.secret('NORTHLIGHT_OTHER')).toThrow('needs NORTHLIGHT_OTHER');
  });

  it('shows no secret in a failure', async () => {
    const env = { NORTHLIGHT_KEY: 'planted/secret' };
    const host = await serve((_, response) => void response.writeHead(403).end());
    const { tools } = aSession({ settings: { env }, scraper: { secrets: ['NORTHLIGHT_KEY'] } });
    const url = `${host.url}/planted%2Fsecret/offers?q=planted/secret&signature=other-secret`;

    await expect(tools.http.get('offers', url)).rejects.toMatchObject({
      message: `GET ${host.url}/REDACTED/offers?q=REDACTED&signature=REDACTED was refused (HTTP 403)`,
    });
  });
});
