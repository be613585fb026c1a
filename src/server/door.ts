import type { IncomingMessage } from 'node:http';
import { isLoopback } from './loopback.ts';
import { digestOf } from './token.ts';

/** Where the server listens, and whom it answers. */
export interface Door {
  readonly host: string;
  readonly port: number;
  /** SHA-256 of the token that everybody must bring, or null where nobody needs one. */
  readonly digest: Buffer | null;
  /** Hosts it answers for besides the address it listens on. */
  readonly hosts: ReadonlySet<string>;
  /** What stands before our paths where a proxy mounts us: `/chips`, or nothing. */
  readonly basePath: string;
}

/** Throws a `RangeError` of one sentence for a door that would stand open to a network. */
export function openDoor(settings: {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token?: string | null;
  readonly hosts?: readonly string[];
  /** `/` for the root. */
  readonly basePath?: string;
}): Door {
  const { host, port, token = null, hosts = [], basePath = '/' } = settings;
  if (token === null && !isLoopback(host)) {
    throw new RangeError(
      `expected a token for a server on ${host}, which others can reach, found none; set CHIPWATCH_TOKEN or server.token, or listen on 127.0.0.1`,
    );
  }
  const digest = token === null ? null : digestOf(token);
  return {
    ...{ host, port, digest, hosts: new Set(hosts.map((name) => name.toLowerCase())) },
    basePath: basePath === '/' ? '' : basePath,
  };
}

const HOST = /^(?<name>\[[\da-f:.]+\]|[^:[\]]+)(?::(?<port>\d{1,5}))?$/;
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Whether the request names this server: a page of another site can have its name resolve to this
 * machine, but it cannot send another Host.
 */
export function isAddressed({ hosts, host }: Door, { headers, socket }: IncomingMessage): boolean {
  const named = (headers.host ?? '').toLowerCase();
  if (hosts.has(named)) return true;
  const { name, port = '80' } = HOST.exec(named)?.groups ?? {};
  if (name === undefined || Number(port) !== socket.localPort) return false;
  const reached = (socket.localAddress ?? '').replace(/^::ffff:/, '');
  const own = [...LOOPBACK_NAMES, host.toLowerCase(), reached, `[${reached}]`];
  return own.includes(name) || hosts.has(name);
}

/** A step up or nowhere, however it is written: what it leads to is not what it says. */
const DOTS = /[/\\](?:\.|%2e){1,2}(?:[/\\?#]|$)/i;

/** Whether the request says once, and in one way, whom it is for and what it asks. */
export function isPlain({ url = '', rawHeaders }: IncomingMessage): boolean {
  const hosts = rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === 'host');
  return url.startsWith('/') && !DOTS.test(url.split('?', 1)[0] ?? '') && hosts.length === 1;
}
