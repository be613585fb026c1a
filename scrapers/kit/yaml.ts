import { createRequire } from 'node:module';
import { quote, SourceError } from '../../src/domain/errors.ts';
import type { Document } from './scraper.ts';

/** Seventy modules, read with the first document: a question about offers knows all scrapers and parses none. */
function parser(): typeof import('yaml') {
  return createRequire(import.meta.url)('yaml');
}

/** The value of a document written in YAML 1.2. Throws `changed` when it is not, or refers to itself. */
export function yaml(served: Document): unknown {
  // What fails before the text is read as YAML says nothing of the source.
  const { parse } = parser();
  const text = served.text();
  try {
    return parse(text, { maxAliasCount: 0, logLevel: 'error' });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new SourceError(
      'changed',
      `${served.name}: expected YAML, found ${quote(reason ?? '')}`,
      {
        cause,
      },
    );
  }
}
