import type { z } from 'zod';
import { oneList } from './one-document.ts';
import type { Kind } from './rows.ts';
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
interface KeyedList<Row>
  extends Kind<Row>,
    Pick<Scraper, 'id' | 'provider' | 'homepage' | 'reads' | 'verified'>,
    Partial<Pick<Scraper, 'every' | 'absentMeans' | 'evidence'>> {
  readonly secrets: readonly string[];
  /** Names the document. */
  readonly list: string;
  readonly url: string | ((tools: Tools) => string);
  readonly headers: (tools: Tools) => Headers;
  /** What is served, as its rows. */
  readonly rows: z.ZodType<readonly unknown[]>;
}

/** The source that reads such a list: every hour, of stock, unless it says otherwise. */
export function keyedList<Row>({ list, url, headers, ...named }: KeyedList<Row>): Scraper {
  return oneList({
    every: '1h',
    absentMeans: 'sold-out',
    evidence: 'stock-api',
    robots: 'documented-api',
    ...named,
    ask: (tools) =>
      tools.http.get(list, typeof url === 'string' ? url : url(tools), { headers: headers(tools) }),
  });
}
