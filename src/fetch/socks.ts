import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Where a SOCKS client wants to go. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** Says whether it may; after a refusal the connection ends. */
  answer(word: 'connected' | 'refused'): void;
}

const VERSION = 5;
const CONNECT = 1;
const REPLIES = { connected: 0, refused: 2 } as const;

/** Reads the beginning of a SOCKS 5 connection (RFC 1928, no password). Throws when it is anything else. */
export async function takeTarget(socket: Socket): Promise<Target> {
  const [version, methods = 0] = await take(socket, 2);
  if (version !== VERSION) throw new Error(`expected SOCKS 5, found version ${version}`);
  await take(socket, methods);
  socket.write(Buffer.from([VERSION, 0]));
  const [, command, , kind = 0] = await take(socket, 4);
  if (command !== CONNECT) throw new Error(`expected CONNECT, found SOCKS command ${command}`);
  const host = await takeHost(socket, kind);
  const port = (await take(socket, 2)).readUInt16BE();
  return {
    host,
    port,
    answer(word) {
      const reply = Buffer.from([VERSION, REPLIES[word], 0, 1, 0, 0, 0, 0, 0, 0]);
      if (word === 'connected') socket.write(reply);
      else socket.end(reply);
    },
  };
}

async function takeHost(socket: Socket, kind: number): Promise<string> {
  if (kind === 1) return (await take(socket, 4)).join('.');
  if (kind === 4) {
    const bytes = await take(socket, 16);
    return Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(i * 2).toString(16)).join(':');
  }
  if (kind !== 3) throw new Error(`expected an address, found SOCKS address type ${kind}`);
  const [length = 0] = await take(socket, 1);
  return (await take(socket, length)).toString('latin1');
}

async function take(socket: Socket, length: number): Promise<Buffer> {
  const ended = new AbortController();
  const end = () => ended.abort();
  socket.once('close', end);
  try {
    for (;;) {
      const bytes = socket.read(length) as Buffer | null;
      if (bytes?.length === length) return bytes;
      if (socket.readableEnded || socket.destroyed) throw new Error('the connection ended early');
      await once(socket, 'readable', { signal: ended.signal });
    }
  } finally {
    socket.off('close', end);
  }
}
