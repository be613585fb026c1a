import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { requestKey } from '../../src/fetch/recording.ts';
import { createRedaction } from '../../src/fetch/redaction.ts';
import { aFetcher, aFolder, aScraper, aSession } from './crawling.ts';
import { serve } from './loopback.ts';

const NO_SECRETS = createRedaction([]);
const KEYED = { secrets: ['NORTHLIGHT_KEY'] };

function key(method: string, url: string, body: string | null = null): string {
  return requestKey({ method, url, body }, NO_SECRETS);
}

describe('requestKey', () => {
  it.each([
    ['the order of the query', 'https://a.example/?b=2&a=1', 'https://a.example/?a=1&b=2'],
    ['the fragment', 'https://a.example/#top', 'https://a.example/'],
    ['a key', 'https://a.example/?key=one', 'https://a.example/?key=two'],
  ])('minds not %s', (_, one, other) => {
    expect(key('GET', one)).toBe(key('GET', other));
  });

  it.each([
    ['keys in another order', '{"a":1,"b":{"c":2,"d":[3]}}', '{"b":{"d":[3],"c":2},"a":1}'],
    [
      'white space in GraphQL',
      '{"query":"query {\\n  gpus { id }\\n}"}',
      '{"operationName":null,"variables":{},"query":"query { gpus { id } }"}',
    ],
  ])('minds not %s', (_, one, other) => {
    expect(key('POST', 'https://a.example/', one)).toBe(key('POST', 'https://a.example/', other));
  });

  it('tells requests apart', () => {
    const keys = [
      key('GET', 'https://a.example/'),
      key('GET', 'https://a.example/?page=1'),
      key('GET', 'https://a.example/?page=2&page_token=x'),
      key('GET', 'https://a.example/?page=2&page_token=y'),
      key('POST', 'https://a.example/', '{"a":[1,2]}'),
      key('POST', 'https://a.example/', '{"a":[2,1]}'),
      key('POST', 'https://a.example/', '{"query":"{ gpus }","variables":{"n":1}}'),
      key('POST', 'https://a.example/', '{"query":"{ gpus }","variables":{"n":2}}'),
      key('POST', 'https://a.example/', 'not JSON'),
    ];

    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a recording', () => {
  it('gives back what was recorded, without its host', async () => {
    const dir = await aFolder();
    let asked = 0;
    const host = await serve(({ method, path }, response) => {
      asked += 1;
      if (path === '/moved') response.writeHead(302, { location: '/offers' }).end();
      else if (method === 'POST') response.end('{"posted":true}');
      else response.setHeader('content-encoding', 'gzip').end(gzipSync(`{"asked":${asked}}`));
    });
    const recorded = aSession({ mode: { kind: 'record', dir } });
    const crawl = async ({ tools: { http } }: typeof recorded) => [
      (await http.get('1', `${host.url}/offers?b=2&a=1`)).json(),
      (await http.get('2', `${host.url}/offers?a=1&b=2`)).json(),
      (await http.post('3', `${host.url}/graph`, { query: '{ gpus }' })).json(),
      (await http.get('4', `${host.url}/moved`)).json(),
    ];

    const live = await crawl(recorded);
    await recorded.finish();
    await host.close();
    const replayed = await crawl(aSession({ mode: { kind: 'replay', dir } }));

    expect(live).toEqual([{ asked: 1 }, { asked: 2 }, { posted: true }, { asked: 5 }]);
    expect(replayed).toEqual(live);
  });

  it('holds no secret and no header of the wire, and was asked for unconditionally', async () => {
    const dir = await aFolder();
    const host = await serve((_, response) => {
      response.setHeader('set-cookie', 'session=planted-cookie').setHeader('etag', '"abc"');
      response.end('{"you":"planted-secret"}');
    });
    const session = aSession({
      mode: { kind: 'record', dir },
      settings: { env: { NORTHLIGHT_KEY: 'planted-secret' } },
      scraper: KEYED,
    });
    const { http, secret } = session.tools;
    const headers = {
      authorization: `Bearer ${secret('NORTHLIGHT_KEY')}`,
      'x-own': secret('NORTHLIGHT_KEY'),
      'x-api-key': 'planted-other',
      'if-none-match': '"abc"',
    };

    await http.get('1', `${host.url}/planted-secret?apikey=planted-other`, { headers });
    await http.post('2', host.url, { auth: secret('NORTHLIGHT_KEY') });
    await session.finish();

    const files = await readdir(dir);
    const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
    expect(texts.join()).not.toMatch(/planted|content-length|transfer-encoding/);
    expect(host.seen[0]?.headers).toMatchObject({ authorization: 'Bearer planted-secret' });
    expect(host.seen[0]?.headers).not.toHaveProperty('if-none-match');

    const again = aSession({ mode: { kind: 'replay', dir }, scraper: KEYED }).tools;
    const auth = again.secret('NORTHLIGHT_KEY');
    expect((await again.http.post('2', host.url, { auth })).json()).toEqual({ you: 'REDACTED' });
  });

  it('holds the last of several attempts, and what was refused', async () => {
    const dir = await aFolder();
    let asked = 0;
    const host = await serve(({ path }, response) => {
      asked += 1;
      if (path === '/no') response.writeHead(403).end('no');
      else response.writeHead(asked < 3 ? 503 : 200).end('{}');
    });
    const session = aSession({ mode: { kind: 'record', dir } });
    await session.tools.http.get('yes', `${host.url}/yes`);
    await session.tools.http.get('no', `${host.url}/no`).catch(() => null);
    await session.finish();

    const { http } = aSession({ mode: { kind: 'replay', dir } }).tools;

    expect((await http.get('yes', `${host.url}/yes`)).json()).toEqual({});
    await expect(http.get('no', `${host.url}/no`)).rejects.toMatchObject({ failure: 'refused' });
  });

  it('of two sources in one folder answers both', async () => {
    const dir = await aFolder();
    const host = await serve(({ path }, response) => void response.end(`"${path}"`));
    const fetcher = aFetcher();
    const options = { mode: { kind: 'record', dir }, now: () => 0 } as const;
    for (const id of ['one', 'two']) {
      const session = fetcher.session(aScraper({ id }), options);
      await session.tools.http.get(id, `${host.url}/${id}`);
      await session.finish();
    }

    const { http } = aSession({ mode: { kind: 'replay', dir } }).tools;

    expect((await http.get('one', `${host.url}/one`)).json()).toBe('/one');
    expect((await http.get('two', `${host.url}/two`)).json()).toBe('/two');
  });
});
