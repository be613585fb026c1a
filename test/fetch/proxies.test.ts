import { describe, expect, it } from 'vitest';
import { isExcepted, proxiesOf } from '../../src/fetch/proxies.ts';
import { openGate } from '../../src/gate/index.ts';
import { aFetcher, aSession } from './crawling.ts';
import { type Loopback, serve, serveSocket } from './loopback.ts';

const PAGE = '<p id="ready">via proxy</p>';

/** A proxy for plain HTTP that answers by itself, and says what it was asked for. */
async function aProxy(): Promise<Loopback> {
  return serve(({ path }, response) => {
    if (path.endsWith('/robots.txt')) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(PAGE);
  });
}

describe('a proxy', () => {
  it('is asked for plain HTTP in the form proxies know', async () => {
    const proxy = await aProxy();
    const { tools } = aSession({ settings: { env: { HTTP_PROXY: proxy.url } } });

    const served = await tools.http.get('offers', 'http://northlight.example/offers?page=1');

    expect(served.text()).toContain('via proxy');
    expect(proxy.seen.map(({ path }) => path)).toEqual(['http://northlight.example/offers?page=1']);
  });

  it('is asked for a tunnel to https, with its own password', async () => {
    const lines: string[] = [];
    const proxy = await serveSocket((socket) => {
      socket.once('data', (data) => {
        lines.push(...data.toString().toLowerCase().split('\r\n'));
        socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
      });
    });
    const env = { https_proxy: proxy.url.replace('//', '//user:planted-secret@') };
    const { tools } = aSession({ settings: { env } });

    await expect(tools.http.get('offers', 'https://northlight.example/')).rejects.toMatchObject({
      failure: 'unreachable',
      message: 'northlight.example did not answer (the proxy refused to connect)',
    });
    const password = Buffer.from('user:planted-secret').toString('base64').toLowerCase();
    expect(lines).toContain('connect northlight.example:443 http/1.1');
    expect(lines).toContain(`proxy-authorization: basic ${password}`);
  });

  it('is left out for the hosts of NO_PROXY', async () => {
    const proxy = await aProxy();
    const host = await serve((_, response) => void response.end('direct'));
    const env = { HTTP_PROXY: proxy.url, NO_PROXY: 'other.example, 127.0.0.1' };

    const served = await aSession({ settings: { env } }).tools.http.get('offers', host.url);

    expect(served.text()).toBe('direct');
    expect(proxy.seen).toEqual([]);
  });

  it.each(['http://10.0.0.1/', 'http://[::1]/', 'http://localhost/', 'https://169.254.169.254/'])(
    'is not asked for %s, which would be the neighbours of the proxy',
    async (url) => {
      const proxy = await aProxy();
      const gate = openGate({ allowed: [], advice: null });
      const { tools } = aSession({ settings: { env: { HTTP_PROXY: proxy.url }, gate } });

      await expect(tools.http.get('offers', url)).rejects.toThrow('expected a public address');
      expect(proxy.seen).toEqual([]);
    },
  );

  it('is used by the browser too, which asks it for tunnels', { timeout: 30_000 }, async () => {
    const lines: string[] = [];
    const proxy = await serveSocket((socket) => {
      socket.on('data', (data) => {
        const [line = ''] = data.toString().split('\r\n');
        lines.push(line);
        if (line.startsWith('CONNECT')) socket.write('HTTP/1.1 200 OK\r\n\r\n');
        else socket.end(`HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n${PAGE}`);
      });
    });
    // robots.txt is asked for by the HTTP client, in the form proxies know.
    const env = { PATH: process.env.PATH, HTTP_PROXY: proxy.url, NO_PROXY: 'other.example' };
    const { tools } = aSession({ settings: { env } });

    const served = await tools.browser.html('offers', 'http://northlight.example/', {
      waitFor: '#ready',
    });

    expect(served.text()).toContain('via proxy');
    expect(lines.slice(0, 3)).toEqual([
      'GET http://northlight.example/robots.txt HTTP/1.1',
      'CONNECT northlight.example:80 HTTP/1.1',
      'GET / HTTP/1.1',
    ]);
  });

  it.each([
    ['a.example', 443, true],
    ['sub.a.example', 443, true],
    ['nota.example', 443, false],
    ['b.example', 8443, true],
    ['b.example', 443, false],
    ['c.example', 80, true],
  ] as const)('is for %s at port %i left out: %s', (host, port, isLeftOut) => {
    const except = 'a.example, .c.example b.example:8443';

    expect(isExcepted(host, port, { http: '', https: '', except })).toBe(isLeftOut);
  });

  it('that is no address is said at once, without its value', () => {
    expect(() => aFetcher({ env: { HTTP_PROXY: 'user:planted-secret@proxy' } })).toThrow(
      /^expected HTTP_PROXY to be a URL such as http:\/\/proxy\.example:3128$/,
    );
  });

  it('is none where no variable names one', () => {
    expect(proxiesOf({ HTTP_PROXY: '', NO_PROXY: 'a.example' })).toBeNull();
  });
});
