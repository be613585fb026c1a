import { z } from 'zod';
import { quote, SourceError } from '../../src/domain/errors.ts';
import { Currency, type Money, money } from '../../src/domain/money.ts';
import { scripts } from './html.ts';
import type { Document } from './scraper.ts';

/** A chunk of what a page of Next.js carries for its scripts: `self.__next_f.push([1,"..."])`. */
const CHUNK = /self\.__next_f\.push\(\[1,(?<text>"[^"\\]*(?:\\[\s\S][^"\\]*)*")\]\)/g;
/** A bracket; or a text, to the end of everything where it has none: what looks for it again takes too long. */
const MARK = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|[{}[\]]/g;

/**
 * The list or object of that name in the data a page of Next.js carries for its scripts. Throws `changed`
 * where there is none, or several that differ.
 */
export function carried(served: Document, name: string): unknown {
  const data = [...served.text().matchAll(CHUNK)]
    .map(({ groups }) => jsonIn(served, groups?.text))
    .join('');
  const found = new Set(valuesIn(data, name));
  const [value, ...more] = found;
  if (value !== undefined && more.length === 0) return jsonIn(served, value);
  throw new SourceError(
    'changed',
    `${served.name}: expected one ${quote(name)} in what the page carries, found ${found.size}`,
  );
}

/** Everything the page declares to be on offer, in words of schema.org. Throws `changed` where that is nothing. */
export function declaredOffers(served: Document): readonly unknown[] {
  const declared = scripts(served, 'application/ld+json').map((text) => jsonIn(served, text));
  const offers = declared.flatMap(offersIn);
  if (offers.length > 0) return offers;
  throw new SourceError('changed', `${served.name}: expected offers of schema.org, found none`);
}

/**
 * The price of an offer of schema.org for an hour, in the words its page has for that. It says so twice,
 * and has to agree with itself. Zero is never a price.
 */
export function declaredPrice(hour: string): z.ZodType<{ readonly price: Money }> {
  const said = { price: z.number().min(1e-6).max(1e6), priceCurrency: Currency };
  return z
    .object({ ...said, priceSpecification: z.object({ ...said, unitText: z.literal(hour) }) })
    .refine(
      ({ priceSpecification: { price, priceCurrency }, ...offer }) =>
        price === offer.price && priceCurrency === offer.priceCurrency,
      'expected the same price twice',
    )
    .transform(({ price, priceCurrency }) => ({ price: money(price, priceCurrency) }));
}

function offersIn(node: unknown): readonly unknown[] {
  if (typeof node !== 'object' || node === null) return [];
  if ('@type' in node && node['@type'] === 'Offer') return [node];
  return Object.values(node).flatMap(offersIn);
}

/** The texts of the lists and objects of that name, none of them within another. */
function valuesIn(data: string, name: string): readonly string[] {
  const values: string[] = [];
  const key = new RegExp(`"${name}":(?=[[{])`, 'g');
  while (key.test(data)) {
    const value = valueAt(data, key.lastIndex);
    values.push(value);
    key.lastIndex += value.length;
  }
  return values;
}

/** The text of the list or object that begins there. */
function valueAt(data: string, start: number): string {
  let depth = 0;
  for (const { 0: mark, index } of data.slice(start).matchAll(MARK)) {
    if (mark === '{' || mark === '[') depth += 1;
    else if (mark === '}' || mark === ']') depth -= 1;
    if (depth === 0) return data.slice(start, start + index + 1);
  }
  return data.slice(start);
}

function jsonIn(served: Document, text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (cause) {
    throw new SourceError('changed', `${served.name}: expected JSON in the page, found other`, {
      cause,
    });
  }
}
