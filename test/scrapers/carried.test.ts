import { describe, expect, it } from 'vitest';
import { declaredOffers } from '../../scrapers/kit/carried.ts';
import { carried, declaredPrice } from '../../scrapers/kit/index.ts';
import { aPage } from '../support/documents.ts';

/** A page that carries these chunks for its scripts. */
function carrying(...chunks: readonly string[]) {
  const scripts = chunks.map(
    (chunk) => `<script>self.__next_f.push([1,${JSON.stringify(chunk)}])</script>`,
  );
  return aPage('page', scripts.join('\n'));
}

describe('carried', () => {
  it('finds a value by its name, cut anywhere, with brackets and quotes in its texts', () => {
    const value = { list: [{ text: 'a "quote", a } and a \\' }], more: [] };
    const text = `2f:["$","$L1",null,{"wanted":${JSON.stringify(value)}}]\n`;

    for (const cut of [3, 30, 45, text.length]) {
      const page = carrying(text.slice(0, cut), text.slice(cut));
      expect(carried(page, 'wanted')).toEqual(value);
    }
  });

  it('takes one that stands there twice, and refuses two that differ', () => {
    expect(carried(carrying('{"wanted":[1]}', '{"wanted":[1]}'), 'wanted')).toEqual([1]);
    expect(() => carried(carrying('{"wanted":[1]}', '{"wanted":[2]}'), 'wanted')).toThrow(
      'expected one "wanted" in what the page carries, found 2',
    );
  });

  it('takes one within another of its name for a part of it', () => {
    expect(carried(carrying('{"wanted":[{"wanted":[1]}]}'), 'wanted')).toEqual([{ wanted: [1] }]);
  });

  it.each([
    ['nothing of that name', '{"other":[1]}', 'found 0'],
    ['a value that is no list or object', '{"wanted":"$L2c"}', 'found 0'],
    ['a value that never ends', '{"wanted":[1,{"a":2}', 'expected JSON in the page'],
  ])('refuses %s', (_, chunk, found) => {
    expect(() => carried(carrying(chunk), 'wanted')).toThrow(found);
  });
});

describe('declaredOffers', () => {
  const page = (declared: string) =>
    aPage('page', `<script type="application/ld+json">${declared}</script>`);

  it('finds offers at any depth, in any of the scripts', () => {
    const offer = { '@type': 'Offer', name: 'X1' };
    const catalog = { '@type': 'OfferCatalog', itemListElement: [{ item: offer }, offer] };

    expect(declaredOffers(page(JSON.stringify({ '@graph': [catalog] })))).toEqual([offer, offer]);
  });

  it('finds them whatever else the script says of itself, and in no comment', () => {
    const offer = '{"@type":"Offer","name":"X1"}';
    const script = `<SCRIPT id="a" type="application/ld+json" data-b>${offer}</Script >`;
    const other = '<script type="application/json">{"@type":"Offer","name":"X3"}</script>';
    const code = '<script>const mark = "<!--";</script>';
    const page = (body: string) => aPage('page', body);

    expect(declaredOffers(page(code + script + other))).toEqual([JSON.parse(offer)]);
    expect(declaredOffers(page(`<!-- ${script.replace('X1', 'X2')} -->${script}`))).toEqual([
      JSON.parse(offer),
    ]);
    expect(() => declaredOffers(page(`<!-- ${script} -->`))).toThrow('expected offers');
    expect(() => declaredOffers(page(`<!-- ${script}`))).toThrow('expected offers');
  });

  it('takes a comment within what is declared for a part of it', () => {
    const offer = { '@type': 'Offer', name: 'X1 <!-- X2' };

    expect(declaredOffers(page(JSON.stringify(offer)))).toEqual([offer]);
  });

  it('refuses a script that never ends', () => {
    const start = '<script type="application/ld+json">';

    expect(() => declaredOffers(aPage('page', `${start}{"@type":"Offer"}`))).toThrow(
      'expected JSON in the page',
    );
  });

  it('refuses a page that declares none, and one whose markup is cut', () => {
    expect(() => declaredOffers(page('{"@type":"Organization"}'))).toThrow('expected offers');
    expect(() => declaredOffers(page('{"@type":"Offer"'))).toThrow('expected JSON in the page');
    expect(() => declaredOffers(aPage('page', '<p>$1.11</p>'))).toThrow('expected offers');
  });
});

describe('declaredPrice', () => {
  const said = { price: 1.11, priceCurrency: 'INR' };
  const offer = (change: object) => ({
    ...said,
    priceSpecification: { ...said, unitText: 'hour', ...change },
  });

  it('is the price an offer says twice', () => {
    expect(declaredPrice('hour').parse(offer({}))).toEqual({
      price: { micros: 1_110_000, currency: 'INR' },
    });
  });

  it.each([
    ['another price', { price: 2.22 }],
    ['another currency', { priceCurrency: 'USD' }],
    ['another time', { unitText: 'month' }],
    ['zero', { price: 0 }],
  ])('is none with %s', (_, change) => {
    expect(declaredPrice('hour').safeParse(offer(change)).success).toBe(false);
  });
});
