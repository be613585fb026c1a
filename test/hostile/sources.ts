/** Sources that read the base catalogue: as JSON, as a page, out of a script, and a Chinese page. */
import { z } from 'zod';
import {
  amount,
  columns,
  document,
  dollars,
  envelope,
  html,
  type Listing,
  linkedPages,
  type Money,
  type Reading,
  row,
  type Scraper,
  UNSAID,
  whole,
} from '../../scrapers/kit/index.ts';
import { HEADS } from './base.ts';

const CURRENCIES = new Map([
  ['USD', 'USD'],
  ['US$', 'USD'],
  ['CNY', 'CNY'],
  ['RMB', 'CNY'],
]);
const Currency = z
  .string()
  .transform((text) => CURRENCIES.get(text.trim().toUpperCase()))
  .pipe(z.enum(['USD', 'CNY']));

/** Units of one hour, and whether they are of one chip. */
const UNITS = new Map([
  ...(['hour', 'hr', '小时'] as const).map((unit) => [unit, { hours: 1, ofChip: false }] as const),
  ['/GPU/h', { hours: 1, ofChip: true }],
  ['second', { hours: 1 / 3600, ofChip: false }],
  ['month', { hours: 730, ofChip: false }],
]);
const Unit = z
  .string()
  .refine((unit) => UNITS.has(unit), 'expected a unit')
  .transform((unit) => UNITS.get(unit));

/** A number, one amount in the currency's own signs, or words where no price is shown. */
const Price = z.union([
  z.number().positive(),
  z.null(),
  z
    .string()
    .transform((text) => text.normalize('NFKC'))
    .pipe(
      z.union([
        z
          .string()
          .regex(/^\$\d/, 'expected one amount in dollars')
          .pipe(dollars)
          .transform(({ micros }) => micros / 1e6),
        z
          .string()
          .regex(/^\p{L}+(?: \p{L}+)+$/u, 'expected words or an amount')
          .transform(() => null),
      ]),
    ),
]);

const AVAILABILITY = new Map<unknown, Listing['availability']>([
  [true, 'available'],
  ...[false, 'false', 'no', 0, 'Sold Out'].map((said) => [said, 'sold-out'] as const),
  ['limited', 'limited'],
]);

const Offer = z.object({
  sku: z.string(),
  gpu: z.string(),
  gpu_count: z.number().int().positive(),
  gpu_label: z.string().nullable().optional(),
  region: z.string().min(1).nullable(),
  price: Price,
  currency: Currency,
  unit: Unit,
  available: z.unknown(),
});
const Page = z.object({
  total: z.number(),
  offers: z.array(z.unknown()),
  next: z.string().optional(),
});

const COMMON = {
  provider: 'northlight',
  homepage: 'https://northlight.example/',
  reads: 'made-up offers',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  fetch: async () => [],
} as const satisfies Partial<Scraper>;

const asJson: Scraper = {
  ...COMMON,
  id: 'as-json',
  *parse(documents) {
    const pages = documents.map((each) => envelope(each, Page));
    const offers = pages.flatMap((each) => each.offers);
    for (const each of whole('offers', offers, pages[0]?.total)) yield offerReading(each);
  },
};

const asPage: Scraper = {
  ...COMMON,
  id: 'as-page',
  evidence: 'page',
  *parse(documents) {
    const table = html(document(documents, 'offers')).one('table.gpu-pricing');
    const under = columns(table.all('thead th'), HEADS);
    for (const line of table.all('tbody tr')) {
      const found = row(under(line.all('td')), Line, null);
      yield 'unread' in found ? found.unread : listing(found.read);
    }
  },
};

const Line = z
  .object({
    Accelerator: z.string(),
    GPUs: z
      .string()
      .regex(/^[1-9]\d?$/)
      .transform(Number),
    Region: z.string(),
    'Price per hour (USD)': dollars,
  })
  .transform((cells) => ({
    sku: `${cells.GPUs}x ${cells.Accelerator}`,
    accelerator: cells.Accelerator,
    count: cells.GPUs,
    region: cells.Region,
    price: cells['Price per hour (USD)'],
  }));

const inScript: Scraper = {
  ...COMMON,
  id: 'in-script',
  *parse(documents) {
    const text = document(documents, 'offers').text();
    const script = /<script id="__NEXT_DATA__"[^>]*>(?<data>[^<]*)<\/script>/.exec(text);
    const { offers } = Page.parse(JSON.parse(script?.groups?.data ?? ''));
    for (const each of offers) yield offerReading(each);
  },
};

const HOURS = new Map([
  ['分钟', 1 / 60],
  ['小时', 1],
  ['月', 730],
  ['年', 8760],
]);
const YUAN = /^(?:[￥¥])?(?<number>\d+(?:\.\d+)?)(?<wan>万)?元?\/(?<unit>分钟|小时|月|年)$/;

const inChinese: Scraper = {
  ...COMMON,
  id: 'in-chinese',
  *parse(documents) {
    for (const line of html(document(documents, 'offers')).all('.gpu-pricing tr')) {
      const [accelerator = '', count = '', region = '', price = ''] = line
        .all('td')
        .map(({ text }) => text);
      const { number, wan, unit = '' } = YUAN.exec(price.normalize('NFKC'))?.groups ?? {};
      const hourly = (Number(number) * (wan ? 1e4 : 1)) / (HOURS.get(unit) ?? Number.NaN);
      const found = row(Number(hourly.toFixed(2)), amount('CNY'), null);
      if ('unread' in found) yield found.unread;
      else
        yield listing({
          sku: `${accelerator} ${region}`,
          accelerator,
          count: Number(count),
          region,
          price: found.read,
        });
    }
  },
};

function offerReading(served: unknown): Reading {
  const found = row(served, Offer, null);
  if ('unread' in found) return found.unread;
  const { gpu, gpu_count, gpu_label, price, currency, unit, available, ...facts } = found.read;
  if (unit === undefined) throw new TypeError('a unit that is none');
  const hourly = price === null ? null : (price / unit.hours) * (unit.ofChip ? gpu_count : 1);
  const money = hourly === null ? { read: null } : row(hourly, amount(currency), null);
  // The row as it was served says which offer it would have been.
  if ('unread' in money) return { ...money.unread, row: JSON.stringify(served).slice(0, 500) };
  return {
    ...listing({
      sku: facts.sku,
      accelerator: gpu,
      count: gpu_count,
      region: facts.region,
      price: money.read,
    }),
    availability: AVAILABILITY.get(available) ?? 'unknown',
    words: gpu_label ?? null,
  };
}

function listing(
  facts: Pick<Listing, 'sku' | 'accelerator' | 'count' | 'region'> & { price: Money | null },
): Listing {
  return {
    ...UNSAID,
    ...facts,
    billing: 'on-demand',
    tax: 'excluded',
    availability: 'available',
  };
}

const SOURCES = new Map(
  [asJson, asPage, inScript, inChinese].map((each) => [each.id, each] as const),
);

/** As the registry of the program gives its sources. */
export function scraperById(id: string): Scraper | undefined {
  return SOURCES.get(id);
}

/** The source, brought from this host: all pages of a list of JSON, one page otherwise. */
export function sourceAt(id: string, origin: string): Scraper {
  const source = scraperById(id);
  if (source === undefined) throw new Error(`there is no source ${id}`);
  const fetch: Scraper['fetch'] =
    id === 'as-json'
      ? ({ http }) =>
          linkedPages(
            `${origin}/offers`,
            (url, number) => http.get(`offers/${number}`, url),
            (served) => {
              const { next } = envelope(served, Page);
              return next === undefined ? null : new URL(next, served.url).href;
            },
          )
      : async ({ http }) => [await http.get('offers', `${origin}/offers`)];
  return { ...source, fetch };
}
