import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { verify } from '../notify/index.ts';

/** A message as it arrived at the receiver. */
export interface Received {
  /** Whether the signature is that of the secret. */
  readonly verified: boolean;
  readonly type: string;
  readonly headline: string;
}

/** A webhook receiver on loopback, as a user would write one. */
export interface Receiver {
  readonly url: string;
  /** What came since the last time it was asked. */
  take(): readonly Received[];
  close(): Promise<void>;
}

const HeaderTexts = z.record(z.string(), z.string().optional().catch(undefined));
const Message = z.object({ type: z.string(), data: z.object({ headline: z.string() }) });

/** Starts a receiver that checks each signature against the secret, and answers 401 to a wrong one. */
export async function startReceiver(secret: string): Promise<Receiver> {
  let received: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    const headers = HeaderTexts.parse(request.headers);
    const verified = verify(secret, headers, body, Date.now() / 1000);
    const { type, data } = Message.parse(JSON.parse(body));
    received.push({ verified, type, headline: data.headline });
    response.writeHead(verified ? 204 : 401).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    take() {
      const taken = received;
      received = [];
      return taken;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
