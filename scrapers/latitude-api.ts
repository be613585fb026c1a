/**
 * Latitude.sh's servers with GPUs: dollars an hour for the whole server, and the sites that have one in
 * stock now. A site that only may get one is not told. https://www.latitude.sh/docs/api-reference/get-plans
 */
import { z } from 'zod';
import {
  amount,
  bearer,
  keyedList,
  listIn,
  type Reading,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const KEY = 'LATITUDESH_API_KEY';

const IsOurs = z
  .object({ attributes: z.object({ specs: z.object({ gpu: z.unknown() }) }) })
  .transform(({ attributes: { specs } }) => specs.gpu !== undefined && specs.gpu !== null);
const count = z.number().int().positive();
const Plan = z.object({
  attributes: z.object({
    slug: z.string().min(1),
    specs: z.object({
      gpu: z.object({ count, type: z.string().min(1), vram_per_gpu: z.number().positive() }),
      cpu: z.object({ cores: count, count }),
      memory: z.object({ total: z.number().positive() }),
    }),
    regions: z.array(
      z.object({
        locations: z.object({ in_stock: z.array(z.string().min(1)) }),
        pricing: z.object({ USD: z.object({ hour: amount('USD').nullable() }) }),
      }),
    ),
  }),
});

export const latitudeApi: Scraper = keyedList({
  id: 'latitude-api',
  provider: 'latitude',
  homepage: 'https://www.latitude.sh/pricing',
  reads: 'servers with GPUs and the sites that have them in stock',
  verified: 'documented',
  secrets: [KEY],
  list: 'plans',
  url: 'https://api.latitude.sh/plans?filter[gpu]=true',
  headers: (tools) => bearer(tools, KEY),
  rows: listIn('data'),
  isOurs: IsOurs,
  row: Plan,
  readings: inStock,
});

function* inStock({
  attributes: { slug, specs, regions },
}: z.infer<typeof Plan>): Iterable<Reading> {
  const sites = regions.flatMap(({ locations, pricing }) =>
    locations.in_stock.map((site) => ({ site, price: pricing.USD.hour })),
  );
  if (sites.length === 0) yield { kind: 'nothing' };
  for (const { site, price } of sites) {
    yield {
      ...UNSAID,
      sku: slug,
      accelerator: specs.gpu.type,
      memoryGb: specs.gpu.vram_per_gpu,
      count: specs.gpu.count,
      region: site,
      billing: 'on-demand',
      price,
      tax: 'unknown',
      vcpus: specs.cpu.cores * specs.cpu.count,
      ramGb: specs.memory.total,
      availability: 'available',
    };
  }
}
