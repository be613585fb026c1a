import { describe, expect, it } from 'vitest';
import {
  amountText,
  columns,
  dollars,
  dollarsPer,
  grid,
  html,
  thousands,
} from '../../scrapers/kit/index.ts';
import { aDocument, aPage } from '../support/documents.ts';

const TABLE = `<table id="t"><tr><th>Chip</th><th> Price
  per&nbsp;hour</th></tr><tr class="row"><td>X1</td><td><b>$1</b>.11</td></tr></table>`;

describe('half a page', () => {
  it('is refused: what is cut off would read as withdrawn', () => {
    const half = aDocument('page', '<html><body><table><tr><td>one</td>');

    expect(() => html(half)).toThrow('page: expected a page to its </html>, found a part');
  });
});

describe('a table as a grid', () => {
  const read = (rows: string) => grid(html(aPage('page', `<table>${rows}</table>`)).one('table'));

  it('has what spans several places in each of them', () => {
    const rows = `<tr><th colspan="2">a</th><td rowspan="2">b</td></tr><tr><td>c</td><td>d</td></tr>
<tr><td>e</td></tr>`;

    expect(read(rows)).toEqual([['a', 'a', 'b'], ['c', 'd', 'b'], ['e']]);
  });

  it.each(['0', '1.5', '1000000', 'two'])('has no cell of %j columns', (span) => {
    expect(() => read(`<tr><td colspan="${span}">a</td></tr>`)).toThrow('up to 100, found');
  });
});

describe('html', () => {
  const page = html(aPage('page', TABLE));

  it('gives the text a person reads, its white space collapsed', () => {
    expect(page.all('th').map(({ text }) => text)).toEqual(['Chip', 'Price per hour']);
    expect(page.one('.row').one('b').text).toBe('$1');
  });

  it('leaves scripts and styles out', () => {
    const scripted = html(aPage('page', '<p>a<script>b</script><style>c</style></p>'));

    expect(scripted.one('p').text).toBe('a');
  });

  it('gives attributes, null where there is none', () => {
    expect(page.one('table').attribute('id')).toBe('t');
    expect(page.one('table').attribute('class')).toBeNull();
  });

  it('refuses a table without rows, wherever else on the page there are some', () => {
    expect(page.rows('.row')).toHaveLength(1);
    expect(() => page.one('tr.row').rows('tr')).toThrow('page: expected rows tr, found none');
  });

  it('refuses none and several where one is expected', () => {
    expect(() => page.one('h1')).toThrow('page: expected one h1, found none');
    expect(() => page.one('td')).toThrow('page: expected one td, found 2');
  });
});

describe('a tangle', () => {
  const words = 'what a person reads';
  const page = (body: string) => html(aPage('page', `<p id="end">${words}</p>${body}`));
  const nested = (tag: string, depth: number, close = tag.replace('<', '</')) =>
    tag.repeat(depth) + close.repeat(depth);

  it.each([
    ['512 elements within each other', nested('<div>', 512)],
    ['siblings that nobody closes', '<ul>'.concat('<li>a<br><img src="x">'.repeat(2000), '</ul>')],
    ['drawings of many parts', '<svg>'.concat('<path d="M 0"/>'.repeat(2000), '</svg>')],
    [
      'tags in scripts and comments',
      `<script>${'<div>'.repeat(2000)}</script><!--${'<b>'.repeat(999)}-->`,
    ],
    ['tags in attributes', `<p title="${'<div>'.repeat(2000)}">`],
    ['open elements that their parent closes', '<div><span><b></div>'.repeat(2000)],
    ['4096 attributes', `<p ${'a="<" '.repeat(4096)}>`],
    ['lone brackets', '1 < 2 '.repeat(5000)],
  ])('is none for %s', (_, body) => {
    expect(page(body).one('#end').text).toBe(words);
  });

  it.each([
    ['513 elements within each other', nested('<div>', 513)],
    ['100,000 elements within each other', nested('<div>', 100_000)],
    ['elements closed by a slash, which is no end', nested('<div/>', 100_000, '</div>')],
    ['elements in capitals', nested('<DIV>', 600)],
    ['elements with attributes', nested('<div a=1 b=">">', 600, '</div>')],
  ])('is refused for %s', (_, body) => {
    expect(() => page(body)).toThrow(
      'page: expected a page with at most 512 elements within each other, found more',
    );
  });

  it.each([
    ['without values', Array.from({ length: 100_000 }, (_, i) => `a${i}`).join(' ')],
    ['with values', 'a="b" '.repeat(5000)],
    ['with values that never end', `a='"b `.repeat(5001)],
  ])('is refused for attributes %s', (_, attributes) => {
    expect(() => page(`<p ${attributes}>`)).toThrow(
      'page: expected a page with at most 4096 attributes a tag, found more',
    );
  });
});

describe('columns', () => {
  const page = html(aPage('page', TABLE));
  const heads = page.all('th');

  it('reads cells by the heads of their columns', () => {
    const under = columns(heads, ['Price per hour']);

    expect(under(page.all('td'))).toEqual({ Chip: 'X1', 'Price per hour': '$1.11' });
  });

  it('refuses a head that is missing or doubled', () => {
    expect(() => columns(heads, ['Price'])).toThrow('expected one column "Price"');
    expect(() => columns([...heads, ...heads], ['Chip'])).toThrow('expected one column "Chip"');
  });

  it('refuses a row that is not as wide as its heads', () => {
    expect(() => columns(heads, ['Chip'])(page.all('b'))).toThrow('expected cells under');
  });
});

describe('dollars', () => {
  it.each([
    ['$1.11', 1_110_000],
    ['from $1.11', 1_110_000],
    ['$1.11**', 1_110_000],
    ['$1.11/hr', 1_110_000],
    ['$11,111.11', 11_111_110_000],
    ['$11', 11_000_000],
  ])('reads %s', (text, micros) => {
    expect(dollars.parse(text)).toEqual({ micros, currency: 'USD' });
  });

  it.each([
    '',
    'Contact us',
    '1.11',
    '€1.11',
    'A$1.11',
    '$1.11 $2.22',
    '$1.11 for 2',
    '$1,11',
    '$0',
    '$1.11/month',
    '$1.11 per day',
    '$1.11/mo',
    '$1.11 / yr',
  ])('refuses %j', (text) => {
    expect(dollars.safeParse(text).success).toBe(false);
  });
});

describe('amountText', () => {
  it('reads a plain decimal, and neither zero nor what is rounded to it', () => {
    const euros = amountText('EUR');

    expect(euros.parse('11.1100000000')).toEqual({ micros: 11_110_000, currency: 'EUR' });
    for (const text of ['0.0000000000', '0.0000000001', '1e3', '-1', '1,1', '']) {
      expect(euros.safeParse(text).success).toBe(false);
    }
  });
});

describe('dollarsPer', () => {
  it('reads an amount and the unit it is for', () => {
    expect(dollarsPer('/GPU-hr').parse('$1.11/GPU-hr')).toEqual({
      micros: 1_110_000,
      currency: 'USD',
    });
    expect(dollarsPer('').parse('$11,111.11')).toEqual({ micros: 11_111_110_000, currency: 'USD' });
  });

  it.each([
    '$1.11',
    '$1.11/hr',
    '1.11/GPU-hr',
    'from $1.11/GPU-hr',
    '$1.11/GPU-hr/month',
    '$0/GPU-hr',
  ])('refuses %j for an hour of a GPU', (text) => {
    expect(dollarsPer('/GPU-hr').safeParse(text).success).toBe(false);
  });

  it.each(['$1.11/GPU-hr', '$1.11/month', '$1.11 $2.22', '€1.11', '$0.00'])(
    'refuses %j where nothing but an amount stands',
    (text) => {
      expect(dollarsPer('').safeParse(text).success).toBe(false);
    },
  );
});

describe('thousands', () => {
  it('reads whole numbers as people write them, and nothing else', () => {
    expect(['80', '2,048', '1,111,111'].map((text) => thousands.parse(text))).toEqual([
      80, 2048, 1_111_111,
    ]);
    for (const text of ['', '2,04', '2.5', '80 GB', ',111']) {
      expect(thousands.safeParse(text).success).toBe(false);
    }
  });
});
