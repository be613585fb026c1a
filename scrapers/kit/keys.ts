import type { z } from 'zod';
import type { Reading } from '../../src/domain/listing.ts';
import { document, envelope, row } from './rows.ts';
import type { Scraper, Tools } from './scraper.ts';

type Headers = Record<string, string>;

/** The header of an API that wants a token: that secret of the source, as its bearer. */
export function bearer({ secret }: Pick<Tools, 'secret'>, name: string): Headers {
  return { authorization: `Bearer ${secret(name)}` };
}

/** The header of an API that wants a name and a password: those two secrets of the source. */
export function basic({ secret }: Pick<Tools, 'secret'>, user: string, password: string): Headers {
  return { authorization: `Basic ${btoa(`${secret(user)}:${secret(password)}`)}` };
}

/** An API that tells in one list, for a key, what can be had. */
export interface KeyedList<Row>
  extends Pick<Scraper, 'id' | 'provider' | 'homepage' | 'reads' | 'verified'>,
    Partial<Pick<Scraper, 'every' | 'absentMeans' | 'evidence'>> {
  readonly secrets: readonly string[];
  /** Names the document. */
  readonly list: string;
  readonly url: string | ((tools: Tools) => string);
  readonly headers: (tools: Tools) => Headers;
  /** What is served, as its rows. */
  readonly rows: z.ZodType<readonly unknown[]>;
  /** As much of a row as tells whether it has an accelerator. */
  readonly isOurs: z.ZodType<boolean>;
  readonly row: z.ZodType<Row>;
  readonly readings: (row: Row) => Iterable<Reading>;
}

/** The source that reads such a list: every hour, of stock, unless it says otherwise. */
export function keyedList<Row>({
  list,
  url,
  headers,
  rows,
  isOurs,
  row: Row,
  readings,
  ...named
}: KeyedList<Row>): Scraper {
  return {
    every: '1h',
    absentMeans: 'sold-out',
    evidence: 'stock-api',
    robots: 'documented-api',
    ...named,

    async fetch(tools) {
      const address = typeof url === 'string' ? url : url(tools);
      return [await tools.http.get(list, address, { headers: headers(tools) })];
    },

    *parse(documents) {
      for (const served of envelope(document(documents, list), rows)) {
        yield* readingsOf(served, { isOurs, row: Row, readings });
      }
    },
  };
}

/** The readings of a row: none where it has no accelerator, that it could not be read where it could not. */
export function* readingsOf<Row>(
  served: unknown,
  { isOurs, row: Row, readings }: Pick<KeyedList<Row>, 'isOurs' | 'row' | 'readings'>,
): Iterable<Reading> {
  const kind = row(served, isOurs, null);
  if ('unread' in kind) return yield kind.unread;
  if (!kind.read) return;
  const found = row(served, Row, null);
  if ('unread' in found) yield found.unread;
  else yield* readings(found.read);
}
