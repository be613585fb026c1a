import { SourceError } from '../../src/domain/errors.ts';
import type { Listing, Reading } from '../../src/domain/listing.ts';
import type { Money } from '../../src/domain/money.ts';
import { declaredOffers } from './carried.ts';
import { html, type Markup } from './html.ts';
import { oneDocument } from './one-document.ts';
import { type Kind, readingsOf } from './rows.ts';
import type { Document, Scraper } from './scraper.ts';

/** A page of prices that is served whole, and how it is read. */
interface PricePage
  extends Pick<Scraper, 'id' | 'homepage' | 'anchors' | 'verified'>,
    Partial<Pick<Scraper, 'every' | 'provider' | 'reads'>> {
  /** Where the page is drawn by its scripts: a selector of what is there once it is drawn. */
  readonly waitFor?: string;
  /** Reads what a person sees, or what the page carries for its scripts. */
  readonly read: (page: Markup, served: Document) => Iterable<Reading>;
}

/** The source that reads such a page. Throws `changed` where it reads nothing: a table without rows is not sold out. */
export function pricePage({ waitFor, read, ...named }: PricePage): Scraper {
  return oneDocument({
    every: '1d',
    provider: named.id,
    reads: 'the pricing page',
    ...named,
    absentMeans: 'withdrawn',
    evidence: 'page',
    robots: 'page',
    ask: ({ http, browser }) =>
      waitFor === undefined
        ? http.get('pricing', named.homepage)
        : browser.html('pricing', named.homepage, { waitFor }),
    read: (served) => notEmpty(read(html(served), served), named.homepage),
  });
}

/** A page of prices that declares what it offers, in words of schema.org. */
interface DeclaredPage<Row> extends Omit<PricePage, 'read'>, Kind<Row> {}

/** The source that reads what such a page declares. */
export function declaredPage<Row>({ isOurs, row, readings, ...named }: DeclaredPage<Row>): Scraper {
  return pricePage({
    ...named,
    *read(_, served) {
      for (const offer of declaredOffers(served)) {
        yield* readingsOf(offer, { isOurs, row, readings });
      }
    },
  });
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
