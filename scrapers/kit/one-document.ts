import type { z } from 'zod';
import { SourceError } from '../../src/domain/errors.ts';
import type { Reading } from '../../src/domain/listing.ts';
import { envelope, type Kind, readingsOf } from './rows.ts';
import type { Document, Documents, Scraper, Tools } from './scraper.ts';

/** A source that is one document, and how it is read. */
interface OneDocument extends Omit<Scraper, 'fetch' | 'parse'> {
  readonly ask: (tools: Tools) => Promise<Document>;
  readonly read: (served: Document) => Iterable<Reading> | AsyncIterable<Reading>;
}

/** The source that reads such a document. */
export function oneDocument({ ask, read, ...named }: OneDocument): Scraper {
  return {
    ...named,

    async fetch(tools) {
      return [await ask(tools)];
    },

    parse: (documents) => read(onlyOne(documents)),
  };
}

/** A source that is one document with a list in it, row by row. */
interface OneList<Row> extends Omit<OneDocument, 'read'>, Kind<Row> {
  /** What is served, as its rows. */
  readonly rows: z.ZodType<readonly unknown[]>;
}

/** The source that reads such a list. */
export function oneList<Row>({ rows, isOurs, row, readings, ...named }: OneList<Row>): Scraper {
  return oneDocument({
    ...named,
    *read(served) {
      for (const each of envelope(served, rows)) {
        yield* readingsOf(each, { isOurs, row, readings });
      }
    },
  });
}

function onlyOne(documents: Documents): Document {
  const [only, ...more] = documents;
  if (only !== undefined && more.length === 0) return only;
  throw new SourceError('changed', `expected one document, found ${documents.length}`);
}
