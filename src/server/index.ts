import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import type { ServerDesk } from './desk.ts';
import type { Door } from './door.ts';

/** A server that listens. */
export interface Server {
  readonly url: string;
  /** Ends what is under way and stops. */
  close(): Promise<void>;
}

/** Whoever sends a byte a second is cut off; in milliseconds. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
};

/** Serves the API and the pages. Throws one sentence when the port cannot be had. */
export async function startServer(desk: ServerDesk, door: Door): Promise<Server> {
  const { host, port } = door;
  const stopping = new AbortController();
  const { fetch } = createApp(desk, door, stopping.signal);
  return new Promise((resolve, reject) => {
    const listening = { fetch, hostname: host, port, serverOptions: PATIENCE };
    const server = serve(listening, (info: AddressInfo) => {
      const shown = info.family === 'IPv6' ? `[${info.address}]` : info.address;
      resolve({
        url: `http://${shown}:${info.port}`,
        close: () => {
          stopping.abort();
          return new Promise((done) => server.close(() => done()));
        },
      });
    });
    server.once('error', (cause: NodeJS.ErrnoException) => reject(unable(cause, host, port)));
  });
}

function unable(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  const why = cause.code === 'EADDRINUSE' ? 'another program listens there' : cause.message;
  return new Error(
    `cannot serve on ${host}:${port}: ${why}; choose another with server.port in chipwatch.yaml or --port`,
    { cause },
  );
}
