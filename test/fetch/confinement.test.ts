import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, connect as dialTcp, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { NO_SANDBOX } from '../../src/fetch/browser.ts';
import { createDial } from '../../src/fetch/dial.ts';
import { openGateway } from '../../src/fetch/gateway.ts';
import { siteOf } from '../../src/fetch/site.ts';
import { openGate, type Resolve } from '../../src/gate/index.ts';
import { HOSTILE_URLS, resolveHostile } from '../gate/hostile-urls.ts';
import { aFetcher, aFolder, aScraper, aSession } from './crawling.ts';
import { serve } from './loopback.ts';
import { processesWith } from './processes.ts';

const HTML = { 'content-type': 'text/html' };
const READY = { waitFor: '#ready' };
/** Where the page is served; the rest of this machine is closed to it. */
const SITE = '127.0.0.2';

function gateTo(resolve: Resolve = resolveHostile) {
  return openGate({ allowed: [`${SITE}/32`], advice: null, resolve });
}

/** Counts who connects or sends anything to 127.0.0.1. */
async function trap() {
  const visits: string[] = [];
  const tcp = createServer((socket: Socket) => {
    visits.push('tcp');
    socket.on('error', () => socket.destroy()).destroy();
  });
  const udp = createSocket('udp4', () => visits.push('udp'));
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as { port: number };
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  onTestFinished(() => {
    tcp.close();
    udp.close();
  });
  return { visits, port };
}

/** A page that tries all it can to reach this machine, and says when it gave up. */
function intruder(port: number): string {
  return `<!doctype html><body><script>
    const there = '127.0.0.1:${port}';
    const tries = [
      ...['127.0.0.1', 'localhost', '[::1]', '0.0.0.0', '2130706433', 'neighbour.test'].map(
        (name) => fetch('http://' + name + ':${port}/', { mode: 'no-cors' }),
      ),
      fetch('file:///etc/passwd'),
      new Promise((done) => {
        const socket = new WebSocket('ws://' + there + '/');
        socket.onclose = done;
        setTimeout(done, 1000);
      }),
      new Promise((done) => {
        const events = new EventSource('http://' + there + '/');
        events.onerror = done;
      }),
      (async () => {
        const iceServers = [
          { urls: 'stun:' + there },
          { urls: 'turn:' + there + '?transport=udp', username: 'a', credential: 'b' },
          { urls: 'turn:' + there + '?transport=tcp', username: 'a', credential: 'b' },
        ];
        const call = new RTCPeerConnection({ iceServers });
        call.createDataChannel('x');
        await call.setLocalDescription(await call.createOffer());
        await new Promise((done) => setTimeout(done, 1000));
      })(),
      new Promise((done) => {
        const frame = document.createElement('iframe');
        frame.src = 'http://' + there + '/';
        document.body.append(frame);
        setTimeout(done, 500);
      }),
    ];
    navigator.sendBeacon('http://' + there + '/', 'x');
    new Image().src = 'http://' + there + '/';
    window.open('http://' + there + '/');
    Promise.allSettled(tries).then(() => { document.body.id = 'ready'; });
  </script></body>`;
}

describe('a page', { timeout: 60_000 }, () => {
  it('reaches nobody but its own site, in whatever way it tries', async () => {
    const { visits, port } = await trap();
    const host = await serve((_, response) => {
      response.writeHead(200, HTML).end(intruder(port));
    }, SITE);
    const { tools } = aSession({ settings: { gate: gateTo() } });

    await tools.browser.html('offers', `${host.url}/`, READY);

    expect(visits).toEqual([]);
  });

  it('that is redirected to this machine, or to another site, is left', async () => {
    const { visits, port } = await trap();
    const host = await serve(({ path }, response) => {
      if (path === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(302, { location: decodeURIComponent(path.slice(2)) }).end();
    }, SITE);
    const { tools } = aSession({ settings: { gate: gateTo() } });
    const targets = [`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, 'http://b.test/'];

    for (const target of targets) {
      const url = `${host.url}/?${encodeURIComponent(target)}`;
      await expect(tools.browser.html('offers', url, READY)).rejects.toMatchObject({
        failure: 'changed',
        message: expect.stringContaining(`leads to ${new URL(target).hostname}, which is another`),
      });
    }
    const toFile = `${host.url}/?${encodeURIComponent('file:///etc/passwd')}`;
    await expect(tools.browser.html('file', toFile, READY)).rejects.toThrow();
    expect(visits).toEqual([]);
  });

  it('of a name that moves to this machine asks nobody there', async () => {
    const { visits, port } = await trap();
    const host = await serve(({ path }, response) => {
      const page = `<script>
        fetch('http://rebind.test:${port}/', { mode: 'no-cors' }).finally(() => {
          document.body.id = 'ready';
        });</script>`;
      response.writeHead(path === '/' ? 200 : 404, HTML).end(page);
    }, SITE);
    let lookups = 0;
    const resolve: Resolve = async () => {
      lookups += 1;
      return [{ address: lookups <= 2 ? SITE : '127.0.0.1', family: 4 }];
    };
    const { tools } = aSession({ settings: { gate: gateTo(resolve) } });
    const at = new URL(host.url).port;

    await tools.browser.html('offers', `http://rebind.test:${at}/`, READY);

    expect(lookups).toBeGreaterThan(2);
    expect(visits).toEqual([]);
  });

  it('redirects five times at most', async () => {
    const host = await serve(({ path }, response) => {
      if (path === '/robots.txt') response.writeHead(404).end();
      else response.writeHead(301, { location: `/${Number(path.slice(1)) + 1}` }).end();
    });

    await expect(aSession().tools.browser.html('1', `${host.url}/1`, READY)).rejects.toMatchObject({
      failure: 'changed',
      message: `${host.url}/1 redirects more than 5 times`,
    });
  });

  it('takes in 30 MiB at most', async () => {
    const host = await serve(({ path }, response) => {
      if (path === '/much') response.end(Buffer.alloc(40 * 2 ** 20, 'x'));
      else response.writeHead(200, HTML).end("<script>fetch('/much')</script>");
    });

    await expect(aSession().tools.browser.html('1', `${host.url}/`, READY)).rejects.toMatchObject({
      failure: 'changed',
      message: 'the page takes in more than 30 MiB',
    });
  });

  it('is given nothing it asks a person for', async () => {
    const page = `<body><script>
      for (let i = 0; i < 20; i += 1) alert(i);
      const answers = [confirm('sure?'), prompt('name?'), Notification.permission];
      document.body.innerHTML = '<p id="ready">' + answers.join() + '</p>';
    </script></body>`;
    const host = await serve((_, response) => void response.writeHead(200, HTML).end(page));

    const served = await aSession().tools.browser.html('1', `${host.url}/`, READY);

    expect(served.text()).toContain('<p id="ready">false,,denied</p>');
  });

  it('leaves no process and no file behind', async () => {
    const temporary = await aFolder();
    vi.stubEnv('TMPDIR', temporary);
    onTestFinished(() => void vi.unstubAllEnvs());
    const host = await serve((_, response) => {
      response.writeHead(200, HTML).end('<p id="ready"></p>');
    });
    const running: number[] = [];

    for (const name of ['1', '2', '3']) {
      const fetcher = aFetcher();
      const session = fetcher.session(aScraper(), { mode: { kind: 'live' }, now: () => 0 });
      await session.tools.browser.html(name, `${host.url}/`, READY);
      running.push(await processesWith(temporary));
      await session.finish();
      await fetcher.close();
    }

    expect(Math.min(...running)).toBeGreaterThan(0);
    expect(await processesWith(temporary)).toBe(0);
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe('the sandbox of Chromium', { timeout: 30_000 }, () => {
  async function opened(browserSandbox: boolean) {
    const host = await serve((_, response) => {
      response.writeHead(200, HTML).end('<p id="ready"></p>');
    });
    const warnings: string[] = [];
    const warn = (sentence: string) => void warnings.push(sentence);
    const { tools } = aSession({ settings: { browserSandbox, warn } });
    const outcome = await tools.browser
      .html('1', `${host.url}/`, READY)
      .then(() => 'opened', String);
    return { outcome, warnings };
  }

  it('is never left out without a word', async () => {
    expect(await opened(false)).toEqual({ outcome: 'opened', warnings: [NO_SANDBOX] });
  });

  it('is not left out where it is wanted and cannot be had', async () => {
    const { outcome, warnings } = await opened(true);

    const isRoot = process.getuid?.() === 0;
    expect(outcome).toMatch(isRoot ? /did not start: .*sandbox/i : /^opened$/);
    expect(warnings).toEqual([]);
  });
});

describe('the gateway of a page', () => {
  /** Asks the gateway for a host the way Chromium does, and gives its reply. */
  async function ask(server: string, host: string, port: number): Promise<number> {
    const socket = dialTcp(Number(new URL(server).port), '127.0.0.1');
    const name = Buffer.from(host);
    const at = Buffer.from([port >> 8, port & 255]);
    socket.write(Buffer.from([5, 1, 0]));
    await once(socket, 'data');
    socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, at]));
    const [reply] = (await once(socket, 'data')) as [Buffer];
    socket.destroy();
    return reply[1] ?? -1;
  }

  it('is closed to every address the gate is closed to', async () => {
    const { visits, port } = await trap();
    const dial = createDial({ gate: gateTo(), proxies: null, timeoutMs: 1000 });
    const gateway = await openGateway({ dial, admits: () => true, onExcess: () => {} });
    onTestFinished(() => gateway.close());
    const aimed = ['127.0.0.1', 'localhost', '::ffff:127.0.0.1', '0.0.0.0'].map((host) => ({
      ...{ host, at: port, verdict: 'closed' },
    }));
    const cases = HOSTILE_URLS.filter(({ url }) => /^https?:\/\/[^\\@\s]+$/.test(url))
      .filter(({ url }) => URL.canParse(url) && new URL(url).port === '')
      .map(({ url, verdict }) => ({
        ...{ host: new URL(url).hostname.replace(/^\[|\]$/g, ''), at: 80, verdict },
      }));

    for (const { host, at, verdict } of [...aimed, ...cases]) {
      expect(await ask(gateway.server, host, at)).toBe(2);
      const { message } = gateway.failure() as Error;
      const found = /^expected a public/.test(message)
        ? 'closed'
        : message
            .replace(/^tests use no network.*/, 'open')
            .replace(/.*has no addr.*/, 'unresolved');
      expect([host, found]).toEqual([host, verdict]);
    }
    expect(visits).toEqual([]);
  });

  it('is open to the site of the page', async () => {
    const host = await serve(() => {}, SITE);
    const dial = createDial({ gate: gateTo(), proxies: null, timeoutMs: 1000 });
    const gateway = await openGateway({ dial, admits: siteOf(host.url), onExcess: () => {} });
    onTestFinished(() => gateway.close());

    expect(await ask(gateway.server, SITE, Number(new URL(host.url).port))).toBe(0);
    expect(gateway.failure()).toBeNull();
  });
});

describe('siteOf', () => {
  it.each([
    ['https://www.northlight.example/prices', 'www.northlight.example', true],
    ['https://www.northlight.example/prices', 'northlight.example', true],
    ['https://www.northlight.example/prices', 'cdn.Northlight.example.', true],
    ['https://www.northlight.example/prices', 'notnorthlight.example', false],
    ['https://docs.northlight.example/', 'northlight.example', false],
    ['http://127.0.0.1/', '127.0.0.1', true],
    ['http://127.0.0.1/', '1.127.0.0.1', false],
  ])('of %s has %s: %s', (url, host, isOfSite) => {
    expect(siteOf(url)(host)).toBe(isOfSite);
  });
});
