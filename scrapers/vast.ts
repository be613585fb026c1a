/**
 * Vast.ai's market: machines of many hosts, each offered once for every number of its GPUs. Prices are
 * dollars an hour for the whole, storage as preset included. Offers live as long as their host likes,
 * so what is told is a GPU, how many of it, in a country and a tier: the cheapest of the verified
 * offers, and how many there are. https://docs.vast.ai/api-reference/search/search-offers
 */
import { z } from 'zod';
import {
  amount,
  cheapest,
  envelope,
  listIn,
  type Machine,
  oneDocument,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const API = 'https://console.vast.ai/api/v0/bundles/';
/** An answer of that many is cut short: it has the cheapest, and does not say how many there are. */
const LIMIT = 3000;
const QUERY = {
  limit: LIMIT,
  type: 'ondemand',
  verified: { eq: true },
  rentable: { eq: true },
  external: { eq: false },
  order: [['dph_total', 'asc']],
};
const MIB_PER_GIB = 1024;

const Kind = z.object({ verification: z.string(), rentable: z.boolean(), is_bid: z.boolean() });
const Offer = z.object({
  gpu_name: z.string().min(1),
  num_gpus: z.number().int().positive(),
  gpu_ram: z.number().positive(),
  dph_total: amount('USD'),
  /** "Texas, US", ", US", "US": what counts is the country. */
  geolocation: z
    .string()
    .regex(/(?:^|, ?)[A-Z]{2}$/, 'expected a country at the end')
    .transform((place) => place.slice(-2))
    .nullable(),
  /** 1: in a data centre that Vast.ai knows. */
  hosting_type: z.number().int().nullable(),
});

export const vast: Scraper = oneDocument({
  id: 'vast',
  provider: 'vast',
  homepage: 'https://vast.ai/pricing',
  reads: 'the cheapest verified offer and how many, by country and tier',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'marketplace',
  robots: 'documented-api',
  verified: 'recorded 2026-07-18',
  ask: ({ http }) => http.post('offers', API, QUERY),

  *read(served) {
    const offers = envelope(served, listIn('offers'));
    const told = cheapest(offers, {
      kind: Kind,
      isForSale: isEligible,
      row: Offer,
      machines: (offer) => [listing(offer)],
    });
    for (const reading of told) {
      const isCounted = reading.kind === 'unread' || offers.length < LIMIT;
      yield isCounted ? reading : { ...reading, quantity: null };
    }
  },
});

function isEligible({ verification, rentable, is_bid }: z.infer<typeof Kind>): boolean {
  return verification === 'verified' && rentable && !is_bid;
}

function listing(offer: z.infer<typeof Offer>): Machine {
  const gb = Math.round(offer.gpu_ram / MIB_PER_GIB);
  return {
    ...UNSAID,
    // A100s of 40 and 80 GB go by one name.
    sku: `${offer.num_gpus}x ${offer.gpu_name} ${gb} GB`,
    accelerator: offer.gpu_name,
    memoryGb: gb,
    count: offer.num_gpus,
    region: offer.geolocation,
    billing: 'on-demand',
    tier: offer.hosting_type === 1 ? 'secure' : 'community',
    price: offer.dph_total,
    tax: 'unknown',
    availability: 'available',
    quantity: 1,
  };
}
