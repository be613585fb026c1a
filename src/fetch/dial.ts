import type { Socket } from 'node:net';
import { type buildConnector, Client } from 'undici';
import { connectorThrough, type Gate } from '../gate/index.ts';
import { isExcepted, type Proxies } from './proxies.ts';

/** Opens a connection for the browser. Throws for an address the gate is closed to. */
export type Dial = (host: string, port: number) => Promise<Socket>;

interface DialOptions {
  readonly gate: Gate;
  readonly proxies: Proxies | null;
  readonly timeoutMs: number;
}

/** Connects through the gate, or through the proxy of the environment, which looks names up itself. */
export function createDial({ gate, proxies, timeoutMs }: DialOptions): Dial {
  const connect = connectorThrough(gate, { timeoutMs });
  return async (host, port) => {
    if (proxies === null || isExcepted(host, port, proxies)) return direct(connect, host, port);
    gate.check(host);
    return tunnel(proxies, `${host}:${port}`, timeoutMs);
  };
}

function direct(connect: buildConnector.connector, host: string, port: number): Promise<Socket> {
  const target = { hostname: host, host, protocol: 'http:', port: String(port) };
  return new Promise((resolve, reject) => {
    connect(target, (...[error, socket]) => (error ? reject(error) : resolve(socket)));
  });
}

/** Also plain HTTP goes through CONNECT here: what a page asks for is not ours to read. */
async function tunnel(proxies: Proxies, target: string, timeout: number): Promise<Socket> {
  const { origin, username, password } = new URL(proxies.https || proxies.http);
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const login = { 'proxy-authorization': `Basic ${Buffer.from(pair).toString('base64')}` };
  const client = new Client(origin, { connect: { timeout }, headersTimeout: timeout });
  try {
    const headers = { host: target, ...(username === '' ? {} : login) };
    const { statusCode, socket } = await client.connect({ path: target, headers });
    if (statusCode === 200) return socket as Socket;
    socket.destroy();
    throw new Error(`the proxy answered HTTP ${statusCode} for ${target}`);
  } finally {
    // The tunnel is its own from here on; what waits for the next request is not needed.
    await client.close();
  }
}
