/**
 * DigitalOcean's sizes of droplets: dollars an hour for the whole droplet, and the regions in which one
 * of that size can be created. A size that no region has cannot be had; one that is not `available` is
 * listed and cannot be created. https://docs.digitalocean.com/reference/api/reference/sizes/
 */
import { z } from 'zod';
import {
  amount,
  bearer,
  envelope,
  linkedPages,
  type Reading,
  readingsOf,
  rowsOfPages,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const SIZES = 'https://api.digitalocean.com/v2/sizes?per_page=200';
const KEY = 'DIGITALOCEAN_TOKEN';
/** The key goes wherever a page says the next one is: nowhere but here. */
const Next = z.url({ protocol: /^https$/, hostname: /^api\.digitalocean\.com$/ });
const MIB_IN_GIB = 1024;

const Page = z
  .object({
    sizes: z.array(z.unknown()),
    links: z.object({ pages: z.object({ next: Next.optional() }).optional() }),
    meta: z.object({ total: z.number().int().nonnegative() }),
  })
  .transform(({ sizes, links, meta }) => ({
    rows: sizes,
    total: meta.total,
    next: links.pages?.next ?? null,
  }));
const IsOurs = z
  .object({ gpu_info: z.unknown().optional() })
  .transform(({ gpu_info }) => gpu_info !== undefined && gpu_info !== null);
const Size = z.object({
  slug: z.string().min(1),
  memory: z.number().positive(),
  vcpus: z.number().positive(),
  price_hourly: amount('USD'),
  regions: z.array(z.string().min(1)),
  available: z.boolean(),
  /** GB of the disk that stays; scratch disks stand apart. */
  disk: z.number().nonnegative(),
  /** `vram` is that of all GPUs together. */
  gpu_info: z.object({
    count: z.number().int().positive(),
    model: z.string().min(1),
    vram: z.object({ amount: z.number().positive(), unit: z.literal('gib') }),
  }),
});

export const digitalocean: Scraper = {
  id: 'digitalocean',
  provider: 'digitalocean',
  homepage: 'https://www.digitalocean.com/pricing/gpu-droplets',
  reads: 'GPU droplets and the regions that can create them',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'deployable-list',
  robots: 'documented-api',
  verified: 'recorded 2024-10-01',
  secrets: [KEY],

  fetch(tools) {
    const headers = bearer(tools, KEY);
    return linkedPages(
      SIZES,
      (url, number) => tools.http.get(`sizes/${number}`, url, { headers }),
      (page) => envelope(page, Page).next,
    );
  },

  *parse(documents) {
    for (const served of rowsOfPages(documents, 'sizes', Page)) {
      yield* readingsOf(served, { isOurs: IsOurs, row: Size, readings: inRegions });
    }
  },
};

function* inRegions(size: z.infer<typeof Size>): Iterable<Reading> {
  const { count, model, vram } = size.gpu_info;
  if (size.regions.length === 0) yield { kind: 'nothing' };
  for (const region of size.regions) {
    yield {
      ...UNSAID,
      sku: size.slug,
      accelerator: model,
      memoryGb: vram.amount / count,
      count,
      region,
      billing: 'on-demand',
      price: size.price_hourly,
      tax: 'excluded',
      vcpus: size.vcpus,
      ramGb: size.memory / MIB_IN_GIB,
      diskGb: size.disk,
      availability: stockOf(size.available),
    };
  }
}
