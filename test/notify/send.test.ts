import { createServer } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openPoster, type Posting, webhookGate } from '../../src/notify/send.ts';
import { newMessageId, newSecret } from '../../src/notify/signing.ts';
import { webhook } from '../../src/notify/webhook.ts';
import { receiver } from './receiver.ts';

const SECRET = newSecret();
const LOOPBACK = ['127.0.0.1/32'];

function poster(more: { allowed?: string[]; timeoutMs?: number } = {}) {
  const { allowed = LOOPBACK, timeoutMs = 5000 } = more;
  const open = openPoster({ gate: webhookGate(allowed), now: Date.now, timeoutMs });
  onTestFinished(() => open.close());
  return open;
}

function posting(url: string, more: Partial<Posting> = {}): Posting {
  const request = webhook.request({ type: 'webhook', url, secret: [] }, '{"chip":"昇腾910B 🚀"}');
  const signed = { id: newMessageId(), secrets: [SECRET] };
  return { ...request, judge: webhook.judge, signed, ...more };
}

describe('a poster', () => {
  it('sends what the public library believes, and no other header', async () => {
    const { url, visits } = await receiver((response) => response.end('thanks'));
    const message = posting(`${url}/hook?a=1`);
    const attempt = await poster().post(message);
    const [visit] = visits;

    expect(attempt).toMatchObject({ status: 200, error: null, excerpt: 'thanks', timedOut: false });
    expect(visit?.path).toBe('/hook?a=1');
    expect(new Webhook(SECRET).verify(visit?.body ?? '', visit?.headers as never)).toEqual({
      chip: '昇腾910B 🚀',
    });
    expect(visit?.headers['webhook-id']).toBe(message.signed?.id);
    expect(Object.keys(visit?.headers ?? {}).sort()).toEqual([
      'connection',
      'content-length',
      'content-type',
      'host',
      'user-agent',
      'webhook-id',
      'webhook-signature',
      'webhook-timestamp',
    ]);
    expect(visit?.headers['content-length']).toBe(String(Buffer.byteLength(message.body)));
  });

  it.each([301, 302, 307, 308])('follows no redirect: %i', async (status) => {
    const other = await receiver((response) => response.end());
    const { url } = await receiver((response) =>
      response.writeHead(status, { location: other.url }).end(),
    );
    const attempt = await poster().post(posting(url));

    expect(attempt.status).toBe(status);
    expect(attempt.error).toMatch(
      /^127\.0\.0\.1:\d+ answered 30\d, a redirect, which is not followed$/,
    );
    expect(other.visits).toEqual([]);
  });

  it.each([400, 401, 404, 410, 429, 500, 503])('tells of a %i', async (status) => {
    const { url } = await receiver((response) =>
      response.writeHead(status, { 'retry-after': '7' }).end('no'),
    );

    expect(await poster().post(posting(url))).toMatchObject({
      status,
      error: expect.stringContaining(`answered ${status}`),
      excerpt: 'no',
      retryAfterMs: 7000,
    });
  });

  it('gives up on a receiver that never answers', async () => {
    const { url } = await receiver(() => undefined);
    const attempt = await poster({ timeoutMs: 100 }).post(posting(url));

    expect(attempt).toMatchObject({ status: null, timedOut: true });
    expect(attempt.error).toMatch(/gave no answer in 0\.1 s$/);
  });

  it('takes the status of an answer that never ends', async () => {
    const { url } = await receiver((response) => {
      response.writeHead(200).write('drip');
    });

    expect(await poster({ timeoutMs: 3000 }).post(posting(url))).toMatchObject({
      status: 200,
      error: null,
    });
  });

  it('reads 64 KiB of an endless answer and hangs up', async () => {
    let closed = () => {};
    const hungUp = new Promise<void>((resolve) => {
      closed = resolve;
    });
    const { url } = await receiver((response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
      };
      response.on('drain', more).on('close', closed).writeHead(200);
      more();
    });
    const attempt = await poster().post(posting(url));

    expect(attempt).toMatchObject({ status: 200, excerpt: 'x'.repeat(1024) });
    await hungUp;
  });

  it('tells of a connection that breaks, by its code', async () => {
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const broken = await poster().post(posting(`http://127.0.0.1:${port}/`));
    await new Promise((resolve) => server.close(resolve));
    const refused = await poster().post(posting(`http://127.0.0.1:${port}/`));

    expect(broken).toMatchObject({ status: null, timedOut: false, excerpt: '' });
    expect(broken.error).toMatch(/could not be reached \((?:ECONNRESET|UND_ERR_SOCKET)\)$/);
    expect(refused.error).toMatch(/could not be reached \(ECONNREFUSED\)$/);
  });

  it.each(['http://127.0.0.1', 'http://localhost'])('connects to no private %s', async (host) => {
    const { url, visits } = await receiver((response) => response.end());
    const { port } = new URL(url);
    const attempt = await poster({ allowed: [] }).post(posting(`${host}:${port}/hidden`));

    expect(attempt).toMatchObject({ status: null, timedOut: false });
    expect(attempt.error).toMatch(/^expected a public address, found .* allowPrivate/);
    expect(visits).toEqual([]);
  });

  it('looks a name up once and connects to what it judged', async () => {
    const { url, visits } = await receiver((response) => response.end());
    let lookups = 0;
    const gate = webhookGate(['127.0.0.1/32'], async () => {
      lookups += 1;
      return [{ address: lookups === 1 ? '127.0.0.1' : '10.0.0.1', family: 4 }];
    });
    const open = openPoster({ gate, now: Date.now });
    const attempt = await open.post(posting(url.replace('127.0.0.1', 'rebind.test')));
    await open.close();

    expect(attempt.status).toBe(200);
    expect([lookups, visits.length]).toEqual([1, 1]);
  });

  it('repeats no path, no query and no secret, even where the receiver does', async () => {
    const { url } = await receiver((response, { path, headers }) =>
      response
        .writeHead(404)
        .end(`Cannot POST ${path} ${decodeURIComponent(path)} ${SECRET} ${headers.host}`),
    );
    const attempt = await poster().post(
      posting(`${url}/services/T0PSECRET/caf%C3%A9-hidden?token=hunter2&plain`),
    );

    expect(attempt.status).toBe(404);
    expect(attempt.excerpt).toMatch(/^Cannot POST /);
    for (const hidden of ['T0PSECRET', 'hidden', 'hunter2', 'plain', SECRET]) {
      expect(JSON.stringify(attempt)).not.toContain(hidden);
    }
  });

  it('keeps a clean excerpt of at most 1024 bytes', async () => {
    const { url } = await receiver((response) =>
      response.end(`a\r\n\u001b[31mb\u202e\u0000c ${'昇'.repeat(1000)}`),
    );
    const { excerpt } = await poster().post(posting(url));

    expect(excerpt).toMatch(/^a \[31mb c 昇+$/);
    expect(Buffer.byteLength(excerpt)).toBeLessThanOrEqual(1024);
    expect(Buffer.byteLength(excerpt)).toBeGreaterThan(1020);
  });

  it('refuses a bad secret before anything is sent', async () => {
    const { url, visits } = await receiver((response) => response.end());

    await expect(
      poster().post(posting(url, { signed: { id: 'msg_1', secrets: ['whsec_short'] } })),
    ).rejects.toThrow('expected a secret');
    expect(visits).toEqual([]);
  });
});
