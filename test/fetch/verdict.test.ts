import { describe, expect, it } from 'vitest';
import { aSession, stillClock } from './crawling.ts';
import { type Answering, serve } from './loopback.ts';

const HTML = { 'content-type': 'text/html' };

/** What comes of one document that is answered so, and how often it was asked for. */
async function crawl(answer: Answering) {
  const clock = stillClock();
  const host = await serve(answer);
  const failure = await aSession({ settings: { clock } })
    .tools.http.get('offers', `${host.url}/offers?token=planted-secret`)
    .then(
      () => null,
      (error) => error,
    );
  return { failure, attempts: host.seen.length, slept: clock.slept, url: host.url };
}

describe('a document', () => {
  it.each([
    [401, 'refused', 'was refused (HTTP 401)'],
    [403, 'refused', 'was refused (HTTP 403)'],
    [429, 'refused', 'was refused (HTTP 429)'],
    [404, 'changed', 'answered HTTP 404'],
    [410, 'changed', 'answered HTTP 410'],
    [400, 'changed', 'answered HTTP 400'],
    [304, 'changed', 'answered HTTP 304'],
    [206, 'changed', 'answered HTTP 206'],
    [204, 'empty', 'answered with nothing'],
    [200, 'empty', 'answered with nothing'],
  ])('of HTTP %i is %s, and asked for once', async (status, failure, words) => {
    const { url, ...came } = await crawl((_, response) => void response.writeHead(status).end());

    expect(came).toMatchObject({
      failure: { failure, message: `GET ${url}/offers?token=REDACTED ${words}` },
      attempts: 1,
    });
  });

  it.each([
    [
      'a title',
      200,
      HTML,
      '<html><head><title>Just a moment...</title></head><body>x</body></html>',
    ],
    ['a status and a title', 503, HTML, '<title>Attention Required! | Cloudflare</title>'],
    ['a header', 200, { 'cf-mitigated': 'challenge' }, '{}'],
    ['an empty page', 200, HTML, '<html><body class="a">\n</body></html>'],
    [
      'a page that says it is JSON',
      200,
      { 'content-type': 'application/json' },
      ' <title>Access denied</title>',
    ],
  ])('that is a challenge by %s is refused', async (_, status, headers, body) => {
    const { failure, attempts } = await crawl((_asked, response) => {
      response.writeHead(status, headers).end(body);
    });

    expect(failure).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('was refused (a challenge page)'),
    });
    expect(attempts).toBe(1);
  });

  it('is one though it speaks of a moment, or is filled by its script', async () => {
    const shell = '<html><head><title>GPU pricing</title></head><body><div id="root"></div></body>';
    const { failure } = await crawl((_, response) => void response.writeHead(200, HTML).end(shell));
    const { failure: json } = await crawl((_, response) => {
      response.end('{"note": "<title>just a moment"}');
    });

    expect([failure, json]).toEqual([null, null]);
  });

  it('is not an image', async () => {
    const { failure } = await crawl((_, response) => {
      response.writeHead(200, { 'content-type': 'image/png' }).end('x');
    });

    expect(failure).toMatchObject({ failure: 'changed' });
  });

  it('is tried four times with full jitter while its host is out of order', async () => {
    const { failure, attempts, slept } = await crawl((_, response) => {
      response.writeHead(503).end();
    });

    expect(failure).toMatchObject({ failure: 'unreachable' });
    expect(attempts).toBe(4);
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it('comes through when its host comes back', async () => {
    let asked = 0;
    const { failure, attempts } = await crawl((_, response) => {
      asked += 1;
      response.writeHead(asked < 3 ? 502 : 200).end('{}');
    });

    expect([failure, attempts]).toEqual([null, 3]);
  });
});

describe('Retry-After', () => {
  it.each([
    ['60', 60_000],
    ['Fri, 02 Jan 2026 03:04:35 GMT', 30_000],
  ])('of %s is waited for', async (header, wait) => {
    let asked = 0;
    const came = await crawl((_, response) => {
      asked += 1;
      if (asked === 1) response.writeHead(429, { 'retry-after': header }).end();
      else response.end('{}');
    });

    expect(came).toMatchObject({ failure: null, attempts: 2 });
    expect(came.slept[0]).toBe(wait);
  });

  it.each([
    ['120', 120_000],
    ['99999999999999999999', 86_400_000],
  ])('of %s is left to the next crawl', async (header, retryAfterMs) => {
    const came = await crawl((_, response) => {
      response.writeHead(429, { 'retry-after': header }).end();
    });

    expect(came).toMatchObject({ failure: { failure: 'refused', retryAfterMs }, attempts: 1 });
  });

  it.each(['', '-5', '0', 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT'])(
    'of %j says nothing',
    async (header) => {
      const came = await crawl((_, response) => {
        response.writeHead(429, { 'retry-after': header }).end();
      });

      expect(came).toMatchObject({
        failure: { failure: 'refused', retryAfterMs: null },
        attempts: 1,
      });
    },
  );

  it('keeps every crawl from the host until then', async () => {
    const host = await serve((_, response) => {
      response.writeHead(429, { 'retry-after': '120' }).end();
    });
    const clock = stillClock();
    const { tools } = aSession({ settings: { clock } });

    await expect(tools.http.get('1', host.url)).rejects.toMatchObject({ failure: 'refused' });
    await expect(tools.http.get('2', host.url)).rejects.toMatchObject({
      failure: 'refused',
      message: `${host.host} asked for no request for another 120 s`,
      retryAfterMs: 120_000,
    });
    clock.advance(121_000);
    await expect(tools.http.get('3', host.url)).rejects.toMatchObject({ failure: 'refused' });

    expect(host.seen).toHaveLength(2);
  });
});
