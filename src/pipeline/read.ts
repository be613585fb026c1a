import { type Documents, LIMITS, type Scraper } from '../../scrapers/kit/scraper.ts';
import { SourceError } from '../domain/errors.ts';
import { type Normalised, normalise } from '../domain/normalise.ts';

/** Parses and normalises what one source served. Throws a `SourceError` for what it cannot read. */
export type Read = (scraper: Scraper, documents: Documents) => Promise<Normalised>;

/** Everything after the network: a recording goes in here as a live page does. */
export async function read(scraper: Scraper, documents: Documents): Promise<Normalised> {
  const maxRows = scraper.limits?.rows ?? LIMITS.rows;
  try {
    return await normalise(scraper, scraper.parse(documents), maxRows);
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    throw new SourceError('changed', `its documents are not what they were: ${firstLine(cause)}`, {
      cause,
    });
  }
}

/** What an error says, on one line. */
export function firstLine(cause: unknown): string {
  const issues = (cause as { issues?: readonly { path: PropertyKey[]; message: string }[] }).issues;
  const issue = issues?.[0];
  if (issue) return `${issue.path.join('.')}: ${issue.message}`;
  return cause instanceof Error ? (cause.message.split('\n')[0] ?? cause.name) : String(cause);
}
