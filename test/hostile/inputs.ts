import { brotliCompressSync, gzipSync } from 'node:zlib';
import { all, first, firstText, HEADS, json, line, lines, page, rows } from './base.ts';

/** What comes of a crawl of two good ones and this: `alike` is good and may be the same as before. */
export interface Expected {
  readonly outcome: 'alike' | 'quarantined' | 'failed' | 'empty' | 'refused';
  readonly offers?: number;
  readonly rejects?: number;
  /** Differences that wait for a second crawl. */
  readonly pending?: number;
  /** Part of the one sentence that says why. */
  readonly why?: RegExp;
}

/** One hostile answer, with what it does to a source that was good before. */
export interface Input {
  readonly id: string;
  readonly what: string;
  readonly source?: 'as-json' | 'as-page' | 'in-script' | 'in-chinese';
  readonly body: string | Buffer;
  readonly type?: string;
  readonly coding?: string;
  readonly expected: Expected;
}

const good = (offers: number, rejects = 0, pending = 0): Expected => {
  return { outcome: 'alike', offers, rejects, pending };
};
const held = (pending: number): Expected => good(40, 0, pending);
/** Its offers were seen, and wait to be read. */
const rejected = (count: number): Expected => good(40 - count, count, count);
const failed = (why: RegExp): Expected => ({ outcome: 'failed', why });
const quarantined = (why: RegExp): Expected => ({ outcome: 'quarantined', why });

const FULL = json(rows());
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const BROKEN = (() => {
  const bytes = Buffer.from(FULL.replace('h100.x8.us-east-1', 'h100.x8.@@@-east-1'));
  // Half a pair in the encoding of UTF-16's halves, which UTF-8 forbids.
  bytes.set([0xed, 0xa0, 0xbd], bytes.indexOf('@@@'));
  return bytes;
})();
const at = (index: number, change: object) =>
  json(rows().map((row, i) => (i === index ? { ...row, ...change } : row)));

const SYNTAX: readonly Input[] = [
  [
    'J01',
    'a body cut in a row',
    FULL.slice(0, Math.floor(FULL.length * 0.6)),
    failed(/in the middle/),
  ],
  ['J02', 'nothing', '', { outcome: 'empty', why: /nothing/ } as const],
  ['J03', 'an empty list', json([]), quarantined(/no offers at all where 40/)],
  ['J04', 'null', 'null', failed(/offers\/1: row/)],
  [
    'J05',
    'an error page',
    '<!doctype html><html><head><title>503</title></head><body><h1>503</h1></body></html>',
    failed(/expected JSON, found/),
  ],
  ['J06', 'an error as JSON', '{"error":{"code":429,"message":"quota exceeded"}}', failed(/total/)],
  [
    'J07',
    'a list that became an object',
    json([], { offers: Object.fromEntries(rows().map((row) => [row.sku, row])) }),
    failed(/offers: .*array/),
  ],
  [
    'J08',
    'every field renamed',
    all((row) => ({ id: row.sku, hourlyRate: row.price })),
    quarantined(/rejected 40 of 40/),
  ],
  [
    'J09',
    'a warning behind the JSON',
    `${FULL}\n<br /><b>Warning</b>: Undefined index`,
    failed(/expected JSON/),
  ],
  ['J10', 'a byte order mark', Buffer.concat([BOM, Buffer.from(FULL)]), held(0)],
  ['J11', 'UTF-16 with its mark', Buffer.from(`\ufeff${FULL}`, 'utf16le'), held(0)],
  ['J12', 'bytes that are no UTF-8', BROKEN, failed(/it says it is utf-8 and is not/)],
  [
    'J13',
    'a field 5,000 lists deep',
    firstText((row) =>
      row.replace(
        '"available": true',
        `"available": true, "x": ${'['.repeat(5000)}${']'.repeat(5000)}`,
      ),
    ),
    failed(/at most 64 deep/),
  ],
  [
    'J14',
    'keys of the prototype',
    FULL.replace(
      '"provider"',
      '"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "provider"',
    ).replace('"sku"', '"__proto__": {"price": 0.01}, "sku"'),
    held(0),
  ],
  [
    'J15',
    'names of the prototype',
    json(
      rows().map((row, i) => {
        const name = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'][i];
        return name === undefined ? row : { ...row, sku: name, region: name, gpu: name };
      }),
    ),
    rejected(4),
  ],
  [
    'J16',
    'a price given twice',
    firstText((row) => row.replace(/"price": [\d.]+/, '$&, "price": 0.02')),
    rejected(1),
  ],
  [
    'J44',
    'a bare NaN',
    firstText((row) => row.replace(/"price": [\d.]+/, '"price": NaN')),
    failed(/expected JSON/),
  ],
  [
    'J45',
    'a price of 1e400',
    firstText((row) => row.replace(/"price": [\d.]+/, '"price": 1e400')),
    rejected(1),
  ],
  [
    'J46',
    'a price of twenty digits',
    firstText((row) => row.replace(/"price": [\d.]+/, '"price": 23920000000000000001')),
    rejected(1),
  ],
].map(input);

const PRICES: readonly Input[] = [
  ['J20', '$1,234.50', rejected(1)],
  ['J21', '1,234', rejected(1)],
  ['J22', '23,92 €', rejected(1)],
  ['J23', -23.92, rejected(1)],
  ['J24', 0, rejected(1)],
  ['J25', '', rejected(1)],
  ['J26', null, held(0)],
  ['J27', true, rejected(1)],
  ['J28', [23.92], rejected(1)],
  ['J29', { USD: '23.92' }, rejected(1)],
  ['J30', 'NaN', rejected(1)],
  ['J31', 'Infinity', rejected(1)],
  ['J32', 1e308, rejected(1)],
  ['J33', 1e-9, rejected(1)],
  ['J34', '0x10', rejected(1)],
  ['J35', '1e3', rejected(1)],
  ['J36', '＄２３．９２', held(0)],
  ['J37', '\u221223.92', rejected(1)],
  ['J38', 'Contact sales', held(0)],
  ['J39', '19.10 - 23.92', rejected(1)],
  ['J40', 'from $19.10', rejected(1)],
  ['J41', '$29.90 $23.92', rejected(1)],
  ['J42', `${'1'.repeat(64)}x`, rejected(1)],
  ['J43', 23.920000000000002, held(0)],
  ['J53', '¥23.92', rejected(1)],
].map(([id, price, expected]) =>
  input([id, `a price of ${JSON.stringify(price)}`, first({ price }), expected] as Short),
);

const UNITS: readonly Input[] = [
  ['J50', 'no currency', all(({ currency: _, ...row }) => row), quarantined(/rejected 40 of 40/)],
  [
    'J51',
    'yuan that say so',
    all((row) =>
      row.region.startsWith('cn-')
        ? { ...row, price: Number((row.price * 7.1).toFixed(2)), currency: 'CNY' }
        : row,
    ),
    held(0),
  ],
  [
    'J52',
    'yuan that say dollars',
    all((row) =>
      row.region.startsWith('cn-') ? { ...row, price: Number((row.price * 7.1).toFixed(2)) } : row,
    ),
    quarantined(/7.1x.*currencies/),
  ],
  [
    'J54',
    'odd currencies',
    first({ currency: 'XXX' }, { currency: 'usd ' }, { currency: 'US$' }),
    rejected(1),
  ],
  [
    'J55',
    'a month that says so',
    all((row) => ({ ...row, unit: 'month', price: Number((row.price * 730).toFixed(2)) })),
    held(0),
  ],
  [
    'J56',
    'a month that says an hour',
    all((row) => ({ ...row, price: Number((row.price * 730).toFixed(2)) })),
    quarantined(/730x.*month/),
  ],
  [
    'J57',
    'cents for dollars',
    all((row) => ({ ...row, price: Math.round(row.price * 100) })),
    quarantined(/100x.*cents/),
  ],
  [
    'J58',
    'dollars for cents',
    all((row) => ({ ...row, price: Number((row.price / 100).toFixed(4)) })),
    quarantined(/1\/100: cents/),
  ],
  [
    'J59',
    'a chip for the instance',
    all((row) => ({ ...row, price: Number((row.price / row.gpu_count).toFixed(4)) })),
    quarantined(/chip count/),
  ],
  ['J60', 'no unit', all(({ unit: _, ...row }) => row), quarantined(/rejected 40 of 40/)],
  [
    'J61',
    'odd units',
    first(
      { unit: 'second', price: 23.92 / 3600 },
      { unit: 'hr' },
      { unit: '小时' },
      { unit: '/GPU/h', price: 24.04 / 8 },
      { unit: 'quarter' },
    ),
    rejected(1),
  ],
  ['J62', 'one price a hundredfold', first({ price: 2392 }), rejected(1)],
  ['J63', 'one price a tenth', at(16, { price: 0.1 }), held(1)],
].map(input);

const ROWS: readonly Input[] = [
  [
    'J70',
    'a row three times',
    json([...rows(), ...rows().slice(0, 1), ...rows().slice(0, 1)]),
    held(0),
  ],
  [
    'J71',
    'a row twice, and not alike',
    json([...rows(), { ...rows()[0], price: 19.5 }]),
    good(39, 2, 1),
  ],
  [
    'J72',
    'SKUs that differ in case, width and blanks',
    json([
      ...rows(),
      { ...rows()[0], sku: 'H100.X8.US-EAST-1 ' },
      { ...rows()[0], sku: 'ｈ１００.x8.us-east-1' },
    ]),
    good(42, 0, 2),
  ],
  ['J73', 'the rows in another order', json(rows().reverse()), held(0)],
  [
    'J74',
    'names of chips that are none, and one to come',
    first(
      ...['H400 NVL72', 'N/A', '', 'GPU', 'Select an option'].map((gpu, i) => ({
        gpu,
        sku: `new-${i}`,
      })),
    ),
    good(35, 5, 6),
  ],
  [
    'J75',
    'counts that are none',
    first({ gpu_count: 0 }, { gpu_count: -1 }, { gpu_count: 1.5 }, { gpu_count: '8x' }),
    rejected(4),
  ],
  [
    'J76',
    'regions that are paths, addresses and SQL',
    first(
      ...[
        '../../../etc/passwd',
        '..\\..\\windows\\win.ini',
        'us-east-1\u0000.db',
        '/absolute',
        "us-east-1'; DROP TABLE offers;--",
        'http://169.254.169.254/',
        '%2e%2e%2f',
      ].map((region) => ({ region })),
    ),
    good(39, 1, 13),
  ],
  ['J77', 'no region', first({ region: null }, { region: '' }), good(39, 1, 3)],
  [
    'J78',
    'every region renamed',
    all((row, i) => ({
      ...row,
      sku: row.sku.replace(row.region, `r${i % 8}`),
      region: `Region ${i % 8}`,
    })),
    quarantined(/only 0 of 40 known offers/),
  ],
  ['J79', 'four of forty', json(rows().slice(0, 4)), quarantined(/4 offers where 40 are usual/)],
  ['J80', 'thirty-nine of forty', json(rows().slice(0, 39)), good(39, 0, 1)],
  [
    'J81',
    'a total of more than there is',
    json(rows().slice(0, 13), { total: 40 }),
    failed(/expected 40 rows, found 13/),
  ],
  [
    'J82',
    'a second page that fails',
    json(rows().slice(0, 20), { total: 40, next: '/gone?page=2' }),
    { outcome: 'failed', why: /HTTP 500/ } as const,
  ],
  ['J83', 'a page that leads to itself', json(rows(), { next: '/offers' }), failed(/leads? back/)],
  [
    'J84',
    'a page that leads elsewhere',
    json(rows(), { next: 'http://169.254.169.254/latest/meta-data/' }),
    { outcome: 'failed', why: /169\.254\.169\.254/ } as const,
  ],
  [
    'J85',
    'nothing to be had any more',
    all((row) => ({ ...row, available: false })),
    quarantined(/40 of 40 offers changed their availability/),
  ],
  [
    'J86',
    'odd availabilities',
    first(
      ...['false', 'no', 0, 'Sold Out', 'limited', '', null, -1, 'unknown'].map((available) => ({
        available,
      })),
    ),
    held(9),
  ],
  ['J87', 'an old day', json(rows(), { as_of: '2026-09-22T00:00:00Z' }), held(0)],
  ['J88', 'a day to come', json(rows(), { as_of: '2099-01-01T00:00:00Z' }), held(0)],
  ['J89', 'a day that is none', json(rows(), { as_of: '2026-02-30T25:61:00Z' }), held(0)],
  [
    'J90',
    'four times as many',
    json(
      [0, 1, 2, 3].flatMap((k) =>
        rows().map((row) =>
          k === 0 ? row : { ...row, sku: `${row.sku}-${k}`, region: `${row.region}-${k}` },
        ),
      ),
    ),
    quarantined(/160 offers where 40 are usual/),
  ],
  [
    'J92',
    'halves of letters in SKUs',
    FULL.replace('h100.x8.us-east-1', 'h100\\ud83d').replace('h100.x8.us-west-2', '\\udcadh100'),
    rejected(2),
  ],
  [
    'J93',
    'NUL in an SKU',
    FULL.replace('h100.x8.us-east-1', 'h100\\u0000.x8.us-east-1'),
    rejected(1),
  ],
  ['J94', 'a label of 70,000 letters', first({ gpu_label: 'A'.repeat(70_000) }), held(0)],
  ['J95', 'an SKU of 5,000 letters', first({ sku: 's'.repeat(5000) }), rejected(1)],
].map(input);

const PAD = Buffer.concat([Buffer.from('['), Buffer.alloc(48 * 2 ** 20, 0x20), Buffer.from(']')]);
const ZIPPED = gzipSync(FULL);
const CODINGS: readonly Input[] = [
  {
    id: 'Z01',
    what: 'a Brotli bomb',
    body: brotliCompressSync(PAD),
    coding: 'br',
    expected: failed(/unfolds to more than 100 times/),
  },
  {
    id: 'Z02',
    what: 'a gzip bomb',
    body: gzipSync(PAD),
    coding: 'gzip',
    expected: failed(/unfolds to more than 100 times/),
  },
  {
    id: 'Z03',
    what: 'gzip in gzip',
    body: gzipSync(ZIPPED),
    coding: 'gzip, gzip',
    expected: held(0),
  },
  {
    id: 'Z04',
    what: 'gzip cut short',
    body: ZIPPED.subarray(0, Math.floor(ZIPPED.length * 0.7)),
    coding: 'gzip',
    expected: failed(/not gzip to the end/),
  },
  {
    id: 'Z05',
    what: 'plain text that says it is gzip',
    body: FULL,
    coding: 'gzip',
    expected: failed(/not gzip to the end/),
  },
];

const LARGE: readonly Input[] = [
  ['L01', 'a label of 10 MiB', first({ gpu_label: 'A'.repeat(10 * 2 ** 20) }), held(0)],
  [
    'L02',
    'a million lists within each other',
    `{"offers":${'['.repeat(1e6)}${']'.repeat(1e6)}}`,
    failed(/at most 64 deep/),
  ],
  [
    'L03',
    'more rows than anybody sells',
    json(Array.from({ length: 60_000 }, () => ({}))),
    failed(/at most 50000 rows/),
  ],
].map(input);

const chinese = (meta: string, price: (yuan: number) => string) =>
  `<!doctype html><html lang="zh"><head>${meta}<title>GPU</title></head><body><table class="gpu-pricing"><tbody>${['华北-北京', '华东-上海', '华南-广州'].map((region, i) => `<tr><td>昇腾910B</td><td>8</td><td>${region}</td><td>${price(79.52 + i)}</td></tr>`).join('')}</tbody></table></body></html>`;
const PAGES: readonly Input[] = [
  [
    'H01',
    'an error page',
    '<!doctype html><html><head><title>Service Unavailable</title></head><body><h1>Back soon</h1></body></html>',
    failed(/expected one table.gpu-pricing, found none/),
  ],
  [
    'H02',
    'a challenge',
    '<!doctype html><html><head><title>Just a moment...</title></head><body>Enable JavaScript</body></html>',
    { outcome: 'refused', why: /a challenge page/ } as const,
  ],
  [
    'H03',
    'a page to sign in',
    '<!doctype html><html><head><title>Sign in</title></head><body><form action="/login"><input name="user"></form></body></html>',
    failed(/found none/),
  ],
  [
    'H04',
    'a shell that a script fills',
    '<!doctype html><html><head><title>GPU pricing</title></head><body><div id="root"></div><script src="/app.js"></script></body></html>',
    failed(/found none/),
  ],
  ['H05', 'half a page', page(lines()).slice(0, 2400), failed(/to its <\/html>/)],
  [
    'H06',
    'a table of another class',
    page(lines(), { tableClass: 'css-1x2y3z' }),
    failed(/found none/),
  ],
  [
    'H07',
    'a new column before the price',
    page(
      rows().map((row) => line(row).replace('<td>$', '<td>80</td><td>$')),
      { heads: HEADS.toSpliced(3, 0, 'Memory (GB)') },
    ),
    held(0),
  ],
  [
    'H08',
    'a head of another unit',
    page(
      lines((row) => `$${(row.price * 730).toLocaleString('en-US', { maximumFractionDigits: 2 })}`),
      { heads: HEADS.with(3, 'Price per month (USD)') },
    ),
    failed(/expected one column "Price per hour/),
  ],
  [
    'H09',
    'a template that nobody filled',
    page(lines(() => '{{ plan.price }}')),
    quarantined(/rejected 40 of 40/),
  ],
  [
    'H10',
    'a price in pieces',
    page(
      lines(({ price }) =>
        price
          .toFixed(2)
          .replace(/\.\d+/, '</span><sup>$&</sup>')
          .replace(/^/, '<span>$$</span><span>'),
      ),
    ),
    held(0),
  ],
  [
    'H11',
    'blanks of every kind',
    page(lines(({ price }) => `&#36;&nbsp;${price.toFixed(2)}&thinsp;/&nbsp;h`)),
    held(0),
  ],
  [
    'H12',
    'an old price struck out',
    page(
      lines(({ price }) => `<del>$${(price * 1.5).toFixed(2)}</del> <b>$${price.toFixed(2)}</b>`),
    ),
    quarantined(/rejected 40 of 40/),
  ],
  [
    'H13',
    'the table twice',
    page(lines(), {
      after: `<table class="gpu-pricing mobile"><tbody>${lines().join('')}</tbody></table>`,
    }),
    failed(/found 2/),
  ],
  [
    'H14',
    'a hidden row of nothing',
    page([
      ...lines(),
      '<tr style="display:none"><td>H100</td><td>8</td><td>us-east-1</td><td>$0.00</td><td>Available</td></tr>',
    ]),
    good(40, 1),
  ],
  [
    'H15',
    'markup and scripts for names',
    page([
      ...lines().slice(2),
      '<tr><td>&lt;img src=x onerror=alert(1)&gt;</td><td>8</td><td>us-east-1</td><td>$23.92</td><td>Available</td></tr>',
      '<tr><td><a href="javascript:alert(1)">H100</a></td><td>8</td><td>us-west-2</td><td>$23.96</td><td>Available</td></tr>',
    ]),
    rejected(1),
  ],
  [
    'H16',
    'addresses of this network',
    page(lines(), {
      before:
        '<base href="http://169.254.169.254/"><meta http-equiv="refresh" content="0;url=/admin"><iframe src="/inner"></iframe><img src="/image">',
    }),
    held(0),
  ],
  [
    'H17',
    '3,000 elements within each other',
    page(lines(), { before: '<div>'.repeat(3000), after: '</div>'.repeat(3000) }),
    failed(/at most 512 elements/),
  ],
  [
    'H18',
    '2,000 attributes',
    page(lines(), { before: `<p ${Array.from({ length: 2000 }, (_, i) => `a${i}=1`).join(' ')}>` }),
    held(0),
  ],
  [
    'H21',
    'a byte order mark and no charset',
    Buffer.concat([BOM, Buffer.from(page(lines(), { meta: '' }))]),
    held(0),
  ],
  ['H22', 'nothing', '', { outcome: 'empty', why: /nothing/ } as const],
  [
    'H32',
    'GBK that says it is UTF-8',
    gbk(chinese('<meta charset="utf-8">', (yuan) => `${yuan}元/小时`)),
    failed(/it says it is utf-8 and is not/),
  ],
  [
    'H33',
    'GBK that says nothing',
    gbk(chinese('', (yuan) => `${yuan}元/小时`)),
    failed(/it says it is utf-8 and is not/),
  ],
  [
    'L04',
    '100,000 elements within each other',
    `<html>${'<div>'.repeat(1e5)}x${'</div>'.repeat(1e5)}</html>`,
    failed(/at most 512 elements/),
  ],
  [
    'L05',
    '100,000 attributes',
    `<html><p ${Array.from({ length: 1e5 }, (_, i) => `a${i}=1`).join(' ')}></html>`,
    failed(/at most 4096 attributes/),
  ],
].map((short) => ({
  ...input(short),
  source: 'as-page',
  type: 'text/html; charset=utf-8',
}));

/** Of sources that were never crawled before: what they bring is a baseline. */
export const NEWCOMERS: readonly Input[] = [
  {
    id: 'H19',
    what: 'prices in yuan by minute, month and year',
    source: 'in-chinese',
    type: 'text/html',
    body: `<!doctype html><html lang="zh"><head><meta charset="utf-8"></head><body><table class="gpu-pricing"><tbody><tr><td>昇腾910B</td><td>8</td><td>华北-北京</td><td>￥79.52/小时</td></tr><tr><td>昇腾910B</td><td>8</td><td>华东-上海</td><td>58049.6元/月</td></tr><tr><td>H800</td><td>8</td><td>华北-北京</td><td>150万元/年</td></tr><tr><td>A100</td><td>1</td><td>华北-北京</td><td>０.１２元/分钟</td></tr></tbody></table></body></html>`,
    expected: good(4),
  },
  {
    id: 'H20',
    what: 'data in a script, with the end of a script in it',
    source: 'in-script',
    type: 'text/html',
    body: `<!doctype html><html><head></head><body><script id="__NEXT_DATA__" type="application/json">${JSON.stringify({ total: 40, offers: rows().map((row, i) => (i === 0 ? { ...row, gpu_label: '</script><script>alert(1)</script>' } : row)) }).replace(/</g, '\\u003c')}</script></body></html>`,
    expected: good(40),
  },
  {
    id: 'H30',
    what: 'GBK by its page',
    source: 'in-chinese',
    type: 'text/html',
    body: gbk(chinese('<meta charset="gbk">', (yuan) => `${yuan}元/小时`)),
    expected: good(3),
  },
  {
    id: 'H31',
    what: 'GBK by its header',
    source: 'in-chinese',
    type: 'text/html; charset=GB2312',
    body: gbk(chinese('', (yuan) => `${yuan}元/小时`)),
    expected: good(3),
  },
  {
    id: 'H34',
    what: 'a charset nobody knows',
    source: 'in-chinese',
    type: 'text/html; charset=x-bogus',
    body: chinese('', (yuan) => `${yuan}元/小时`),
    expected: failed(/charset "x-bogus" is not known/),
  },
];

export const INPUTS: readonly Input[] = [
  ...[...SYNTAX, ...PRICES, ...UNITS, ...ROWS, ...CODINGS, ...LARGE, ...PAGES],
];

type Short = readonly [id: string, what: string, body: string | Buffer, expected: Expected];

function input(short: readonly unknown[]): Input {
  const [id, what, body, expected] = short as Short;
  return { id, what, body, expected };
}

/** Letters as GBK, by asking the decoder for each pair of bytes. */
function gbk(text: string): Buffer {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, readonly number[]>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from(
    [...text].flatMap((letter) => codes.get(letter) ?? [letter.codePointAt(0) ?? 0]),
  );
}
