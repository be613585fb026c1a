/**
 * QuantaCloud's offers, each a virtual machine of one make in one region, listed while it can be had:
 * dollars an hour for the whole. Offers live as long as their stock, so what is told is a GPU, how
 * many of it, in a region: the cheapest, and how many offers there are. A filter that matches nothing
 * looks like an empty market, so nothing is filtered. https://docs.quantacloud.net/api-reference/overview
 */
import { z } from 'zod';
import {
  allPages,
  amount,
  amountText,
  cheapest,
  envelope,
  type Machine,
  rowsOfPages,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const OFFERS = 'https://core.quantacloud.net/api/v1/offers';
/** The most a page holds; pages count from 0. */
const SIZE = 100;

const Page = z
  .object({ offers: z.array(z.unknown()), totalElements: z.number().int().nonnegative() })
  .transform(({ offers, totalElements }) => ({ rows: offers, total: totalElements }));
const Kind = z.object({ isAvailable: z.boolean() });
const Offer = z.object({
  gpu: z.object({ slug: z.string().min(1), count: z.number().int().positive() }),
  specs: z.object({ vcpu: z.number().positive(), ram: z.number().positive() }),
  region: z.string().min(1),
  priceHourly: z.union([amount('USD'), amountText('USD')]),
});

export const quantacloud: Scraper = {
  id: 'quantacloud',
  provider: 'quantacloud',
  homepage: 'https://quantacloud.net/',
  reads: 'the cheapest offer and how many, by region',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'marketplace',
  robots: 'documented-api',
  verified: 'documented',

  fetch({ http }) {
    return allPages(
      (number) => http.get(`offers/${number}`, `${OFFERS}?page=${number - 1}&size=${SIZE}`),
      (first) => Math.ceil(envelope(first, Page).total / SIZE),
    );
  },

  *parse(documents) {
    const offers = rowsOfPages(documents, 'offers', Page);
    yield* cheapest(offers, {
      kind: Kind,
      isForSale: ({ isAvailable }) => isAvailable,
      row: Offer,
      machines: (offer) => [listing(offer)],
    });
    if (offers.length === 0) yield { kind: 'nothing' };
  },
};

function listing({ gpu, specs, region, priceHourly }: z.infer<typeof Offer>): Machine {
  return {
    ...UNSAID,
    sku: `${gpu.count}x ${gpu.slug}`,
    accelerator: gpu.slug,
    count: gpu.count,
    region,
    billing: 'on-demand',
    price: priceHourly,
    tax: 'unknown',
    vcpus: specs.vcpu,
    ramGb: specs.ram,
    availability: 'available',
    quantity: 1,
  };
}
