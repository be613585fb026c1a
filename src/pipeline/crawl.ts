import { createHash } from 'node:crypto';
import type { Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import type { Normalised } from '../domain/normalise.ts';
import type { Failure } from '../domain/words.ts';
import {
  type ArchivedDocument,
  browserMissing,
  type Missing,
  type Session,
} from '../fetch/index.ts';
import type { Read } from './read.ts';

/** One visit to one source, before anything known is asked about it. */
export interface Visit {
  readonly startedAt: number;
  readonly finishedAt: number;
  /** What was read, or null where the visit failed. */
  readonly seen: Normalised | null;
  readonly failure: { readonly failure: Failure; readonly message: string } | null;
  /** It failed for want of something here, a key or a browser: no fault of the source. */
  readonly skipped: boolean;
  readonly missing: readonly Missing[];
  /** Scopes that were read. */
  readonly scopes: readonly string[];
  readonly documents: readonly ArchivedDocument[];
  readonly bytes: number;
  /** Of what was read; equal digests are equal readings. Null where the visit failed. */
  readonly digest: string | null;
}

/** Fetches, parses and normalises one source. Never throws for what the source did. */
export async function crawl(
  scraper: Scraper,
  session: Session,
  now: () => number,
  read: Read,
): Promise<Visit> {
  const startedAt = now();
  try {
    const documents = await scraper.fetch(session.tools);
    if (documents.length === 0) throw nothingFetched(scraper, session.missing);
    const seen = await read(scraper, documents);
    const scopes = documents.flatMap(({ partOf }) => (partOf === null ? [] : [partOf]));
    return {
      ...visit(session, startedAt, now()),
      seen,
      failure: null,
      skipped: false,
      scopes: [...new Set(scopes)],
      digest: digestOf(seen),
    };
  } catch (cause) {
    return {
      ...visit(session, startedAt, now()),
      seen: null,
      failure: failureOf(cause, session),
      skipped: browserMissing(cause),
    };
  }
}

function visit(session: Session, startedAt: number, finishedAt: number) {
  return {
    startedAt,
    finishedAt,
    missing: session.missing,
    scopes: [],
    documents: session.documents,
    bytes: session.documents.map(({ bytes }) => bytes).reduce((sum, each) => sum + each, 0),
    digest: null,
  };
}

function nothingFetched(scraper: Scraper, missing: readonly Missing[]): SourceError {
  const [first] = missing;
  if (first === undefined) {
    return new SourceError('empty', `${scraper.id} brought no document`);
  }
  const others = missing.length > 1 ? ` (and ${missing.length - 1} more parts)` : '';
  return new SourceError(first.failure, `${first.message}${others}`);
}

/** Errors of the source become its failure; anything else is a bug of ours and stays one. */
function failureOf(
  cause: unknown,
  { redact }: Session,
): { readonly failure: Failure; readonly message: string } {
  if (!(cause instanceof SourceError)) throw cause;
  return { failure: cause.failure, message: redact(cause.message) };
}

/** Of what was read, in whatever order: equal digests are equal readings. */
export function digestOf({ offers, places, rates, tokens }: Normalised): string {
  // Of digests, not of texts: those of a large source would be as large as the source.
  const each = [offers, places, rates, tokens].flatMap((rows) =>
    rows.map((row) => createHash('sha256').update(JSON.stringify(row)).digest('base64')),
  );
  return createHash('sha256').update(each.sort().join('\n')).digest('hex');
}
