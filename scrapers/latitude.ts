/**
 * Latitude.sh's pricing page: bare metal by country and place, dollars for the server an hour, and which
 * places have one now. The page draws itself from data it carries; that is read. What is paid by the
 * month, and prices in reais, are not. https://www.latitude.sh/pricing
 */
import { z } from 'zod';
import {
  amount,
  carried,
  envelope,
  pricePage,
  type Reading,
  row,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const STOCK = {
  high: 'available',
  medium: 'available',
  low: 'limited',
  unavailable: 'sold-out',
} as const;

const Plans = z.object({ servers: z.array(z.unknown()).min(1) });
/** As much of a plan as tells whether it has GPUs. */
const Kind = z.object({
  attributes: z.object({ specs: z.object({ gpu: z.record(z.string(), z.unknown()) }) }),
});
const Plan = z.object({
  attributes: z.object({
    slug: z.string().min(1),
    specs: z.object({
      memory: z.object({ total: z.number().positive() }),
      gpu: z.object({
        count: z.number().int().positive(),
        type: z.string().min(1),
        vram_per_gpu: z.number().positive(),
      }),
    }),
    regions: z.array(z.unknown()),
  }),
});
type Plan = z.infer<typeof Plan>;
const Country = z.object({
  locations: z.object({ available: z.array(z.string().min(1)), in_stock: z.array(z.string()) }),
  stock_level: z.enum(['high', 'medium', 'low', 'unavailable']),
  pricing: z.object({ USD: z.object({ hour: amount('USD').nullable() }) }),
});

export const latitude: Scraper = pricePage({
  id: 'latitude',
  homepage: 'https://www.latitude.sh/pricing',
  every: '6h',
  verified: 'recorded 2026-08-22',

  *read(_, served) {
    const { servers } = envelope(served, Plans, (page) => carried(page, 'plansData'));
    for (const server of servers) {
      const kind = row(server, Kind, null);
      if ('unread' in kind) yield kind.unread;
      else if (Object.keys(kind.read.attributes.specs.gpu).length > 0) yield* plan(server);
    }
  },
});

function* plan(server: unknown): Iterable<Reading> {
  const found = row(server, Plan, null);
  if ('unread' in found) yield found.unread;
  else for (const region of found.read.attributes.regions) yield* inCountry(found.read, region);
}

function* inCountry({ attributes: { slug, specs } }: Plan, served: unknown): Iterable<Reading> {
  const found = row(served, Country, null);
  if ('unread' in found) {
    yield found.unread;
    return;
  }
  const { locations, stock_level, pricing } = found.read;
  for (const region of locations.available) {
    yield {
      ...UNSAID,
      ...{ sku: slug, region, billing: 'on-demand', tax: 'unknown' },
      accelerator: specs.gpu.type,
      memoryGb: specs.gpu.vram_per_gpu,
      count: specs.gpu.count,
      price: pricing.USD.hour,
      ramGb: specs.memory.total,
      availability: locations.in_stock.includes(region) ? STOCK[stock_level] : 'sold-out',
    };
  }
}
