import { SourceError } from '../../src/domain/errors.ts';
import type { Listing, Reading } from '../../src/domain/listing.ts';
import type { Money } from '../../src/domain/money.ts';
import { html, type Markup } from './html.ts';
import { document } from './rows.ts';
import type { Document, Scraper } from './scraper.ts';

/** A page of prices that is served whole, and how it is read. */
export interface PricePage
  extends Pick<Scraper, 'id' | 'homepage' | 'anchors' | 'verified'>,
    Partial<Pick<Scraper, 'every' | 'provider' | 'reads'>> {
  /** Reads what a person sees, or what the page carries for its scripts. */
  readonly read: (page: Markup, served: Document) => Iterable<Reading>;
}

/** The source that reads such a page. Throws `changed` where it reads nothing: a table without rows is not sold out. */
export function pricePage({ read, ...named }: PricePage): Scraper {
  return {
    every: '1d',
    provider: named.id,
    reads: 'the pricing page',
    ...named,
    absentMeans: 'withdrawn',
    evidence: 'page',
    robots: 'page',

    async fetch({ http }) {
      return [await http.get('pricing', named.homepage)];
    },

    *parse(documents) {
      const served = document(documents, 'pricing');
      yield* notEmpty(read(html(served), served), named.homepage);
    },
  };
}

function* notEmpty(readings: Iterable<Reading>, page: string): Iterable<Reading> {
  let found = 0;
  for (const reading of readings) {
    found += 1;
    yield reading;
  }
  if (found === 0) throw new SourceError('changed', `expected prices, found none at ${page}`);
}

/** What a price, or the words in its place, say of a listing. */
export function priced(shown: Money | string): Pick<Listing, 'price' | 'availability' | 'words'> {
  return typeof shown === 'string'
    ? { price: null, availability: 'unknown', words: shown }
    : { price: shown, availability: 'listed', words: null };
}
