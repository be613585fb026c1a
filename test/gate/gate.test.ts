import { createServer, type Socket } from 'node:net';
import { Client } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectorThrough, openGate, type Resolve, urlFault } from '../../src/gate/index.ts';
import { webhookGate } from '../../src/notify/send.ts';
import { serve } from '../fetch/loopback.ts';
import { HOSTILE_URLS, resolveHostile } from './hostile-urls.ts';

const resolvesTo =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

/** What all the parts of the gate together say of an address. */
async function verdict(text: string): Promise<string> {
  if (!URL.canParse(text)) return 'closed';
  const url = new URL(text);
  if (urlFault(text, url) !== null) return 'closed';
  const gate = openGate({ allowed: [], advice: null, resolve: resolveHostile });
  const isNumber = /^[[\d]/.test(url.hostname);
  try {
    gate.check(url.hostname);
    if (!isNumber) await gate.addressesOf(url.hostname);
    return 'open';
  } catch (cause) {
    return (cause as { code: string }).code === 'ENOTFOUND' ? 'unresolved' : 'closed';
  }
}

describe('the gate', () => {
  it.each(HOSTILE_URLS)('is $verdict to $url', async ({ url, verdict: expected }) => {
    expect(await verdict(url)).toBe(expected);
  });

  it('says which line opens it, and says of no line that it opens what none does', async () => {
    const gate = webhookGate([], resolvesTo('192.168.1.7'));

    await expect(gate.addressesOf('hooks.test')).rejects.toThrow(
      'expected a public address, found 192.168.1.7 for hooks.test; to allow it, add to ' +
        "chipwatch.yaml: webhooks: { allowPrivate: ['192.168.1.7/32'] }",
    );
    expect(() => gate.check('[fd12::1]')).toThrow("['fd12::1/128']");
    expect(() => gate.check('169.254.169.254')).toThrow(/nothing opens it$/);
    expect(() => openGate({ allowed: [], advice: null }).check('10.0.0.1')).toThrow(
      /^expected a public address, found 10\.0\.0\.1$/,
    );
  });

  it('passes on why a name has no address', async () => {
    const codes = [
      webhookGate([], resolvesTo()),
      webhookGate([], async () => {
        throw Object.assign(new Error('no'), { code: 'EAI_AGAIN' });
      }),
    ].map((gate) => gate.addressesOf('empty.test').catch(({ code }) => code));

    expect(await Promise.all(codes)).toEqual(['ENOTFOUND', 'EAI_AGAIN']);
  });
});

describe('a connection through the gate', () => {
  /** Counts the connections made to an address of this machine. */
  async function listener(address: string, port = 0) {
    const sockets: Socket[] = [];
    const server = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(port, address, resolve));
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return { sockets, port: (server.address() as { port: number }).port };
  }

  function connect(
    host: string,
    port: number,
    { allowed, resolve }: { allowed: string[]; resolve?: Resolve },
  ): Promise<string> {
    const gate = openGate({ allowed, advice: null, ...(resolve ? { resolve } : {}) });
    const connector = connectorThrough(gate, { timeoutMs: 1000 });
    const target = { hostname: host, host, protocol: 'http:', port: String(port) };
    return new Promise((done) => {
      connector(target, (error, socket) => {
        done(error ? error.message : `connected to ${socket?.remoteAddress}`);
        socket?.destroy();
      });
    });
  }

  it('is never made to a literal address that is closed', async () => {
    const { sockets, port } = await listener('127.0.0.1');

    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', 'localhost']) {
      expect(await connect(host, port, { allowed: [] })).toMatch(/^expected a public address/);
    }
    expect(sockets).toEqual([]);
  });

  it('is made to the address that was judged, though the name moves on', async () => {
    const judged = await listener('127.0.0.2');
    const other = await listener('127.0.0.1', judged.port);
    const answers = ['127.0.0.2', '127.0.0.1'];
    const resolve: Resolve = async () => [{ address: answers.shift() ?? '127.0.0.1', family: 4 }];
    const turn = () => connect('rebind.test', judged.port, { allowed: ['127.0.0.2/32'], resolve });

    expect([await turn(), await turn()]).toEqual([
      'connected to 127.0.0.2',
      'expected a public address, found 127.0.0.1 for rebind.test',
    ]);
    expect([judged.sockets.length, other.sockets.length]).toEqual([1, 0]);
  });

  it('stays where it was judged while it is kept alive', async () => {
    const host = await serve((_, response) => void response.end('{}'));
    const answers = ['127.0.0.1', '10.0.0.1'];
    const resolve: Resolve = async () => [{ address: answers.shift() ?? '10.0.0.1', family: 4 }];
    const gate = openGate({ allowed: ['127.0.0.1/32'], advice: null, resolve });
    const connect = connectorThrough(gate, { timeoutMs: 1000 });
    const client = new Client(host.url.replace('127.0.0.1', 'rebind.test'), { connect });
    onTestFinished(() => client.destroy());

    for (let i = 0; i < 3; i += 1) {
      const { body } = await client.request({ method: 'GET', path: `/${i}` });
      await body.dump();
    }

    expect([host.seen.length, answers]).toEqual([3, ['10.0.0.1']]);
  });

  it('is cut when its other end is not what was judged', () => {
    const gate = openGate({ allowed: [], advice: null });

    expect(() => gate.judge('a.test', '::ffff:127.0.0.1')).toThrow(
      'found ::ffff:127.0.0.1 for a.t',
    );
    expect(() => gate.judge('a.test', undefined)).toThrow('a.test closed the connection');
    expect(() => gate.judge('a.test', '93.184.215.14')).not.toThrow();
  });
});
