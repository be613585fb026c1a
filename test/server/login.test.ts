import { type Browser, chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { findChromium } from '../../src/fetch/index.ts';
import { createGuesses } from '../../src/server/guesses.ts';
import { aServer } from '../support/server.ts';

const TOKEN = 'correct-horse-battery';
const HOUR = 3_600_000;

/** Posts the form of the login page as a browser does, and follows nothing. */
async function logIn(url: string, fields: Readonly<Record<string, string>>, origin = url) {
  return fetch(`${url}/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, accept: 'text/html' },
    body: new URLSearchParams(fields),
  });
}

async function aCookie(url: string): Promise<string> {
  const { headers } = await logIn(url, { token: TOKEN });
  return headers.get('set-cookie')?.split(';')[0] ?? '';
}

describe('a person without a token', () => {
  it('is asked for it on every page, and told nothing of this install', async () => {
    const { url } = await aServer({ token: TOKEN });

    const response = await fetch(`${url}/offers?spec=H100`, { headers: { accept: 'text/html' } });

    expect(response.status).toBe(401);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = await response.text();
    expect(body).toContain('name="next" value="offers?spec=H100"');
    expect(body).not.toMatch(/version|\d+\.\d+\.\d+|source/);
  });

  it('is led back to where a proxy has mounted the dashboard', async () => {
    const { url } = await aServer({ token: TOKEN, basePath: '/chips' });

    const asked = await fetch(`${url}/chips/offers/x?y=z`, { headers: { accept: 'text/html' } });
    const inside = await logIn(`${url}/chips`, { token: TOKEN, next: 'offers/x?y=z' }, url);

    const body = await asked.text();
    expect(body).toContain('name="next" value="offers/x?y=z"');
    expect(body).toContain('action="../login"');
    expect(inside.headers.get('location')).toBe('./offers/x?y=z');
    expect(inside.headers.get('set-cookie')).not.toContain('Path');
  });

  it('gets no session for a wrong token, and none that a digest opens', async () => {
    const { url } = await aServer({ token: TOKEN });

    for (const token of ['', 'wrong', `${TOKEN}x`]) {
      const response = await logIn(url, { token });
      expect(response.status).toBe(401);
      expect(response.headers.get('set-cookie')).toBeNull();
    }
    for (const cookie of ['chipwatch=', 'chipwatch=x', `chipwatch=${TOKEN}`]) {
      expect((await fetch(`${url}/offers`, { headers: { cookie } })).status).toBe(401);
    }
  });

  it('waits after five wrong tokens, even for the right one, then may try again', async () => {
    const clock = { at: 1000 };
    const { url } = await aServer({ token: TOKEN, now: () => clock.at });
    for (let n = 0; n < 5; n += 1) {
      expect((await logIn(url, { token: 'wrong' })).status).toBe(401);
    }

    const early = await logIn(url, { token: TOKEN });
    clock.at += 1000;
    const late = await logIn(url, { token: TOKEN });

    expect(early.status).toBe(429);
    expect(early.headers.get('retry-after')).toBe('1');
    expect(late.status).toBe(303);
  });
});

describe('guesses', () => {
  it('wait longer each time, a minute at most, each address for itself, and are forgotten', () => {
    const clock = { at: 0 };
    const guesses = createGuesses(() => clock.at);
    const waits = Array.from({ length: 13 }, () => {
      guesses.wrong('a');
      return guesses.waitOf('a') / 1000;
    });

    expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(guesses.waitOf('b')).toBe(0);
    guesses.right('a');
    expect(guesses.waitOf('a')).toBe(0);

    for (let n = 0; n < 6; n += 1) guesses.wrong('c');
    clock.at += 15 * 60_000;
    guesses.wrong('c');
    expect(guesses.waitOf('c')).toBe(0);
  });
});

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get, for TLS alone where it came by TLS', async () => {
    const { url, port } = await aServer({ token: TOKEN });

    const plain = await logIn(url, { token: TOKEN });
    const secure = await logIn(url, { token: TOKEN }, `https://127.0.0.1:${port}`);

    expect(plain.headers.get('set-cookie')).toMatch(
      /^chipwatch=[\w-]{43}; Max-Age=43200; HttpOnly; SameSite=Strict$/,
    );
    expect(secure.headers.get('set-cookie')).toMatch(
      /^chipwatch=[\w-]{43}; Max-Age=43200; HttpOnly; Secure; SameSite=Strict$/,
    );
  });

  it('reads pages and answers for twelve hours, and no longer than the process', async () => {
    const clock = { at: 0 };
    const { url } = await aServer({ token: TOKEN, now: () => clock.at });
    const other = await aServer({ token: TOKEN, now: () => clock.at });
    const headers = { cookie: await aCookie(url) };

    expect((await fetch(`${url}/offers`, { headers })).status).toBe(200);
    expect((await fetch(`${url}/api/v1/offers`, { headers })).status).toBe(200);
    expect((await fetch(`${other.url}/offers`, { headers })).status).toBe(401);
    clock.at = 12 * HOUR - 1;
    expect((await fetch(`${url}/offers`, { headers })).status).toBe(200);
    clock.at = 12 * HOUR;
    expect((await fetch(`${url}/offers`, { headers })).status).toBe(401);
  });

  it('changes nothing over the API, which takes the token', async () => {
    const retry = () => Promise.reject(new Error('asked'));
    const { url } = await aServer({ token: TOKEN, retry });
    const headers = { cookie: await aCookie(url), 'content-type': 'application/json', origin: url };

    const response = await fetch(`${url}/api/v1/deliveries/msg_1/retry`, {
      method: 'POST',
      headers,
    });

    expect(response.status).toBe(401);
  });

  it.each([
    ['another site', { origin: 'http://evil.example' }],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['nowhere', { origin: 'null' }],
    ['what the browser calls another site', { 'sec-fetch-site': 'cross-site' }],
    ['what the browser calls the same site', { 'sec-fetch-site': 'same-site' }],
    ['a page that does not say whence', {}],
  ])('is not used by %s', async (_, from) => {
    const { url } = await aServer({ token: TOKEN });
    const cookie = await aCookie(url);

    const response = await fetch(`${url}/logout`, {
      method: 'POST',
      headers: { cookie, ...from },
      redirect: 'manual',
    });

    expect(response.status).toBe(403);
    expect((await fetch(`${url}/offers`, { headers: { cookie } })).status).toBe(200);
  });

  it('ends when its browser logs out, also for who copied the cookie', async () => {
    const { url } = await aServer({ token: TOKEN });
    const cookie = await aCookie(url);

    const out = await fetch(`${url}/logout`, {
      method: 'POST',
      headers: { cookie, origin: url },
      redirect: 'manual',
    });

    expect(out.headers.get('set-cookie')).toContain('Max-Age=0');
    expect((await fetch(`${url}/offers`, { headers: { cookie } })).status).toBe(401);
  });

  it.each([
    ['offers?spec=H100', '/offers?spec=H100'],
    ['/changes', '/changes'],
    ['', '/'],
    ['//evil.example/x', '/'],
    ['\\\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['../../x', '/x'],
    ['http://here.invalid:1/', '/'],
  ])('leads from %j to no other place than here', async (next, path) => {
    const { url } = await aServer({ token: TOKEN });

    const { headers } = await logIn(url, { token: TOKEN, next });

    expect(new URL(headers.get('location') ?? 'http://none', `${url}/login`).href).toBe(url + path);
  });
});

describe('in a browser', { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: findChromium(process.env) ?? '' });
  });
  afterAll(() => browser.close());

  it('one logs in, sees what one asked for, and logs out', async () => {
    const { url } = await aServer({ token: TOKEN });
    const context = await browser.newContext({ javaScriptEnabled: false });
    onTestFinished(() => context.close());
    const page = await context.newPage();

    await page.goto(`${url}/offers?spec=H100`);
    await page.getByLabel('Token of this server').fill('wrong');
    await page.getByRole('button', { name: 'Log in' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('not the token');
    await page.getByLabel('Token of this server').fill(TOKEN);
    await page.getByRole('button', { name: 'Log in' }).click();

    expect(page.url()).toBe(`${url}/offers?spec=H100`);
    expect(await page.locator('h1').innerText()).toBe('Offers');
    await page.getByRole('button', { name: 'Log out' }).click();
    expect(await page.locator('h1').innerText()).toBe('Log in to chipwatch');
    await page.goto(`${url}/offers`);
    expect(await page.locator('h1').innerText()).toBe('Log in to chipwatch');
  });
});
