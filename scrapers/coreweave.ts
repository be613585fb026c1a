/**
 * CoreWeave's pricing page: a table of GPU instances for each continent, dollars for the instance an
 * hour, on demand and spot, and no word about stock. The price of a single GPU beside them is for
 * customers of its inference platform alone, and is not read. https://www.coreweave.com/pricing
 */
import { z } from 'zod';
import {
  columns,
  dollarsPer,
  type Markup,
  priced,
  pricePage,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  thousands,
  UNSAID,
} from './kit/index.ts';

const MODEL = 'GPU Model';
/** The first head of what is sold in a region and has no GPU. */
const CPU = 'CPU Model';
const ON_DEMAND = 'On-Demand Price (Per Hour)';
const SPOT = 'Spot Price (Per Hour)';
const REGION = /^REGION: (?<region>[A-Z][A-Z ]+)$/;
const NOT_SOLD = 'N/A';
const GB_IN_TB = 1000;

const Instance = z.object({
  sku: z.string().min(1),
  [MODEL]: z.string().min(1),
  // "4^1" has a footnote.
  'GPU Count': z
    .string()
    .regex(/^\d+(?:\^\d)?$/, 'expected a whole number')
    .transform((text) => Number.parseInt(text, 10)),
  'VRAM (GB)': thousands,
  vCPUs: thousands,
  'System RAM(GB)': thousands,
  'Local Storage(TB)': z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, 'expected terabytes')
    .transform((text) => Math.round(Number(text) * GB_IN_TB)),
  [ON_DEMAND]: z.union([dollarsPer(''), z.literal('Contact sales')]),
  [SPOT]: z.union([dollarsPer(''), z.literal(NOT_SOLD)]),
});
const COLUMNS = Object.keys(Instance.shape).filter((name) => name !== 'sku');

export const coreweave: Scraper = pricePage({
  id: 'coreweave',
  homepage: 'https://www.coreweave.com/pricing',
  anchors: ['h100-sxm', 'h200-sxm'],
  verified: 'recorded 2026-08-15',

  *read(page) {
    for (const content of page.all('.section-content')) {
      const heads = content.all('.table-v2-header .table-v2-cell');
      if (isOurs(content, heads[0]?.text)) yield* inContinent(content, heads);
    }
  },
});

/** A region in which nothing stands under our first head has lost its name, unless it is one of CPUs. */
function isOurs(content: Markup, firstHead: string | undefined): boolean {
  if (firstHead === MODEL || firstHead === CPU) return firstHead === MODEL;
  return content.all('.eyebrow').some(({ text }) => REGION.test(text));
}

function* inContinent(content: Markup, heads: readonly Markup[]): Iterable<Reading> {
  const { text } = content.one('.eyebrow');
  const region = REGION.exec(text)?.groups?.region;
  if (region === undefined) {
    throw new SourceError('changed', `expected a heading like "REGION: EUROPE", found "${text}"`);
  }
  const under = columns(heads, COLUMNS);
  for (const line of content.rows('.table-row-v2')) {
    const sku = line.one('.table-v2-cell h3').attribute('data-product');
    const cells = { sku, ...under(line.all('.table-v2-cell')) };
    yield* readingsOf(cells, { row: Instance, readings: (read) => listings(read, region) });
  }
}

function* listings(instance: z.infer<typeof Instance>, region: string): Iterable<Reading> {
  for (const [billing, column] of [
    ['on-demand', ON_DEMAND],
    ['spot', SPOT],
  ] as const) {
    if (instance[column] === NOT_SOLD) continue;
    yield {
      ...UNSAID,
      sku: instance.sku,
      accelerator: instance[MODEL],
      memoryGb: instance['VRAM (GB)'],
      count: instance['GPU Count'],
      region,
      billing,
      ...priced(instance[column]),
      tax: 'unknown',
      vcpus: instance.vCPUs,
      ramGb: instance['System RAM(GB)'],
      diskGb: instance['Local Storage(TB)'],
    };
  }
}
