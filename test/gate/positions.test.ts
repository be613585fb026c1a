import { createServer, type Socket } from 'node:net';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { openGate, type Resolve } from '../../src/gate/index.ts';
import { senderOf } from '../../src/notify/channels.ts';
import { openPoster, webhookGate } from '../../src/notify/send.ts';
import { newMessageId, newSecret } from '../../src/notify/signing.ts';
import { aSession } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { HOSTILE_URLS, type HostileUrl, resolveHostile } from './hostile-urls.ts';

/** The one server that may be reached: it stands for a provider somebody took over. */
const TAKEN_OVER = '127.0.0.2';
/** Relative references are the host's own addresses when they come from the host. */
const FROM_A_HOST = HOSTILE_URLS.filter(({ url }) => url !== '' && !url.startsWith('//'));
/** A header holds no line break, and no letter beyond ASCII. */
const IN_A_HEADER = FROM_A_HOST.filter(({ url }) => /^[\x21-\x7e]+$/.test(url));

const connections: Socket[] = [];
let port = 0;

/** Listens at all addresses of this machine, and counts who comes. */
beforeEach(async () => {
  connections.length = 0;
  const server = createServer((socket) => {
    connections.push(socket);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  ({ port } = server.address() as { port: number });
  onTestFinished(() => void server.close());
});

/** The cases, and those of this machine at the port that is listened at. */
function aimed(cases: readonly HostileUrl[]): readonly HostileUrl[] {
  const local = ['127.0.0.1', '2130706433', '0', 'localhost', '[::1]', '[::ffff:127.0.0.1]'];
  const names = [...local, 'mixed.test', 'carrier.test'];
  return [
    ...cases,
    ...names.map((name) => ({ url: `http://${name}:${port}/`, verdict: 'closed' as const })),
  ];
}

function gateFor(resolve: Resolve = resolveHostile) {
  return openGate({ allowed: [`${TAKEN_OVER}/32`], advice: null, resolve });
}

function verdictOf(cause: unknown): string {
  const { message } = cause as Error;
  if (/^expected a(?:n| public| webhook)|redirects .*without an address/.test(message)) {
    return 'closed';
  }
  if (/name could not be looked up|ENOTFOUND/.test(message)) return 'unresolved';
  // Tests use no network: what gets that far is let through by the gate.
  return /tests use no network|could not be reached \(Error\)/.test(message) ? 'open' : message;
}

async function expectVerdicts(
  cases: readonly HostileUrl[],
  ask: (url: string) => Promise<unknown>,
): Promise<void> {
  for (const { url, verdict } of aimed(cases)) {
    const found = await ask(url).then(() => 'answered', verdictOf);
    expect([url, found]).toEqual([url, verdict]);
  }
  expect(connections).toEqual([]);
}

describe('the gate stands before', () => {
  it('the address of a webhook', async () => {
    const poster = openPoster({ gate: webhookGate([], resolveHostile), now: Date.now });
    onTestFinished(() => poster.close());
    const secrets = [newSecret()];

    await expectVerdicts(HOSTILE_URLS, async (url) => {
      const config = { type: 'webhook', url, secret: secrets } as const;
      const { error } = await senderOf(
        poster,
        config,
        async () => secrets,
      )({ id: newMessageId(), body: '{}' });
      throw new Error(error ?? 'answered');
    });
  });

  it('the address a scraper begins with', async () => {
    const { tools } = aSession({ settings: { gate: gateFor() } });

    await expectVerdicts(HOSTILE_URLS, (url) => tools.http.get('offers', url));
  });

  it('the target of a redirect', async () => {
    const host = await serve(({ path }, response) => {
      const location = decodeURIComponent(path.slice(2));
      response.writeHead(302, { location }).end();
    }, TAKEN_OVER);
    const { tools } = aSession({
      settings: { gate: gateFor() },
      scraper: { limits: { pages: 500 } },
    });

    await expectVerdicts(IN_A_HEADER, (url) =>
      tools.http.get('offers', `${host.url}/?${encodeURIComponent(url)}`),
    );
  });

  it('the link to the next page', async () => {
    const host = await serve(({ path }, response) => {
      response.end(JSON.stringify({ next: decodeURIComponent(path.slice(2)) }));
    }, TAKEN_OVER);
    const { tools } = aSession({
      settings: { gate: gateFor() },
      scraper: { limits: { pages: 500 } },
    });

    await expectVerdicts(FROM_A_HOST, async (url) => {
      const first = await tools.http.get('1', `${host.url}/?${encodeURIComponent(url)}`);
      return tools.http.get('2', (first.json() as { next: string }).next);
    });
  });

  it('robots.txt', async () => {
    const { tools } = aSession({ settings: { gate: gateFor() }, scraper: { robots: 'page' } });

    await expect(tools.http.get('1', `http://127.0.0.1:${port}/`)).rejects.toMatchObject({
      failure: 'changed',
      message: expect.stringContaining('expected a public address, found 127.0.0.1'),
    });
    expect(connections).toEqual([]);
  });
});

describe('a name that moves to this machine after it was judged', () => {
  it('is connected to where it was judged, or not at all', async () => {
    const host = await serve((_, response) => void response.end('{}'), TAKEN_OVER);
    const at = Number(new URL(host.url).port);
    const lookups: string[] = [];
    const resolve: Resolve = async (name) => {
      const address = lookups.length % 2 === 0 ? TAKEN_OVER : '127.0.0.1';
      lookups.push(name);
      return [{ address, family: 4 }];
    };
    const ask = async () => {
      const { tools } = aSession({ settings: { gate: gateFor(resolve) } });
      return tools.http.get('offers', `http://rebind.test:${at}/`);
    };
    const server = createServer((socket) => void connections.push(socket));
    await new Promise<void>((done) => server.listen(at, '127.0.0.1', done));
    onTestFinished(() => void server.close());

    for (let i = 0; i < 3; i += 1) {
      await expect(ask()).resolves.toMatchObject({ url: `http://rebind.test:${at}/` });
      await expect(ask()).rejects.toThrow('found 127.0.0.1 for rebind.test');
    }
    expect([host.seen.length, lookups.length, connections.length]).toEqual([3, 6, 0]);
  });
});
