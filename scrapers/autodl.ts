/**
 * AutoDL's API for elastic deployments: how many cards of each kind a region has, and how many of them
 * are idle. They are counted one by one: two idle cards need not be in one machine. It names no
 * price here. A region that is not in the vendor's list cannot be asked for.
 * https://www.autodl.com/docs/esd_api_doc/
 */
import { z } from 'zod';
import {
  byPart,
  type Document,
  eachPart,
  envelope,
  quote,
  type Reading,
  row,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const STOCK = 'https://api.autodl.com/api/v1/dev/machine/region/gpu_stock';
const TOKEN = 'AUTODL_TOKEN';
const REGIONS = [
  ...['westDC2', 'westDC3', 'beijingDC1', 'beijingDC2', 'beijingDC3', 'beijingDC4'],
  ...['neimengDC1', 'neimengDC3', 'foshanDC1', 'chongqingDC1', 'yangzhouDC1'],
];

/** The status of HTTP is 200 whatever happens. */
const Status = z.object({ code: z.string(), msg: z.string().nullish() });
/** Null where a region has no card at all. */
const Stock = z.object({ data: z.array(z.record(z.string(), z.unknown())).nullable() });
const Cards = z.object({
  name: z.string().min(1),
  idle_gpu_num: z.number().int().nonnegative(),
  total_gpu_num: z.number().int().nonnegative(),
});

export const autodl: Scraper = {
  id: 'autodl',
  provider: 'autodl',
  homepage: 'https://www.autodl.com/market/list',
  reads: 'idle cards by kind and region, mainland China',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [TOKEN],

  fetch(tools) {
    // Unlike most, it wants the token bare, without "Bearer".
    const headers = { authorization: tools.secret(TOKEN) };
    return eachPart(tools, REGIONS, ({ http }, region) =>
      http.post(`stock/${region}`, STOCK, { region_sign: region }, { headers }),
    );
  },

  *parse(documents) {
    for (const [region, [served]] of byPart(documents)) {
      const kinds = served === undefined ? [] : stockIn(served);
      for (const [name, stock] of kinds.flatMap((each) => Object.entries(each))) {
        yield* reading(name, stock, region);
      }
    }
  },
};

function stockIn(served: Document) {
  const { code, msg } = envelope(served, Status);
  if (code === 'Success') return envelope(served, Stock).data ?? [];
  const said = quote(msg ?? '');
  throw new SourceError('refused', `${served.name}: expected code Success, found ${code} ${said}`);
}

function* reading(name: string, stock: unknown, region: string): Iterable<Reading> {
  const found = row(typeof stock === 'object' ? { ...stock, name } : stock, Cards, region);
  if ('unread' in found) return yield found.unread;
  const { idle_gpu_num: idle, total_gpu_num: total } = found.read;
  // A kind without a single card is not sold out: it is not there.
  if (total === 0) return;
  yield {
    ...UNSAID,
    sku: name,
    accelerator: name,
    count: 1,
    region,
    billing: 'on-demand',
    price: null,
    tax: 'unknown',
    availability: idle > 0 ? 'available' : 'sold-out',
    quantity: idle,
    words: `${idle} of ${total} idle`,
    scope: region,
  };
}
