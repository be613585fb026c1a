/**
 * Google Cloud's billing catalogue: what a GPU, a core and a gibibyte of RAM cost an hour in a region, on
 * demand and as spot. Told are the machines of A2 and G2, which are the sum of those three: the others
 * need local disks too. Whether one can be had there it does not say.
 * https://cloud.google.com/billing/v1/how-tos/catalog-api
 */
import { Page, type Parts, partsIn } from './gcp-parts.ts';
import { SERIES, type Series, type Shape } from './gcp-shapes.ts';
import { envelope, linkedPages, money, type Reading, type Scraper, UNSAID } from './kit/index.ts';

const SKUS = 'https://cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus?pageSize=5000';
const KEY = 'GOOGLE_BILLING_API_KEY';

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
      for (const place of placesOf(parts, series)) {
        for (const shape of series.shapes) yield* machine(parts, { series, place, shape });
      }
    }
  },
};

interface Place {
  readonly billing: 'on-demand' | 'spot';
  readonly region: string;
}

/** Where the GPUs of that series have a price. */
function placesOf(parts: Parts, { series }: Series): readonly Place[] {
  return [...parts.keys()].flatMap((name): readonly Place[] => {
    const [each, part, billing, region] = name.split('/');
    if (each !== series || part !== 'GPU' || region === undefined) return [];
    return [{ billing: billing === 'spot' ? 'spot' : 'on-demand', region }];
  });
}

/** A machine is sold where all of its parts have a price. */
function* machine(
  parts: Parts,
  sold: { readonly series: Series; readonly place: Place; readonly shape: Shape },
): Iterable<Reading> {
  const { series, place, shape } = sold;
  const [sku, count, vcpus, ramGb] = shape;
  const [gpu, core, gib] = ['GPU', 'Core', 'Ram'].map((part) =>
    parts.get(`${series.series}/${part}/${place.billing}/${place.region}`),
  );
  if (gpu === undefined || core === undefined || gib === undefined) return;
  yield {
    ...UNSAID,
    ...{ sku, accelerator: series.accelerator, count, ...place, vcpus, ramGb },
    price: money(gpu * count + core * vcpus + gib * ramGb, 'USD'),
    tax: 'excluded',
    availability: 'listed',
    words: `an hour: GPU ${gpu}, core ${core}, GiB of RAM ${gib}`,
  };
}
