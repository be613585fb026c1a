/**
 * Akamai's Linode API: plans and their prices, and for each region whether a GPU plan can be had now.
 * Prices are dollars an hour for the whole plan, tax excluded. A region without a plan looks like one
 * that ran out of it. https://techdocs.akamai.com/linode-api/reference/get-regions-availability
 */
import { z } from 'zod';
import {
  allPages,
  amount,
  byPart,
  type Documents,
  envelope,
  type Reading,
  row,
  rowsOfPages,
  type Scraper,
  type Tools,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.linode.com/v4';
const TYPES = 'linode/types';
const AVAILABILITY = 'regions/availability';
const REGIONS = 'regions';
const GPUS = 'GPU Linodes';

/** g1-gpu-rtx6000-2, g2-gpu-rtx4000a4-m, and until 2024 gpu-rtx6000-3.1. */
const PLAN = /gpu-(?<family>.+?)-?(?<count>[1-9]\d?)(?:-[a-z]+|\.\d+)?$/;
/** "RTX4000 Ada x1 Small", "Dedicated 32GB + RTX6000 GPU x1". */
const LABEL = /^(?:.* \+ )?(?<name>.+?)(?: GPU)? x\d+\b/;
/** Families on offer before the list of types had them: https://github.com/linode/linode-api-docs/pull/834 */
const FAMILIES = new Map(Object.entries({ rtx6000: 'Quadro RTX 6000', rtx4000a: 'RTX 4000 Ada' }));

const Page = z
  .object({
    data: z.array(z.unknown()),
    pages: z.number().int().positive(),
    results: z.number().int().nonnegative(),
  })
  .transform(({ data, pages, results }) => ({ rows: data, pages, total: results }));
const Kind = z.object({ id: z.string(), gpus: z.number().int().nonnegative() });
// Seen as 0 for GPU plans on 2026-09-17: not stated there, and never free.
const BasePrice = z.preprocess((said) => (said === 0 ? null : said), amount('USD').nullable());
const GpuType = z.object({
  label: z.string(),
  price: z.object({ hourly: BasePrice }),
  region_prices: z.array(z.object({ id: z.string(), hourly: amount('USD') })),
  gpus: z.number().int().positive(),
  vcpus: z.number().int().positive(),
  memory: z.number().positive(),
  disk: z.number().nonnegative(),
});
type GpuType = z.infer<typeof GpuType>;
type GpuTypes = Map<string, ReturnType<typeof row<GpuType>>>;
const Stock = z.object({ plan: z.string(), region: z.string(), available: z.boolean() });
const Region = z.object({ id: z.string(), label: z.string(), capabilities: z.array(z.string()) });

export const linode: Scraper = {
  id: 'linode',
  provider: 'linode',
  homepage: 'https://www.linode.com/pricing/',
  reads: 'GPU plans, regions, stock',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'recorded 2024-07-11',

  async fetch(tools) {
    const regions = tools.part(REGIONS, (part) => listOf(part, REGIONS));
    const lists = [listOf(tools, TYPES), listOf(tools, AVAILABILITY), regions];
    return (await Promise.all(lists)).flat();
  },

  *parse(documents) {
    const types: GpuTypes = new Map();
    for (const served of rowsOfPages(documents, TYPES, Page)) {
      const kind = row(served, Kind, null);
      if ('unread' in kind) yield kind.unread;
      else if (kind.read.gpus > 0) types.set(kind.read.id, row(served, GpuType, null));
    }
    for (const type of types.values()) if ('unread' in type) yield type.unread;
    for (const served of rowsOfPages(documents, AVAILABILITY, Page)) yield* offered(served, types);
    const regions = byPart(documents).get(REGIONS);
    if (regions) yield* rowsOfPages(regions, REGIONS, Page).flatMap(place);
  },
};

function listOf({ http }: Tools, list: string): Promise<Documents> {
  return allPages(
    (number) => http.get(`${list}/${number}`, `${API}/${list}?page=${number}`),
    (first) => envelope(first, Page).pages,
  );
}

function* offered(served: unknown, types: GpuTypes): Iterable<Reading> {
  const stock = row(served, Stock, null);
  if ('unread' in stock) return yield stock.unread;
  const { plan, region, available } = stock.read;
  const type = types.get(plan);
  if (type === undefined && !plan.includes('gpu-')) return;
  if (!available) return yield { kind: 'nothing' };
  if (type !== undefined && 'unread' in type) return yield type.unread;
  const facts = type === undefined ? factsOfId(plan) : factsOfType(plan, region, type.read);
  if (facts === null) {
    const reason = 'plan: expected a kind of GPU and a count in its id';
    return yield { kind: 'unread', reason, row: plan, scope: null };
  }
  yield {
    ...UNSAID,
    ...facts,
    sku: plan,
    region,
    billing: 'on-demand',
    tax: 'excluded',
    availability: 'available',
  };
}

/** All that is known of a plan before the list of types has it. */
function factsOfId(plan: string) {
  const { family, count } = PLAN.exec(plan)?.groups ?? {};
  if (family === undefined) return null;
  return { accelerator: FAMILIES.get(family) ?? family, count: Number(count), price: null };
}

function factsOfType(plan: string, region: string, type: GpuType) {
  const named = LABEL.exec(type.label)?.groups?.name ?? type.label;
  const local = type.region_prices.find(({ id }) => id === region);
  return {
    accelerator: FAMILIES.get(PLAN.exec(plan)?.groups?.family ?? '') ?? named,
    count: type.gpus,
    price: local === undefined ? type.price.hourly : local.hourly,
    vcpus: type.vcpus,
    ramGb: type.memory / 1024,
    diskGb: type.disk / 1024,
  };
}

function place(served: unknown): readonly Reading[] {
  const found = row(served, Region, REGIONS);
  if ('unread' in found) return [found.unread];
  const { id: region, label: words, capabilities } = found.read;
  if (!capabilities.includes(GPUS)) return [];
  return [{ kind: 'place', stack: 'cuda', product: GPUS, region, words, scope: REGIONS }];
}
