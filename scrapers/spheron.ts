/**
 * Spheron rents out machines of other providers: dollars an hour for the whole machine, which may hold a
 * margin of its own. Rows name the provider behind them; regions have that one's own codes. Told is the
 * cheapest of each kind that can be had. Clusters of machines are left out, and so is spot: it has two
 * prices, and those who read it disagree which one is asked.
 * https://docs.spheron.ai/
 */
import { z } from 'zod';
import {
  allPages,
  amount,
  BROKERED,
  cheapest,
  envelope,
  type Machine,
  row,
  rowsOfPages,
  type Scraper,
  UNSAID,
  type Unread,
} from './kit/index.ts';

const OFFERS = 'https://app.spheron.ai/api/gpu-offers';
const PAGE = 100;

const count = z.number().int().positive();
const Page = z
  .object({ data: z.array(z.unknown()), total: count, totalPages: count })
  .transform(({ data, ...counts }) => ({ rows: data, ...counts }));
/** All offers of one kind of GPU. */
const Group = z.object({ displayName: z.string().min(1), offers: z.array(z.looseObject({})) });
const Kind = z.object({
  instanceType: z.enum(['DEDICATED', 'SPOT', 'CLUSTER']),
  available: z.boolean(),
  maintenance: z.boolean().optional(),
});
const Offer = z.object({
  gpu: z.string(),
  provider: z.string().min(1),
  gpuCount: z.number().int().positive(),
  /** Of one GPU. */
  gpu_memory: z.number().positive(),
  price: amount('USD'),
  spot_price: z.null('expected a price of spot on offers of spot only').optional(),
  clusters: z.array(z.string().min(1)).min(1),
  vcpus: z.number().positive(),
  memory: z.number().positive(),
  storage: z.number().nonnegative(),
});

export const spheron: Scraper = {
  id: 'spheron',
  provider: 'spheron',
  homepage: 'https://www.spheron.network/',
  reads: "others' machines it rents out, the cheapest of each kind, by region",
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'aggregator',
  robots: 'documented-api',
  verified: 'documented',

  fetch({ http }) {
    return allPages(
      (page) => http.get(`offers/${page}`, `${OFFERS}?page=${page}&limit=${PAGE}`),
      (first) => envelope(first, Page).totalPages,
    );
  },

  *parse(documents) {
    const offers: unknown[] = [];
    for (const each of rowsOfPages(documents, 'offers', Page)) {
      const group = row(each, Group, null);
      if ('unread' in group) yield group.unread;
      else
        offers.push(
          ...group.read.offers.map((offer) => ({ ...offer, gpu: group.read.displayName })),
        );
    }
    for (const each of cheapest(offers, MARKET)) yield uncounted(each);
  },
};

const MARKET = {
  kind: Kind,
  isForSale: ({ instanceType, available, maintenance }: z.infer<typeof Kind>) =>
    instanceType === 'DEDICATED' && available && maintenance !== true,
  row: Offer,
  machines: (offer: z.infer<typeof Offer>) =>
    offer.clusters.map((region) => machine(offer, region)),
};

/** An offer is a kind of machine, of which there may be many. */
function uncounted(each: Machine | Unread) {
  return each.kind === 'unread' ? each : { ...each, quantity: null };
}

function machine(
  { provider, gpu, gpuCount, ...offer }: z.infer<typeof Offer>,
  region: string,
): Machine {
  return {
    ...UNSAID,
    sku: `${provider} ${gpuCount}x ${gpu}`,
    accelerator: gpu,
    memoryGb: offer.gpu_memory,
    count: gpuCount,
    region,
    billing: 'on-demand',
    tier: BROKERED,
    price: offer.price,
    tax: 'unknown',
    vcpus: offer.vcpus,
    ramGb: offer.memory,
    diskGb: offer.storage,
    availability: 'available',
    quantity: 1,
    words: provider,
  };
}
