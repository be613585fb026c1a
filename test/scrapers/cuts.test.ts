import { describe, expect, it } from 'vitest';
import { document, type Listing, money, type Scraper, UNSAID } from '../../scrapers/kit/index.ts';
import { aScraper } from '../fetch/crawling.ts';
import { choosing, cut, KINDS } from '../support/cuts.ts';
import { faultsOf } from '../support/losses.ts';
import { CASES, replayed, served } from '../support/replaying.ts';

describe.each(CASES)('$name', ({ scraper, dir }) => {
  it('less a row or a fact is refused, or loses that row alone', async () => {
    const [, documents] = await replayed(scraper, dir);

    expect(await faultsOf(scraper, documents, { cuts: 15, choose: choosing(1) })).toEqual([]);
  });
});

/** Made-up rows, read by what would be careless. */
interface Row {
  readonly sku: string;
  readonly region?: string;
  readonly price?: number;
}

function listing({ sku, region, price }: Row, last: number): Listing {
  return {
    ...{ ...UNSAID, sku, accelerator: 'NVIDIA H100 SXM', count: 1, region: region ?? null },
    ...{ billing: 'on-demand', tax: 'excluded', availability: 'listed' },
    price: money(price ?? last, 'XTS'),
  };
}

const ROWS: readonly Row[] = [
  { sku: 'made-up-1', region: 'north-1', price: 11 },
  { sku: 'made-up-2', region: 'north-2', price: 12 },
  { sku: 'made-up-3', region: 'north-3', price: 13 },
];

const CARELESS: Readonly<Record<string, Scraper['parse']>> = {
  'takes the price of another row': function* (documents) {
    let last = 0;
    for (const row of document(documents, 'offers').json() as Row[]) {
      yield listing(row, last);
      last = row.price ?? last;
    }
  },
  'reads nothing of what it is served': function* () {
    yield* ROWS.map((row) => listing(row, 1));
  },
  'counts rows': function* (documents) {
    const rows = document(documents, 'offers').json() as Row[];
    for (const [i, row] of rows.entries()) yield listing({ ...row, sku: `made-up-${i}` }, 1);
  },
  'stops at what it cannot read': function* (documents) {
    for (const row of document(documents, 'offers').json() as Row[]) {
      if (row.price === undefined) return;
      yield listing(row, row.price);
    }
  },
};

/** The document that the careless sources read. */
const offers = (text: string) =>
  served(
    {
      ...{ name: 'offers', url: 'https://northlight.example/', fetchedAt: 0, partOf: null },
      ...{ headers: {}, text: () => '', json: () => null, lines: async function* () {} },
    },
    text,
  );

it.each(Object.entries(CARELESS))('a source that %s is found out', async (_, parse) => {
  const documents = [offers(JSON.stringify(ROWS))];

  const faults = await faultsOf(aScraper({ parse }), documents, { cuts: 50, choose: choosing(1) });

  expect(faults.length).toBeGreaterThan(0);
});

it.each(KINDS)('a document without a %s to take out is no proof of anything', (kind) => {
  expect(() => cut('<html><body><p>$1.11</p></body></html>', kind, choosing(1))).toThrow(
    `expected a ${kind} to take out`,
  );
});
