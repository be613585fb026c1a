import { describe, expect, it } from 'vitest';
import { proxiesOf } from '../../src/fetch/proxies.ts';
import { openGate } from '../../src/gate/index.ts';
import { aFetcher, aSession } from './crawling.ts';
import { type Loopback, serve, serveSocket } from './loopback.ts';

/** A proxy for plain HTTP that answers by itself, and says what it was asked for. */
async function aProxy(): Promise<Loopback> {
  return serve(({ path }, response) => {
    if (path.endsWith('/robots.txt')) response.writeHead(404).end();
    else response.setHeader('content-type', 'text/html').end(`<p id="ready">via proxy</p>`);
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

  it('is used by the browser too', { timeout: 30_000 }, async () => {
    const proxy = await aProxy();
    const env = { PATH: process.env.PATH, HTTP_PROXY: proxy.url, NO_PROXY: 'other.example' };
    const { tools } = aSession({ settings: { env } });

    const served = await tools.browser.html('offers', 'http://northlight.example/', {
      waitFor: '#ready',
    });

    expect(served.text()).toContain('via proxy');
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
