import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { aSession } from './crawling.ts';
import { serve, serveSocket } from './loopback.ts';

const OFFERS = JSON.stringify({ offers: [{ sku: 'nl-8', hourly: 11.11 }] });

describe('http', () => {
  it('says who it is, and brings what was served', async () => {
    const host = await serve((_, response) => {
      response.setHeader('X-Total-Count', '1').end(OFFERS);
    });
    const { tools } = aSession();

    const served = await tools.http.get('offers', `${host.url}/offers?page=1#top`);

    expect(served.json()).toEqual({ offers: [{ sku: 'nl-8', hourly: 11.11 }] });
    expect(served).toMatchObject({
      name: 'offers',
      url: `${host.url}/offers?page=1`,
      partOf: null,
      headers: { 'x-total-count': '1' },
    });
    expect(host.seen[0]?.headers).toMatchObject({
      'user-agent': 'chipwatch/1.2.3 (+https://github.com/chipwatch/chipwatch)',
      accept: '*/*',
      'accept-encoding': 'gzip, br',
    });
  });

  it('posts JSON with the headers of the scraper', async () => {
    const host = await serve((_, response) => void response.end('{}'));
    const { tools } = aSession();

    await tools.http.post(
      'graph',
      host.url,
      { query: '{ gpus }' },
      { headers: { 'X-Own': 'yes' } },
    );

    expect(host.seen[0]).toMatchObject({
      method: 'POST',
      body: '{"query":"{ gpus }"}',
      headers: { 'content-type': 'application/json', 'x-own': 'yes' },
    });
  });

  it.each([
    ['gzip', gzipSync(OFFERS)],
    ['deflate', deflateSync(OFFERS)],
    ['br', brotliCompressSync(OFFERS)],
    ['identity', Buffer.from(OFFERS)],
    ['gzip, br', brotliCompressSync(gzipSync(OFFERS))],
  ])('decodes %s', async (coding, body) => {
    const host = await serve((_, response) => {
      response.setHeader('content-encoding', coding).end(body);
    });

    const served = await aSession().tools.http.get('offers', host.url);

    expect(served.text()).toBe(OFFERS);
  });

  it.each([
    ['gzip', gzipSync(OFFERS).subarray(0, 30), 'its body is not gzip to the end'],
    ['gzip', Buffer.from(OFFERS), 'its body is not gzip to the end'],
    ['br', Buffer.from(OFFERS), 'its body is not br to the end'],
    ['zstd', Buffer.from(OFFERS), 'its body is encoded as zstd, which was not asked for'],
    [Array(6).fill('gzip').join(), gzipSync(OFFERS), 'its body is encoded 6 times'],
  ])('refuses %s that cannot be decoded', async (coding, body, reason) => {
    const host = await serve((_, response) => {
      response.setHeader('content-encoding', coding).end(body);
    });

    await expect(aSession().tools.http.get('offers', host.url)).rejects.toMatchObject({
      failure: 'changed',
      message: `${host.host}: ${reason}`,
    });
    expect(host.seen).toHaveLength(1);
  });

  it.each([
    ['gzip', gzipSync(Buffer.alloc(48 * 2 ** 20))],
    ['br', brotliCompressSync(Buffer.alloc(48 * 2 ** 20))],
  ])('stops a %s bomb of 48 MiB', async (coding, body) => {
    const host = await serve((_, response) => {
      response.setHeader('content-encoding', coding).end(body);
    });

    await expect(aSession().tools.http.get('bomb', host.url)).rejects.toMatchObject({
      failure: 'changed',
      message: `${host.host}: its body unfolds to more than 100 times what was sent`,
    });
  });

  it('refuses a body over the limit, by its header or while it comes', async () => {
    const host = await serve(({ path }, response) => {
      if (path === '/said') response.setHeader('content-length', 10_737_418_240);
      response.write(Buffer.alloc(70_000, 'x'));
    });
    const { tools } = aSession({ scraper: { limits: { bytes: 65_536 } } });
    const tooLarge = { failure: 'changed', message: expect.stringContaining('limit of 0.1 MiB') };

    await expect(tools.http.get('said', `${host.url}/said`)).rejects.toMatchObject(tooLarge);
    await expect(tools.http.get('unsaid', host.url)).rejects.toMatchObject(tooLarge);
  });

  it('refuses headers that flood', async () => {
    const host = await serve((_, response) => {
      response.writeHead(200, { 'x-flood': 'a'.repeat(64 * 1024) }).end(OFFERS);
    });

    await expect(aSession().tools.http.get('offers', host.url)).rejects.toMatchObject({
      failure: 'changed',
      message: `${host.host} sent too many headers`,
    });
  });

  it.each([
    ['nothing at all', () => {}, 'nothing came in time'],
    [
      'a body that stops',
      (socket: NodeJS.WritableStream) =>
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab'),
      'it stopped in the middle',
    ],
    [
      'a connection cut in the body',
      (socket: NodeJS.WritableStream) =>
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nab'),
      'it closed the connection',
    ],
    [
      'no HTTP',
      (socket: NodeJS.WritableStream) => socket.end('hello\r\n\r\n'),
      'it does not speak HTTP',
    ],
  ])('tells %s as unreachable', async (_, answer, reason) => {
    const host = await serveSocket((socket) => void answer(socket));
    const { tools } = aSession({ settings: { timeouts: { headers: 50, idle: 50 } } });

    await expect(tools.http.get('offers', host.url)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `${host.host} did not answer (${reason})`,
    });
  });

  it('ends a drip that never trips the idle limit', async () => {
    const host = await serve((_, response) => {
      const drip = setInterval(() => response.write('x'), 20);
      response.once('close', () => clearInterval(drip));
    });
    const { tools } = aSession({ settings: { timeouts: { total: 200, idle: 150 } } });

    await expect(tools.http.get('drip', host.url)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `${host.host} did not answer (not done after 0.2 s)`,
    });
  });

  it('names a host that cannot be reached', async () => {
    const host = await serve(() => {});
    await host.close();

    await expect(aSession().tools.http.get('offers', host.url)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `${host.host} did not answer (ECONNREFUSED)`,
    });
  });

  it.each(['file:///etc/passwd', 'ftp://a.example/', 'prices'])(
    'refuses the address %s',
    async (url) => {
      await expect(aSession().tools.http.get('offers', url)).rejects.toMatchObject({
        failure: 'changed',
        message: `expected an http or https address, found "${url}"`,
      });
    },
  );

  it('refuses an address with a password in it, and does not repeat that', async () => {
    await expect(
      aSession().tools.http.get('offers', 'http://user:planted-secret@a.example/'),
    ).rejects.toMatchObject({
      failure: 'changed',
      message: 'expected an address without a user or a password, found another at a.example',
    });
  });
});
