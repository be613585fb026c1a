import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aFolder, aSession } from './crawling.ts';
import { serve } from './loopback.ts';

function entry(url: string, response: object, method = 'GET', postData?: object) {
  return {
    startedDateTime: '2026-01-02T03:04:05Z',
    request: { method, url, headers: [], ...(postData ? { postData } : {}) },
    response: { status: 200, headers: [], content: {}, ...response },
  };
}

/** A folder with a recording of these entries and body files. */
async function aRecording(entries: readonly object[], files: Record<string, string> = {}) {
  const dir = await aFolder();
  const har = { log: { version: '1.2', creator: { name: 'a test', version: '1' }, entries } };
  await writeFile(join(dir, 'recording.har'), JSON.stringify(har));
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text);
  return { dir, mode: { kind: 'replay', dir } as const };
}

describe('a replay', () => {
  const URL = 'https://api.northlight.example/offers';

  it('gives the nth request the nth answer, and the last one from then on', async () => {
    const { mode } = await aRecording([
      entry(URL, { content: { text: '1' } }),
      entry(URL, { content: { text: 'Mg==', encoding: 'base64' } }),
      entry(`${URL}?page=2`, { content: { text: '"other"' } }),
    ]);
    const { http } = aSession({ mode }).tools;
    const ask = async () => (await http.get('offers', URL)).json();

    expect([await ask(), await ask(), await ask()]).toEqual([1, 2, 2]);
  });

  it('reads recordings made elsewhere: bodies beside it, posted JSON, their own headers', async () => {
    const json = [
      { name: 'Content-Type', value: 'application/json' },
      { name: 'Content-Encoding', value: 'gzip' },
      { name: 'Link', value: '<?page=2>; rel="last"' },
    ];
    const { mode } = await aRecording(
      [
        entry(URL, {
          headers: json,
          content: { mimeType: 'application/json', _file: 'ab12.json' },
        }),
        entry(URL, { headers: json, content: { _file: 'cd34.json' } }, 'POST', {
          mimeType: 'application/json',
          text: '{"b":2,"a":1}',
        }),
        entry(`${URL}/failed`, { status: -1 }),
      ],
      { 'ab12.json': '{"offers":[]}', 'cd34.json': '{"posted":true}' },
    );
    const { http } = aSession({ mode, at: Date.UTC(2026, 7, 4, 2) }).tools;

    const served = await http.get('offers', URL);

    expect(served.json()).toEqual({ offers: [] });
    expect(served.fetchedAt).toBe(Date.UTC(2026, 7, 4, 2));
    expect(served.headers).toEqual({
      'content-type': 'application/json',
      link: '<?page=2>; rel="last"',
    });
    expect((await http.post('posted', URL, { a: 1, b: 2 })).json()).toEqual({ posted: true });
    await expect(http.get('failed', `${URL}/failed`)).rejects.toMatchObject({
      message: `not recorded: GET ${URL}/failed`,
    });
  });

  it('judges recorded answers as live ones, asks once, and asks no robots.txt', async () => {
    const { mode } = await aRecording([
      entry(URL, { status: 503 }),
      entry(URL, { content: { text: '{}' } }),
    ]);
    const session = aSession({ mode, scraper: { robots: 'page' } });

    await expect(session.tools.http.get('offers', URL)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `GET ${URL} answered HTTP 503`,
    });
    expect(session.requests).toEqual([{ method: 'GET', url: URL }]);
  });

  it('never falls through to the network', async () => {
    const host = await serve((_, response) => void response.end('{}'));
    const { mode } = await aRecording([]);

    await expect(
      aSession({ mode }).tools.http.get('offers', `${host.url}/?token=planted-secret`),
    ).rejects.toMatchObject({
      failure: 'unreachable',
      message: `not recorded: GET ${host.url}/?token=REDACTED`,
    });
    expect(host.seen).toEqual([]);
  });

  it.each(['../outside.json', '/etc/hostname', 'missing.json', ''])(
    'reads no body at %j',
    async (_file) => {
      const { mode } = await aRecording([entry(URL, { content: { _file } })]);

      await expect(aSession({ mode }).tools.http.get('offers', URL)).rejects.toMatchObject({
        failure: 'unreachable',
        message: expect.stringContaining('its recorded body'),
      });
    },
  );

  it('says at once when there is no recording to replay', async () => {
    const dir = await aFolder();
    const replay = () => aSession({ mode: { kind: 'replay', dir } });

    expect(replay).toThrow(`expected a recording (HAR 1.2) at ${dir}/recording.har`);
    await writeFile(join(dir, 'recording.har'), '{"log":{}}');
    expect(replay).toThrow('found none that can be read');
  });
});
