import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { onTestFinished } from 'vitest';

/** What a loopback server was asked. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server on loopback that ends with the test. */
export interface Loopback {
  readonly url: string;
  readonly host: string;
  readonly seen: readonly Seen[];
  /** The largest number of requests that were open at the same time. */
  mostInFlight(): number;
  close(): Promise<void>;
}

export type Answering = (request: Seen, response: ServerResponse) => void | Promise<void>;

/** Serves on loopback until the test is over. */
export async function serve(answer: Answering, address = '127.0.0.1'): Promise<Loopback> {
  const seen: Seen[] = [];
  let inFlight = 0;
  let most = 0;
  const server = createServer(async (request, response) => {
    inFlight += 1;
    most = Math.max(most, inFlight);
    response.once('close', () => {
      inFlight -= 1;
    });
    const asked = await read(request);
    seen.push(asked);
    await answer(asked, response);
  });
  const { url, host, close } = await listen(server, address, () => server.closeAllConnections());
  return { url, host, seen, mostInFlight: () => most, close };
}

/** Serves bytes that need not be HTTP. */
export async function serveSocket(answer: (socket: Socket) => void): Promise<Loopback> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    answer(socket);
  });
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  const { url, host, close } = await listen(server, '127.0.0.1', destroyAll);
  return { url, host, seen: [], mostInFlight: () => 0, close };
}

async function listen(server: Server, address: string, disconnect: () => void) {
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const { port } = server.address() as AddressInfo;
  const close = async () => {
    disconnect();
    if (server.listening) await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  onTestFinished(close);
  return { url: `http://${address}:${port}`, host: `${address}:${port}`, close };
}

async function read(request: IncomingMessage): Promise<Seen> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = '', url = '', headers } = request;
  return { method, path: url, headers, body: Buffer.concat(chunks).toString() };
}
