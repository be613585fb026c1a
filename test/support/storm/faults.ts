import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Row } from '../../hostile/base.ts';
import { NEVER_ENDS } from './sources.ts';

/** A host fails to deliver a document. */
type Spoil = (response: ServerResponse, body: string) => void;

/** 48 MiB of nothing in 48 KB. */
const BOMB = gzipSync(Buffer.alloc(48 * 2 ** 20));
const DRIP_MS = 50;

export const ON_THE_WAY = {
  'status 500': (response) => void response.writeHead(500).end('{"error":"made up"}'),
  'asks to wait': (response) => void response.writeHead(429, { 'retry-after': '1' }).end('later'),
  reset: (response) => void response.socket?.resetAndDestroy(),
  'cut body': (response, body) => {
    response.writeHead(200, { 'content-length': Buffer.byteLength(body) });
    response.write(body.slice(0, body.length / 2), () => response.socket?.destroy());
  },
  drip: (response, body) => {
    response.writeHead(200);
    let sent = 0;
    const dripping = setInterval(() => {
      response.write(body.slice(sent, sent + 1));
      sent += 1;
    }, DRIP_MS);
    response.once('close', () => clearInterval(dripping));
  },
  silence: () => undefined,
  bomb: (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(BOMB),
  challenge: (response) => {
    const page = '<html><head><title>Just a moment...</title></head><body>Wait.</body></html>';
    response.writeHead(200, { 'content-type': 'text/html' }).end(page);
  },
} as const satisfies Record<string, Spoil>;

/** A document that came whole is not what it was. */
type Falsify = (rows: readonly Row[], write: (rows: readonly Row[]) => string) => string;

export const IN_THE_DOCUMENT = {
  'renamed column': (rows, write) =>
    write(rows).replaceAll('"price"', '"hourly"').replaceAll('Price per hour', 'Cost per hour'),
  'prices x100': (rows, write) =>
    write(rows.map((row) => ({ ...row, price: Number((row.price * 100).toFixed(2)) }))),
  'empty list': (_, write) => write([]),
  'half list': (rows, write) => write(rows.slice(0, Math.floor(rows.length / 2))),
  'never ends': (rows, write) => write(rows).replace(/[}>]\s*$/, (end) => `${end}${NEVER_ENDS}`),
} as const satisfies Record<string, Falsify>;

export type Fault = keyof typeof ON_THE_WAY | keyof typeof IN_THE_DOCUMENT;
export const FAULTS = [
  ...(Object.keys(ON_THE_WAY) as Fault[]),
  ...(Object.keys(IN_THE_DOCUMENT) as Fault[]),
];
