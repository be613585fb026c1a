import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open.ts';
import { createApp } from '../../src/server/app.ts';
import { openDoor } from '../../src/server/door.ts';
import { STYLE } from '../../src/server/pages/login.ts';
import { aServer, aServerDesk } from '../support/server.ts';
import { raw, request } from './raw.ts';

const TOKEN = 'correct-horse-battery';
const PROBES = ['/healthz', '/readyz'];
const OPEN = [...PROBES, ...STYLE];

/** Every route of the running router, so that a new one is covered on the day it appears. */
function everyRoute() {
  const db = openDatabase(':memory:');
  const door = openDoor({ host: '127.0.0.1', port: 0 });
  const { routes } = createApp(aServerDesk(db), door, new AbortController().signal);
  db.close();
  const named = routes.filter(({ path }) => path !== '/*' && path !== '*');
  const keys = named.map(({ method, path }) => `${method === 'ALL' ? 'PUT' : method} ${path}`);
  return [...new Set(keys)].map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, path: path.replaceAll(/:\w+/g, 'x') };
  });
}

const ROUTES = everyRoute();
const READ = ROUTES.filter(({ method }) => method === 'GET');

it('has routes to try', () => {
  expect(READ.length).toBeGreaterThan(15);
});

const isOpen = ({ method, path }: (typeof ROUTES)[number]) =>
  method === 'GET' && OPEN.includes(path);

describe.each(ROUTES.filter((route) => !isOpen(route)))('$method $path', ({ method, path }) => {
  it('wants the token, and no other', async () => {
    const { url } = await aServer({ token: TOKEN });
    const wrong = [
      '',
      'Bearer',
      `Basic ${TOKEN}`,
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}x`,
    ];

    for (const authorization of wrong) {
      const response = await fetch(`${url}${path}?token=${TOKEN}&access_token=${TOKEN}`, {
        method,
        headers: { authorization, 'content-type': 'application/json' },
      });

      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer realm="chipwatch"');
      expect(await response.text()).not.toMatch(/version|\/src\/|node_modules|\d+\.\d+\.\d+/);
    }
  });
});

describe.each(ROUTES)('$method $path', ({ method, path }) => {
  it('answers for no host but its own', async () => {
    const { port } = await aServer();
    const hosts = [
      ...['evil.example', '127.0.0.1.nip.io', `localhost:${port + 1}`, 'localhost.evil.example'],
      ...[`evil.example:${port}`, 'localhost', '', `localhost.:${port}`, `a@localhost:${port}`],
    ];

    for (const host of hosts) {
      const text = await raw(port, request(`${method} ${path}`, `Host: ${host}`));
      expect(text, host).toMatch(/^HTTP\/1\.1 (?:400|421) /);
    }
    const own = `Host: 127.0.0.1:${port}`;
    for (const bad of [
      request(`${method} ${path}`, own, 'Host: evil.example'),
      request(`${method} ${path}`, own, own),
      request(`${method} http://evil.example${path}`, own),
      request(`${method} http://127.0.0.1:${port}${path}`, own),
      request(`${method} ${path}`),
    ]) {
      expect(await raw(port, bad), bad).toMatch(/^HTTP\/1\.1 400 /);
    }
  });
});

describe('the two probes', () => {
  it.each(PROBES)(
    '%s says yes or no to strangers, and its version to who may know',
    async (path) => {
      const { url } = await aServer({ token: TOKEN });
      const headers = { authorization: `Bearer ${TOKEN}` };

      expect(Object.keys(Object(await (await fetch(`${url}${path}`)).json()))).toEqual(['ok']);
      expect(await (await fetch(`${url}${path}`, { headers })).json()).toHaveProperty('version');
    },
  );
});

describe('a host of a proxy', () => {
  it('is answered for when the configuration names it', async () => {
    const { port } = await aServer({ hosts: ['chips.example'] });
    const ask = (host: string) => raw(port, request('GET /healthz', `Host: ${host}`));

    expect(await ask('chips.example')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await ask('evil.chips.example')).toMatch(/^HTTP\/1\.1 421 /);
  });
});

describe('what changes something', () => {
  const path = '/api/v1/deliveries/msg_1/retry';
  const authorization = `Bearer ${TOKEN}`;
  const json = { authorization, 'content-type': 'application/json' };

  it.each([
    ['a form', { authorization, 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['plain text', { authorization, 'content-type': 'text/plain' }, 415],
    ['no type', { authorization }, 415],
    ['no origin at all', { ...json, origin: 'null' }, 403],
    ['another site', { ...json, origin: 'http://evil.example' }, 403],
    ['what the browser calls another site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
  ])('is not asked by %s', async (_, headers, status) => {
    const { url } = await aServer({
      token: TOKEN,
      retry: () => Promise.reject(new Error('asked')),
    });

    const response = await fetch(`${url}${path}`, { method: 'POST', headers });

    expect(response.status).toBe(status);
  });

  it.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'])('is not asked by %s', async (method) => {
    const { url } = await aServer({
      token: TOKEN,
      retry: () => Promise.reject(new Error('asked')),
    });

    const response = await fetch(`${url}${path}`, { method, headers: json });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('is refused by a server without a token, and done with it', async () => {
    const headers = { 'content-type': 'application/json' };
    const open = await aServer();
    const shut = await aServer({ token: TOKEN, retry: async (id) => [id] });

    const refused = await fetch(`${open.url}${path}`, { method: 'POST', headers });
    const origin = shut.url;
    const done = await fetch(`${shut.url}${path}`, {
      method: 'POST',
      headers: { ...json, origin },
    });

    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ type: '/api#no-token-set' });
    expect(await done.json()).toMatchObject({ schema: 'retry/1', due: ['msg_1'] });
  });

  it('takes no body of a megabyte', async () => {
    const { url } = await aServer({
      token: TOKEN,
      retry: () => Promise.reject(new Error('asked')),
    });
    const body = JSON.stringify('x'.repeat(1_000_000));

    const response = await fetch(`${url}${path}`, { method: 'POST', headers: json, body });

    expect(response.status).toBe(413);
  });
});

describe('an error', () => {
  it.each([
    ['/nowhere', 404],
    ['/api/v1/offers?colour=red', 400],
    ['/api/v1/offers?limit=-1', 400],
    ['/api/v1/offers/none/history', 404],
    ['/api/v1/sources/none/crawls', 404],
  ])('of %s is a problem without a word about ourselves', async (path, status) => {
    const { url } = await aServer();

    const response = await fetch(`${url}${path}`);

    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    const body = await response.text();
    expect(JSON.parse(body)).toMatchObject({
      type: expect.stringMatching(/^\/api#[a-z-]+$/),
      status,
    });
    expect(body).not.toMatch(/Error:|at \/|\.ts|node_modules|\d+\.\d+\.\d+/);
  });

  it('of ours says nothing but that, and is told to the operator', async () => {
    const told: unknown[] = [];
    const { url, db } = await aServer({ onError: (cause) => told.push(cause) });
    db.sqlite.exec('drop table crawls');

    const response = await fetch(`${url}/api/v1/sources`);

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      type: '/api#internal',
      title: 'Something broke here',
      status: 500,
      detail: 'the log of the server says what',
    });
    expect(told).toHaveLength(1);
  });
});

describe('a path', () => {
  it.each([
    ...['/..%2f..%2fetc/passwd', '/%2e%2e/', '/..\\', '/static/../../db', '//etc/passwd'],
    ...['/%00', '/a\u0000b', `/${'a'.repeat(8192)}`],
  ])('out of here (%j) leads nowhere', async (path) => {
    const { port } = await aServer();

    const text = await raw(port, request(`GET ${path}`, `Host: localhost:${port}`));

    expect(text).toMatch(/^HTTP\/1\.1 (?:400|404) /);
  });
});

it('sends the headers that keep browsers in', async () => {
  const { url } = await aServer();

  const { headers } = await fetch(`${url}/api`);

  expect(headers.get('content-security-policy')).toBe(
    "default-src 'self'; script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('access-control-allow-origin')).toBeNull();
});

describe('an address with empty fields of a form', () => {
  it.each([
    '/offers',
    '/offers/https:evil.example',
    '/offers/%5C%5Cevil.example',
    '/offers/javascript:alert(1)',
    '/accelerators/%0D%0AX-Evil:%201',
    '/models/%2F%2Fevil.example',
  ])('%s leads to itself without them, and to no other host', async (path) => {
    const { url } = await aServer();

    const { status, headers } = await fetch(`${url}${path}?since=&until=1`, { redirect: 'manual' });

    expect(status).toBe(302);
    const location = headers.get('location') ?? '';
    expect(location).toMatch(/^\.\//);
    expect(new URL(location, `${url}${path}`).href).toBe(`${url}${path}?until=1`);
  });
});
