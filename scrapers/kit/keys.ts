import type { Tools } from './scraper.ts';

/** What a request carries to an API that wants a token: that secret of the source, as its bearer. */
export function bearer({ secret }: Pick<Tools, 'secret'>, name: string) {
  return { headers: { authorization: `Bearer ${secret(name)}` } };
}
