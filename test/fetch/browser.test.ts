import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { aFolder, aSession } from './crawling.ts';
import { type Answering, type Loopback, serve } from './loopback.ts';

const HTML = { 'content-type': 'text/html' };
const READY = { waitFor: '#ready' };

/** A shell that asks for its rows, and shows them with the day it believes in. */
const SHELL = `<!doctype html><html><body><div id="root"></div><script>
  fetch('/rows?b=2&a=1').then((answer) => answer.json()).then(({ rows }) => {
    document.title = new Date().toISOString() + ' ' + navigator.language;
    root.innerHTML = '<ul id="ready">' + rows.map((row) => '<li>' + row).join('') + '</ul>';
  });
</script><img src="/image.png"></body></html>`;

/** Answers by path; anything else is not found. */
function site(pages: Readonly<Record<string, Answering | string>>): Answering {
  return (asked, response) => {
    const page = pages[asked.path.replace(/\?.*/, '')];
    if (page === undefined) response.writeHead(404).end();
    else if (typeof page === 'string') response.writeHead(200, HTML).end(page);
    else return page(asked, response);
  };
}

const LISTS: Answering = (_, response) => {
  response.setHeader('content-type', 'application/json').end('{"rows":["nl-1","nl-8"]}');
};

function paths(host: Loopback): string[] {
  return host.seen.map(({ path }) => path);
}

describe('a page', { timeout: 30_000 }, () => {
  it('is read once its script has filled it', async () => {
    const host = await serve(site({ '/': SHELL, '/rows': LISTS }));
    const session = aSession();

    const served = await session.tools.browser.html('offers', `${host.url}/`, READY);

    expect(served.text()).toContain('<li>nl-1</li><li>nl-8</li>');
    expect(served).toMatchObject({ name: 'offers', url: `${host.url}/`, partOf: null });
    expect(session.documents).toHaveLength(1);
    expect(paths(host)).toEqual(['/robots.txt', '/', '/rows?b=2&a=1']);
    expect(host.seen[1]?.headers).toMatchObject({
      'user-agent': expect.stringMatching(/^Mozilla.* chipwatch\/1\.2\.3 \(\+https:.* Chrome\/\d+/),
      'accept-language': expect.stringContaining('en-US'),
    });
  });

  it('is recorded with all it asked for, and replayed without its host', async () => {
    const dir = await aFolder();
    const host = await serve(
      site({
        '/': (_, response) => void response.writeHead(302, { location: '/prices' }).end(),
        '/prices': SHELL,
        '/rows': (_, response) => void response.writeHead(307, { location: '/moved' }).end(),
        '/moved': LISTS,
      }),
    );
    const recorded = aSession({ mode: { kind: 'record', dir } });
    const live = await recorded.tools.browser.html('offers', `${host.url}/`, READY);
    await recorded.finish();
    await host.close();

    const at = Date.UTC(2026, 7, 4, 2);
    const session = aSession({ mode: { kind: 'replay', dir }, at });
    const replayed = await session.tools.browser.html('offers', `${host.url}/`, READY);

    expect(replayed.url).toBe(`${host.url}/prices`);
    expect(replayed.text()).toContain('<title>2026-08-04T02:00:00.000Z en-US</title>');
    const body = /<ul.*<\/ul>/;
    expect(body.exec(replayed.text())?.[0]).toBe(body.exec(live.text())?.[0]);
  });

  it('that was not recorded is unreachable, though its host is there', async () => {
    const dir = await aFolder();
    const host = await serve(site({ '/': SHELL, '/rows': LISTS }));
    const har = { log: { entries: [] } };
    await writeFile(join(dir, 'recording.har'), JSON.stringify(har));
    const { tools } = aSession({ mode: { kind: 'replay', dir } });

    await expect(tools.browser.html('offers', `${host.url}/`, READY)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `not recorded: GET ${host.url}/`,
    });
    expect(host.seen).toEqual([]);
  });

  it('that asks for more than was recorded does not get it from the network', async () => {
    const dir = await aFolder();
    const host = await serve(site({ '/rows': LISTS }));
    const page = `<body><script>
      const tries = ['${host.url}/rows', 'ws://${host.host}/socket'];
      const socket = new WebSocket(tries[1]);
      const closed = new Promise((done) => { socket.onclose = done; });
      Promise.all([fetch(tries[0]).catch(() => 0), closed]).then(() => {
        document.body.id = 'ready';
      });
    </script></body>`;
    const entry = {
      request: { method: 'GET', url: `${host.url}/` },
      response: { status: 200, headers: [], content: { mimeType: 'text/html', text: page } },
    };
    await writeFile(join(dir, 'recording.har'), JSON.stringify({ log: { entries: [entry] } }));
    const { tools } = aSession({ mode: { kind: 'replay', dir } });

    await tools.browser.html('offers', `${host.url}/`, READY);

    expect(host.seen).toEqual([]);
  });

  it('opens nothing else: no popup, dialog, image, film, socket or worker', async () => {
    const page = `<body><img src="/image.png"><video src="/film.mp4"></video><script>
      window.open('/popup');
      alert('hello');
      navigator.serviceWorker?.register('/worker.js').catch(() => 0);
      new WebSocket('ws://' + location.host + '/socket');
      for (let i = 0; i < 300; i += 1) fetch('/flood').catch(() => 0);
      setTimeout(() => { document.body.id = 'ready'; }, 500);
    </script></body>`;
    const host = await serve(site({ '/': page }));
    const { tools } = aSession();

    await tools.browser.html('offers', `${host.url}/`, READY);

    const asked = new Set(paths(host));
    expect([...asked].filter((path) => !/robots|^\/$|flood|favicon/.test(path))).toEqual([]);
    expect(host.seen.length).toBeLessThanOrEqual(201);
  });

  it('shares nothing with the page before', async () => {
    const page = `<body><script>
      document.body.innerHTML = '<p id="ready">' + document.cookie + localStorage.length + '</p>';
      document.cookie = 'seen=yes'; localStorage.setItem('seen', 'yes');
    </script></body>`;
    const host = await serve(site({ '/': page }));
    const { tools } = aSession();

    const texts: string[] = [];
    for (const name of ['1', '2']) {
      texts.push((await tools.browser.html(name, `${host.url}/`, READY)).text());
    }

    expect(texts.every((text) => text.includes('<p id="ready">0</p>'))).toBe(true);
  });

  it.each([
    [403, '<p id="ready">no</p>', 'refused: was refused (HTTP 403)'],
    [404, '<p id="ready">no</p>', 'changed: answered HTTP 404'],
    [200, '<title>Just a moment...</title>', 'refused: was refused (a challenge page)'],
    [200, '<p>Sold</p>', 'changed: has no "#ready" after 1 s'],
  ])('of HTTP %i with %s is %s', async (status, body, verdict) => {
    const host = await serve(
      site({ '/': (_asked, response) => void response.writeHead(status, HTML).end(body) }),
    );
    const { tools } = aSession({ settings: { timeouts: { page: 1000 } } });
    const [failure, words] = verdict.split(': ');

    await expect(tools.browser.html('offers', `${host.url}/`, READY)).rejects.toMatchObject({
      failure,
      message: `GET ${host.url}/ ${words}`,
    });
  });

  it.each([
    ['never answers', () => {}],
    [
      'never rests',
      (_: unknown, response: { end(text: string): void }) =>
        response.end('<body><script>while (true);</script></body>'),
    ],
  ])('that %s is left', async (_, answer) => {
    const host = await serve(
      site({ '/': (asked, response) => answer(asked, response.writeHead(200, HTML)) }),
    );
    const scraper = { limits: { seconds: 3 } };
    const { tools } = aSession({ scraper, settings: { timeouts: { page: 1000 } } });

    await expect(tools.browser.html('offers', `${host.url}/`, READY)).rejects.toMatchObject({
      failure: 'unreachable',
    });
  });

  it('is not a download', async () => {
    const host = await serve(
      site({
        '/file.zip': (_, response) => {
          response.writeHead(200, { 'content-disposition': 'attachment' }).end('x');
        },
      }),
    );

    await expect(
      aSession().tools.browser.html('file', `${host.url}/file.zip`, READY),
    ).rejects.toMatchObject({
      failure: 'changed',
      message: `GET ${host.url}/file.zip is not a page`,
    });
  });

  it('of a host that is gone is unreachable', async () => {
    const host = await serve(site({ '/robots.txt': '' }));
    const { tools } = aSession();
    await tools.browser.html('1', `${host.url}/robots.txt`, { waitFor: 'body' });
    await host.close();

    await expect(tools.browser.html('2', `${host.url}/`, READY)).rejects.toMatchObject({
      failure: 'unreachable',
      message: `${host.host} did not answer (ECONNREFUSED)`,
    });
  });

  it('is opened only where robots.txt allows', async () => {
    const host = await serve(site({ '/robots.txt': 'User-agent: *\nDisallow: /', '/': SHELL }));

    await expect(aSession().tools.browser.html('1', `${host.url}/`, READY)).rejects.toMatchObject({
      failure: 'refused',
    });
    expect(paths(host)).toEqual(['/robots.txt']);
  });
});
