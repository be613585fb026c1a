import { fromArchive } from './archive.ts';
import type { Answer, Asked, Headers } from './exchange.ts';
import type { ArchivedDocument } from './session.ts';

/** An answer of the last crawl, and the headers that ask whether it is still the one. */
export interface Kept {
  readonly answer: Answer;
  readonly conditions: Headers;
}

/** What a document is asked about with; of no use to the next crawl, or not to be written down. */
const DROPPED =
  /^(?:set-cookie|content-encoding|content-length|transfer-encoding|connection|date)$/;

/** The headers worth keeping with a document: null where it cannot be asked whether it changed. */
export function headersToKeep(headers: Headers): Headers | null {
  if (!headers.etag && !headers['last-modified']) return null;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !DROPPED.test(name)));
}

/** What the last crawl kept of this very address, whole and to be asked about; else null. */
export async function keptFor(
  asked: Asked,
  shown: string,
  known: readonly ArchivedDocument[],
): Promise<Kept | null> {
  const document = known.find(({ url }) => url === shown);
  if (asked.method !== 'GET' || !document?.path || !document.headers) return null;
  const body = await fromArchive(document.path, document.sha256);
  if (body === null) return null;
  const { etag, 'last-modified': modified } = document.headers;
  return {
    answer: { url: asked.url, status: 200, headers: document.headers, body },
    conditions: {
      ...(etag ? { 'if-none-match': etag } : {}),
      ...(modified ? { 'if-modified-since': modified } : {}),
    },
  };
}
