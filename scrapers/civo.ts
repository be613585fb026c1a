/**
 * Civo's pricing page: a table of instances for each GPU, dollars for the instance an hour, on demand
 * and for commitments of months. It names no region and no stock. https://www.civo.com/pricing
 */
import { z } from 'zod';
import {
  columns,
  dollarsPer,
  type Listing,
  type Markup,
  priced,
  pricePage,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const TITLE = /^(?<gpu>NVIDIA .+) GPU pricing$/;
const COLUMNS = ['Size', 'RAM', 'vCPU', 'Storage', 'On-demand', 'Commitment'];
const HOURLY = '.price-value[data-option="hourly"]';
const NOT_SOLD = 'N/Aper hour';
const GB_IN_TB = 1000;

const Size = z
  .string()
  .regex(/^\d+(?:\.\d+)? ?[GT]B(?: NVMe)?$/, 'expected GB or TB')
  .transform((text) => Number.parseFloat(text) * (text.includes('TB') ? GB_IN_TB : 1));
const Instance = z.object({
  // "8 x NVIDIA H200 - 141GB HBM3e"
  detail: z
    .string()
    .regex(/^[1-9]\d? x NVIDIA \S.* - \d+GB(?: \w+)?$/, 'expected "1 x NVIDIA ..."'),
  RAM: Size,
  vCPU: z.string().regex(/^\d+(?: cores)?$/, 'expected a whole number'),
  Storage: Size,
  prices: z.array(
    z.object({
      months: z.number().int().positive().nullable(),
      price: z.union([dollarsPer('per hour'), z.literal(NOT_SOLD)]),
    }),
  ),
});
type Instance = z.infer<typeof Instance>;

export const civo: Scraper = pricePage({
  id: 'civo',
  homepage: 'https://www.civo.com/pricing',
  anchors: ['h100-sxm', 'l40s'],
  verified: 'recorded 2026-08-22',

  *read(page) {
    for (const table of page.one('section#nvidia-gpus').all('table')) {
      const { text } = table.one('caption');
      const gpu = TITLE.exec(text)?.groups?.gpu;
      if (gpu === undefined) {
        throw new SourceError(
          'changed',
          `expected a table of "NVIDIA ... GPU pricing", found "${text}"`,
        );
      }
      yield* inTable(table, gpu);
    }
  },
});

function* inTable(table: Markup, gpu: string): Iterable<Reading> {
  const under = columns(table.all('th'), COLUMNS);
  for (const line of table.rows('tbody tr')) {
    const detail = line.one('.product-detail').text;
    const cells = { ...under(line.all('td')), detail, prices: pricesIn(line) };
    yield* readingsOf(cells, { row: Instance, readings: (read) => listings(read, gpu) });
  }
}

function pricesIn(line: Markup) {
  const onDemand = line.one('.on-demand-pricing').one(HOURLY).text;
  const committed = line.one('.commitment-pricing').all('[id$="_months"]');
  return [
    { months: null, price: onDemand },
    ...committed.map((term) => ({
      months: Number.parseInt(term.attribute('id') ?? '', 10),
      price: term.one(HOURLY).text,
    })),
  ];
}

function* listings({ detail, prices, ...size }: Instance, gpu: string): Iterable<Listing> {
  for (const { months, price } of prices) {
    if (price === NOT_SOLD) continue;
    yield {
      ...UNSAID,
      sku: detail,
      accelerator: gpu,
      memoryGb: Number.parseInt(detail.split(' - ')[1] ?? '', 10),
      count: Number.parseInt(detail, 10),
      region: null,
      billing: months === null ? 'on-demand' : 'reserved',
      termMonths: months,
      ...priced(price),
      tax: 'unknown',
      vcpus: Number.parseInt(size.vCPU, 10),
      ramGb: size.RAM,
      diskGb: size.Storage,
    };
  }
}
