import { createReadStream } from 'node:fs';
import type { Document } from '../../scrapers/kit/scraper.ts';
import { jsonOf, linesOf, textOf } from './decode.ts';
import type { Body, Headers } from './exchange.ts';

/** What a document is made of. */
export interface Served extends Pick<Document, 'name' | 'url' | 'fetchedAt' | 'partOf'> {
  readonly headers: Headers;
  readonly body: Body;
}

/** The document as a scraper sees it: decoded when it is read, not before. */
export function documentOf({ body, ...facts }: Served): Document {
  const { name, headers } = facts;
  const text = () => textOf(name, inMemory(name, body), headers);
  return {
    ...facts,
    text,
    json: () => jsonOf(name, text()),
    lines: () => linesOf(name, piecesOf(body), headers),
  };
}

function inMemory(name: string, body: Body): Buffer {
  if (body.kind === 'memory') return body.bytes;
  const megabytes = Math.round(body.size / 1e6);
  throw new Error(`${name}: ${megabytes} MB is too large for one string, read it as lines()`);
}

async function* piecesOf(body: Body): AsyncGenerator<Buffer> {
  if (body.kind === 'memory') yield body.bytes;
  else yield* createReadStream(body.path);
}
