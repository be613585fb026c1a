import { parse } from 'yaml';
import { quote, SourceError } from '../../src/domain/errors.ts';
import type { Document } from './scraper.ts';

/** The value of a document written in YAML 1.2. Throws `changed` when it is not, or refers to itself. */
export function yaml(served: Document): unknown {
  try {
    return parse(served.text(), { maxAliasCount: 0, logLevel: 'error' });
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
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
