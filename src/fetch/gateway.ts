import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { pipeline, Transform } from 'node:stream';
import { SourceError } from '../domain/errors.ts';
import type { Dial } from './dial.ts';
import { takeTarget } from './socks.ts';

/** What one page may take in, with all it asks for, as it comes over the wire. */
const PAGE_MIB = 30;

/** The one way out of a page: a SOCKS proxy of its own, so that no connection of Chromium's is made unseen. */
export interface Gateway {
  /** For the browser: `socks5://127.0.0.1:PORT`. */
  readonly server: string;
  /** Why a connection was last not made; null where all were. */
  failure(): unknown;
  /** Ends every connection of the page. */
  close(): Promise<void>;
}

interface GatewayOptions {
  readonly dial: Dial;
  /** Whether the page may ask this host at all. */
  admits(host: string): boolean;
  /** Told once, when the page takes in too much. */
  readonly onExcess: (cause: SourceError) => void;
}

/** Opens the way out for one page. */
export async function openGateway({ dial, admits, onExcess }: GatewayOptions): Promise<Gateway> {
  const open = new Set<Socket>();
  let failure: unknown = null;
  let taken = 0;

  function meter(): Transform {
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        taken += chunk.length;
        if (taken <= PAGE_MIB * 2 ** 20) return done(null, chunk);
        onExcess(new SourceError('changed', `the page takes in more than ${PAGE_MIB} MiB`));
        return done(new Error('the page took in too much'));
      },
    });
  }

  async function serve(near: Socket): Promise<void> {
    const { host, port, answer } = await takeTarget(near);
    try {
      if (!admits(host)) throw notAdmitted(host);
      const far = keep(await dial(host, port));
      answer('connected');
      pipeline(near, far, ignore);
      pipeline(far, meter(), near, ignore);
    } catch (cause) {
      failure = cause;
      answer('refused');
    }
  }

  function keep(socket: Socket): Socket {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    socket.on('error', ignore);
    return socket;
  }

  const server = createServer((near) => {
    serve(keep(near)).catch(() => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    server: `socks5://127.0.0.1:${port}`,
    failure: () => failure,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function notAdmitted(host: string): SourceError {
  return new SourceError('changed', `the page leads to ${host}, which is another site`);
}

/** A connection that breaks off is the page's to notice. */
function ignore(): void {}
