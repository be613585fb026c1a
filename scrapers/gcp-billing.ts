/**
 * Google Cloud's billing catalogue: what a GPU, a core and a gibibyte of RAM cost an hour in a region, on
 * demand and as spot. Told are the machines of A2 and G2, which are the sum of those three: the others
 * need local disks too. Whether one can be had there it does not say.
 * https://cloud.google.com/billing/v1/how-tos/catalog-api
 */
import { z } from 'zod';
import { type Billing, PARTS, Page, type Parts, partsIn, soldAs } from './gcp-parts.ts';
import { SERIES, type Series, type Shape } from './gcp-shapes.ts';
import {
  envelope,
  linkedPages,
  money,
  type Reading,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const SKUS = 'https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus?pageSize=5000';
const KEY = 'GOOGLE_BILLING_API_KEY';

const price = z.number('expected a price of it there');
/** All parts of a machine. */
const Whole = z.object({ region: z.string(), GPU: price, Core: price, Ram: price });

export const gcpBilling: Scraper = {
  id: 'gcp-billing',
  provider: 'gcp',
  homepage: 'https://cloud.google.com/compute/gpus-pricing',
  reads: 'machines of A2 and G2 by region, on demand and spot, worked out of its catalogue',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [KEY],
  isBulk: true,

  fetch({ http, secret }) {
    const headers = { 'x-goog-api-key': secret(KEY) };
    return linkedPages(
      SKUS,
      (url, number) => http.get(`skus/${number}`, url, { headers }),
      (page) => {
        const { nextPageToken } = envelope(page, Page);
        return nextPageToken ? `${SKUS}&pageToken=${encodeURIComponent(nextPageToken)}` : null;
      },
    );
  },

  *parse(documents) {
    const parts: Parts = new Map();
    for (const page of documents) yield* partsIn(page, parts);
    for (const series of SERIES) {
      for (const billing of ['on-demand', 'spot'] as const) yield* machines(parts, series, billing);
    }
  },
};

/** The machines of a series that are sold so: where its GPUs have a price, and the other parts of one too. */
function* machines(parts: Parts, series: Series, billing: Billing): Iterable<Reading> {
  const sold = soldAs(series.series, billing);
  const regions = parts.get(sold);
  if (regions === undefined) return;
  const prices = [...regions.values()];
  const gone = PARTS.find((part) => prices.every((known) => known[part] === undefined));
  if (gone !== undefined) {
    const found = `expected prices of ${PARTS.join(', ')}, found none of ${gone}`;
    throw new SourceError('changed', `${sold}: ${found}`);
  }
  for (const [region, known] of regions) {
    if (known.GPU === undefined) continue;
    const found = row({ sold, region, ...known }, Whole, null);
    if ('unread' in found) yield found.unread;
    else for (const shape of series.shapes) yield machine(shape, found.read, series, billing);
  }
}

function machine(
  [sku, count, vcpus, ramGb]: Shape,
  { region, GPU, Core, Ram }: z.infer<typeof Whole>,
  { accelerator }: Series,
  billing: Billing,
): Reading {
  return {
    ...UNSAID,
    ...{ sku, accelerator, count, region, billing, vcpus, ramGb },
    price: money(GPU * count + Core * vcpus + Ram * ramGb, 'USD'),
    tax: 'excluded',
    availability: 'listed',
    words: `an hour: GPU ${GPU}, core ${Core}, GiB of RAM ${Ram}`,
  };
}
