import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../src/fetch/body.ts';
import type { Answer, Asked } from '../../src/fetch/exchange.ts';
import { follow } from '../../src/fetch/redirects.ts';
import { aSession } from './crawling.ts';
import { serve } from './loopback.ts';

const KEY = { authorization: 'Bearer planted-secret', 'user-agent': 'chipwatch/1.2.3' };

/** Answers by a table of redirects, and keeps what it was asked. */
function table(redirects: Readonly<Record<string, readonly [number, string?]>>) {
  const asked: Asked[] = [];
  const send = async (each: Asked): Promise<Answer> => {
    asked.push(each);
    const [status, location] = redirects[each.url] ?? [200];
    const headers: Record<string, string> = location === undefined ? {} : { location };
    return { url: each.url, status, headers, body: bodyOf(Buffer.from('{}')) };
  };
  return { asked, send };
}

function get(url: string): Asked {
  return { method: 'GET', url, headers: KEY, body: null };
}

function post(url: string): Asked {
  return {
    method: 'POST',
    url,
    headers: { ...KEY, 'content-type': 'application/json' },
    body: '{}',
  };
}

describe('follow', () => {
  it('keeps the headers on the way within a host, and from http to https', async () => {
    const { asked, send } = table({
      'http://a.example/1': [301, 'https://a.example/2'],
      'https://a.example/2': [308, '/3'],
    });

    const { answer, stopped } = await follow(get('http://a.example/1'), send);

    expect([answer.url, stopped]).toEqual(['https://a.example/3', null]);
    expect(asked.map(({ headers }) => headers)).toEqual([KEY, KEY, KEY]);
  });

  it.each(['https://b.example/', 'https://a.example:8443/', '//b.example/'])(
    'leaves the headers of the scraper behind on the way to %s',
    async (target) => {
      const { asked, send } = table({ 'https://a.example/1': [302, target] });

      await follow(get('https://a.example/1'), send);

      expect(asked[1]?.headers).toEqual({ accept: '*/*', 'user-agent': 'chipwatch/1.2.3' });
    },
  );

  it('posts again where the status asks for that, and gets where it does not', async () => {
    const { asked, send } = table({
      'https://a.example/1': [307, '/2'],
      'https://a.example/2': [302, '/3'],
    });

    await follow(post('https://a.example/1'), send);

    expect(asked.map(({ method, body }) => [method, body])).toEqual([
      ['POST', '{}'],
      ['POST', '{}'],
      ['GET', null],
    ]);
    expect(asked[2]?.headers).toEqual(KEY);
  });

  it.each([
    [[302], 'redirects (HTTP 302) without an address to go to'],
    [[302, 'file:///etc/passwd'], 'redirects (HTTP 302) without an address to go to'],
    [[302, 'http://a.example/2'], 'redirects from https to http'],
    [[308, 'https://b.example/'], 'redirects its POST to b.example'],
  ] as const)('stops at %j', async (redirect, reason) => {
    const { asked, send } = table({ 'https://a.example/1': redirect });

    expect(await follow(post('https://a.example/1'), send)).toMatchObject({ stopped: reason });
    expect(asked).toHaveLength(1);
  });

  it('asks six times where redirects have no end', async () => {
    const host = await serve((_, response) => {
      response.writeHead(301, { location: '/same' }).end();
    });

    await expect(aSession().tools.http.get('offers', `${host.url}/same`)).rejects.toMatchObject({
      failure: 'changed',
      message: `GET ${host.url}/same redirects more than 5 times`,
    });
    expect(host.seen).toHaveLength(6);
  });
});
