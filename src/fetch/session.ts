import { LIMITS, type Scraper, type Tools } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import { archive } from './archive.ts';
import { documentOf } from './document.ts';
import type { Headers } from './exchange.ts';
import type { Grant } from './grant.ts';
import { headersToKeep } from './kept.ts';
import { type Missing, toolsFor, type Workshop } from './tools.ts';

/** A document that was brought, and where it is kept. */
export interface ArchivedDocument {
  readonly name: string;
  readonly url: string;
  readonly scope: string | null;
  /** Milliseconds UTC. */
  readonly fetchedAt: number;
  /** Of the decoded body. */
  readonly sha256: string;
  readonly bytes: number;
  /** Null where nothing is kept, or it was too large to keep. */
  readonly path: string | null;
  /** As served, where they let the next crawl ask whether it changed; else null. */
  readonly headers: Headers | null;
}

/** What a scraper asked for, secrets redacted. */
export interface Request {
  readonly method: string;
  readonly url: string;
}

/** One crawl's way to the world, and what came of it. */
export interface Session {
  readonly tools: Tools;
  readonly missing: readonly Missing[];
  readonly documents: readonly ArchivedDocument[];
  readonly requests: readonly Request[];
  /** Takes the secrets of the crawl out of what a host may have echoed. */
  redact(text: string): string;
  /** Ends the crawl once its documents are read: writes the recording, removes what was spooled. */
  finish(): Promise<void>;
}

/** What a session is made of. */
export interface Means extends Omit<Workshop, 'bring' | 'miss'> {
  readonly scraper: Scraper;
  readonly grant: Grant;
  /** The folder of the archive, or null where nothing is kept. */
  archiveDir(): Promise<string | null>;
}

/** The tools of one crawl, and the lists of what they brought. */
export function createSession(means: Means): Session {
  const missing: Missing[] = [];
  const documents: ArchivedDocument[] = [];
  const requests: Request[] = [];
  let held = 0;

  const bring: Workshop['bring'] = async ({ name, scope, method, url }, reached) => {
    refuseEndless(means.scraper, requests.length + 1);
    requests.push({ method, url: means.grant.redaction.url(url) });
    const { headers, body, ...answer } = await reached();
    if (body.kind === 'memory') held += body.size;
    refuseTooMuch(means.scraper, held, documents.length + 1);
    const facts = { name, url: means.grant.redaction.url(answer.url), fetchedAt: means.now() };
    const path = await keep(means, body, facts.fetchedAt);
    const { sha256, size: bytes } = body;
    documents.push({ ...facts, scope, sha256, bytes, path, headers: headersToKeep(headers) });
    return documentOf({ ...facts, partOf: scope, headers, body });
  };

  const { text: redact } = means.grant.redaction;
  const miss: Workshop['miss'] = (part) => missing.push({ ...part, message: redact(part.message) });

  return {
    tools: toolsFor({ ...means, bring, miss }, null),
    missing,
    documents,
    requests,
    redact,
    async finish() {
      await means.reach.finish();
      await means.grant.revoke();
    },
  };
}

function refuseEndless({ limits }: Scraper, documents: number): void {
  const most = limits?.pages ?? LIMITS.pages;
  if (documents <= most) return;
  throw new SourceError('changed', `expected at most ${most} documents, found no end of them`);
}

function refuseTooMuch({ limits }: Scraper, held: number, documents: number): void {
  const most = limits?.allBytes ?? LIMITS.allBytes;
  if (held <= most) return;
  const limit = (most / 2 ** 20).toFixed(1);
  const words = `expected at most ${limit} MiB in all documents, found more in ${documents} of them`;
  throw new SourceError('changed', words);
}

/** Keeps a document under its own digest; a key that a host echoed is not kept with it. */
async function keep(
  { archiveDir, scraper, grant }: Means,
  body: Parameters<typeof archive>[0],
  at: number,
): Promise<string | null> {
  const dir = await archiveDir();
  if (dir === null) return null;
  const hasSecrets = body.kind === 'memory' && (scraper.secrets ?? []).length > 0;
  const kept = hasSecrets ? { ...body, bytes: withoutSecrets(body.bytes, grant) } : body;
  return archive(kept, { dir, source: scraper.id, at });
}

/** Latin-1 keeps every byte as it is, whatever the charset. */
function withoutSecrets(bytes: Buffer, { redaction }: Grant): Buffer {
  return Buffer.from(redaction.text(bytes.toString('latin1')), 'latin1');
}
