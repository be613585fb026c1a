import { request as ask, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { BASE, changed, DAY, market, northlight } from '../support/market.ts';
import { aServer } from '../support/server.ts';

type Keeps = 'keeps the path' | 'takes the path away';

/** A proxy on loopback that mounts a server below a path, as people's proxies do in one of two ways. */
async function aProxy(port: number, mount: string, keeps: Keeps) {
  const missed: string[] = [];
  const proxy = createServer((request, response) => {
    const { url = '', method, headers } = request;
    if (url !== mount && !url.startsWith(`${mount}/`)) {
      missed.push(url);
      response.writeHead(418).end();
      return;
    }
    const path = keeps === 'keeps the path' ? url : url.slice(mount.length) || '/';
    const onwards = { ...headers, host: `127.0.0.1:${port}`, 'x-forwarded-proto': 'https' };
    const options = { port, host: '127.0.0.1', path, method, headers: onwards };
    request.pipe(
      ask(options, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      }),
    );
  });
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  const url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${mount}`;
  return { url, missed };
}

/** A market of two crawls behind a proxy. */
async function aMounted(keeps: Keeps) {
  const { db, crawl, now } = market();
  await crawl(BASE);
  const price = { ...Object(BASE[0]?.price), micros: 2_997_000 };
  await crawl(changed(BASE, 0, { price }));
  const sources = [{ ...northlight(() => BASE), intervalMs: DAY }];
  const { port } = await aServer({ db, now, sources, basePath: '/watch/chips' });
  return aProxy(port, '/watch/chips', keeps);
}

/** Every address that a document leads to, but for pages of others. */
function linksIn(html: string, at: string): readonly string[] {
  const own = new URL(at).origin;
  return [...html.matchAll(/(?:href|src|action)="(?<link>[^"]*)"/g)]
    .map(({ groups }) => new URL(String(groups?.link).replaceAll('&amp;', '&'), at))
    .filter(({ origin }) => origin === own)
    .map((url) => url.href.replace(url.hash, ''));
}

describe.each<Keeps>(['keeps the path', 'takes the path away'])(
  'below a path of a proxy that %s',
  (keeps) => {
    it('leads from its root to every page and link it has, and to nothing outside', async () => {
      const { url, missed } = await aMounted(keeps);
      const seen = new Map<string, number>();
      const open = [url, `${url}/`, `${url}/api`];
      while (open.length > 0 && seen.size < 150) {
        const next = String(open.shift());
        if (seen.has(next)) continue;
        const response = await fetch(next);
        seen.set(next, response.status);
        const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
        const text = await response.text();
        if (isPage) open.push(...linksIn(text, response.url));
      }

      expect([...seen].filter(([, status]) => status !== 200)).toEqual([]);
      expect(missed).toEqual([]);
      const paths = [...seen.keys()].map((each) => new URL(each).pathname);
      for (const path of [
        'offers',
        'changes',
        'sources',
        'assets/style.css',
        'api/v1/openapi.json',
      ]) {
        expect(paths).toContain(`/watch/chips/${path}`);
      }
    });

    it('names the way on, itself and its problems as who asks knows them', async () => {
      const { url, missed } = await aMounted(keeps);
      const page = await fetch(`${url}/api/v1/offers?limit=15`);
      const link = /<(?<path>[^>]+)>; rel="next"/.exec(page.headers.get('link') ?? '')?.groups
        ?.path;
      const next = await fetch(new URL(link ?? '', url));
      const { servers } = Object(await (await fetch(`${url}/api/v1/openapi.json`)).json());
      const { type } = Object(await (await fetch(`${url}/api/v1/nothing`)).json());

      expect(link).toMatch(/^\/watch\/chips\/api\/v1\/offers\?limit=15&cursor=/);
      expect(next.status).toBe(200);
      expect(servers).toEqual([{ url: '/watch/chips' }]);
      expect(type).toBe('/watch/chips/api#not-found');
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      expect(missed).toEqual([]);
    });

    it('says in a feed where it is', async () => {
      const { url } = await aMounted(keeps);
      const atom = await (await fetch(`${url}/api/v1/changes.atom?flag=price.drop`)).text();
      const feed = Object(
        await (await fetch(`${url}/api/v1/changes.json-feed?flag=price.drop`)).json(),
      );
      const self = /rel="self" type="application\/atom\+xml" href="(?<href>[^"]+)"/.exec(atom)
        ?.groups?.href;

      expect(self).toMatch(
        /^https:\/\/127\.0\.0\.1:\d+\/watch\/chips\/api\/v1\/changes\.atom\?flag=price\.drop$/,
      );
      expect(feed.feed_url).toBe(self?.replace('atom', 'json-feed'));
      expect(feed.home_page_url).toMatch(/\/watch\/chips\/changes\?flag=price\.drop$/);
    });
  },
);

describe('a base path', () => {
  it('that is one of our own paths is refused', async () => {
    await expect(aServer({ basePath: '/offers' })).rejects.toThrow(
      'expected a server.basePath that is no path of ours, found /offers',
    );
  });
});
