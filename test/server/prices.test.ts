import fc from 'fast-check';
import { expect, it } from 'vitest';
import { amount, document, type Listing, type Scraper, UNSAID } from '../../scrapers/kit/index.ts';
import { read } from '../../src/pipeline/read.ts';
import { run } from '../../src/pipeline/run.ts';
import { aFetcher, aScraper } from '../fetch/crawling.ts';
import { serve } from '../fetch/loopback.ts';
import { DAY, START } from '../support/market.ts';
import { aServer } from '../support/server.ts';

/** A price as it is written: whole units, and the millionths behind the point. */
const Written = fc.record({
  currency: fc.constantFrom('USD', 'EUR', 'CNY', 'JPY', 'KWD', 'INR', 'XTS'),
  // In dollars this is what an accelerator may cost; the other currencies have no rate here.
  whole: fc.oneof(fc.integer({ min: 1, max: 99 }), fc.constantFrom(1, 9, 10, 60, 99)),
  millionths: fc.oneof(
    fc.integer({ min: 0, max: 999_999 }),
    fc.constantFrom(0, 1, 10, 100_000, 290_000, 999_999),
  ),
});

const PRICES = fc.sample(Written, { numRuns: 1000, seed: 39 }).map((price, i) => ({
  ...price,
  sku: `made-up-${i}`,
  text: `${price.whole}.${String(price.millionths).padStart(6, '0')}`,
}));

/** As every answer writes it: without zeros at the end, but with two places at least. */
const shown = (text: string) => text.replace(/(?<=\.\d{2}\d*?)0+$/, '');

const listing = (row: { sku: string; price: number; currency: string }): Listing => ({
  ...{ ...UNSAID, sku: row.sku, accelerator: 'NVIDIA H100 SXM', count: 1, region: 'north-1' },
  ...{ billing: 'on-demand', tax: 'excluded', availability: 'listed' },
  price: amount(row.currency).parse(row.price),
});

const parse: Scraper['parse'] = function* (documents) {
  const rows = document(documents, 'prices').json() as Parameters<typeof listing>[0][];
  for (const row of rows) yield listing(row);
};

it('a thousand prices leave as JSON, as lines and as a table as they came, to the last digit', async () => {
  const rows = PRICES.map(
    ({ sku, currency, text }) => `{"sku":"${sku}","price":${text},"currency":"${currency}"}`,
  );
  const seller = await serve((_, response) => void response.end(`[${rows.join(',\n')}]`));
  const { url, db } = await aServer({ now: () => START + DAY });
  const source = aScraper({
    fetch: async ({ http }) => [await http.get('prices', seller.url)],
    parse,
  });
  const [crawl] = await run(
    {
      ...{ db, fetcher: aFetcher(), read, env: {}, rules: [], dryRun: false },
      ...{ mode: { kind: 'live' }, now: () => START, owner: 'here:1', isGone: () => false },
    },
    {
      ...{ sources: [source], confirming: null },
      watcher: { started: () => undefined, finished: () => undefined },
    },
  );
  expect(crawl).toMatchObject({ outcome: 'ok', offers: 1000, rejects: [] });

  const answers = ['offers?limit=1000', 'offers.ndjson?limit=1000', 'offers.csv?limit=1000'];
  const [json = '', lines = '', csv = ''] = await Promise.all(
    answers.map(async (path) => (await fetch(`${url}/api/v1/${path}`)).text()),
  );

  const written = PRICES.map(({ sku, text, currency }) => [sku, shown(text), currency]).sort();
  const asPrice = ({ sku, native }: Shown) => [sku, native.amount, native.currency];
  expect((JSON.parse(json).offers as Shown[]).map(asPrice).sort()).toEqual(written);
  const objects = lines.trimEnd().split('\n');
  expect(objects.map((line) => asPrice(JSON.parse(line))).sort()).toEqual(written);
  expect(pricesIn(csv).toSorted()).toEqual(written);
  const kept = db.sqlite.prepare('select sku, price from offers').raw().all() as [string, number][];
  const micros = PRICES.map(({ sku, whole, millionths }) => [sku, whole * 1e6 + millionths]);
  expect(kept.sort()).toEqual(micros.sort());
});

interface Shown {
  readonly sku: string;
  readonly native: { readonly amount: string; readonly currency: string };
}

function pricesIn(csv: string): readonly (readonly string[])[] {
  const [head = [], ...rows] = csv
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(',').map((cell) => cell.replaceAll('"', '')));
  const wanted = ['sku', 'amount', 'currency'].map((name) => head.indexOf(name));
  return rows.map((row) => wanted.map((column) => row[column] ?? ''));
}
