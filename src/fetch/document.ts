import { createReadStream } from 'node:fs';
import type { Document } from '../../scrapers/kit/scraper.ts';
import { jsonOf, linesOf, textOf } from './decode.ts';
import type { Body, Headers } from './exchange.ts';

/** What a document is made of. */
export interface Served extends Pick<Document, 'name' | 'url' | 'fetchedAt' | 'partOf'> {
  readonly headers: Headers;
  readonly body: Body;
}

const MADE_OF = new WeakMap<Document, Served>();

/** The document as a scraper sees it: decoded when it is read, not before. */
export function documentOf(served: Served): Document {
  const { body, ...facts } = served;
  const { name, headers } = facts;
  const text = () => textOf(name, inMemory(name, body), headers);
  const document: Document = {
    ...facts,
    text,
    json: () => jsonOf(name, text()),
    lines: () => linesOf(name, piecesOf(body), headers),
  };
  MADE_OF.set(document, served);
  return document;
}

/** What the document was made of, to make it anew in another process. */
export function servedAs(document: Document): Served {
  const served = MADE_OF.get(document);
  if (served !== undefined) return served;
  throw new Error(`${document.name}: expected a document as the tools brought it, found another`);
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
