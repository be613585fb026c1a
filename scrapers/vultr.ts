/**
 * Vultr's plans, virtual and bare metal, with the regions that can start one now: a plan with none is
 * sold out everywhere. Prices are dollars an hour for the whole plan, tax excluded; a share of a card
 * states the memory of the share. https://www.vultr.com/api/#tag/plans
 */
import { z } from 'zod';
import {
  amount,
  byPart,
  type Documents,
  eachPart,
  envelope,
  linkedPages,
  type Reading,
  readingsOf,
  rowsOfPages,
  type Scraper,
  type Tools,
  UNSAID,
} from './kit/index.ts';
import { cardsOf } from './vultr-cards.ts';

const API = 'https://api.vultr.com/v2';

const Rows = z.array(z.unknown());
const Meta = z.object({ total: z.number().int(), links: z.object({ next: z.string() }) });
const Page = z
  .union([
    z.object({ plans: Rows, meta: Meta }),
    z.object({ plans_metal: Rows, meta: Meta }).transform(({ plans_metal: plans, meta }) => ({
      plans,
      meta,
    })),
  ])
  .transform(({ plans, meta }) => ({ rows: plans, total: meta.total, next: meta.links.next }));

const IsOurs = z
  .object({ id: z.string(), type: z.string(), gpu_type: z.string().optional() })
  .transform(
    ({ id, type, gpu_type }) =>
      gpu_type !== undefined || /^vcg-|-gpu$/.test(id) || /^(?:vcg|vdm)$/.test(type),
  );
const Price = amount('USD');
/** Given as 0 for plans that are not to be had as preemptible. */
const Preemptible = z.preprocess((said) => (said === 0 ? null : said), Price.nullish());
const Share = z
  .string()
  .regex(/^1\/[1-9]\d?$/, 'expected a share like 1/8')
  .transform((share) => 1 / Number(share.slice(2)));
const Plan = z.object({
  id: z.string(),
  gpu_type: z.string().min(1),
  gpu_count: z.union([z.number().int().positive(), Share]),
  gpu_vram_gb: z.number().positive().optional(),
  vcpu_count: z.number().int().positive().optional(),
  cpu_threads: z.number().int().positive().optional(),
  ram: z.number().positive(),
  disk: z.number().nonnegative(),
  disk_count: z.number().int().positive(),
  hourly_cost: Price,
  hourly_cost_preemptible: Preemptible,
  location_cost: z
    .record(z.string(), z.object({ hourly_cost: Price, hourly_cost_preemptible: Preemptible }))
    .optional(),
  deploy_ondemand: z.boolean(),
  deploy_preemptible: z.boolean(),
  locations: z.array(z.string().min(1)),
});
type Plan = z.infer<typeof Plan>;

export const vultr: Scraper = {
  id: 'vultr',
  provider: 'vultr',
  homepage: 'https://www.vultr.com/pricing/',
  reads:
    'plans with GPUs, bare metal too (virtual ones documented), and regions that can start them',
  every: '1h',
  absentMeans: 'sold-out',
  anchors: ['a16', 'l40s', 'h100'],
  evidence: 'deployable-list',
  robots: 'documented-api',
  verified: 'recorded 2026-03-31',

  fetch: (tools) => eachPart(tools, ['plans', 'plans-metal'], listOf),

  *parse(documents) {
    for (const [list, pages] of byPart(documents)) {
      for (const served of rowsOfPages(pages, list, Page)) {
        const readings = (plan: Plan) => placesOf(plan, list);
        const kind = { isOurs: IsOurs, row: Plan, readings };
        yield* readingsOf(withCards(served), kind, list);
      }
    }
  },
};

function listOf({ http }: Tools, list: string): Promise<Documents> {
  const first = `${API}/${list}?per_page=500`;
  return linkedPages(
    first,
    (url, number) => http.get(`${list}/${number}`, url),
    (page) => {
      const { next: cursor } = envelope(page, Page);
      return cursor === '' ? null : `${first}&cursor=${encodeURIComponent(cursor)}`;
    },
  );
}

/** The row, with what it leaves out of its cards. */
function withCards(served: unknown): unknown {
  const plan = Object(served);
  return { ...cardsOf(String(plan.id)), ...plan };
}

function* placesOf(plan: Plan, list: string): Iterable<Reading> {
  const { locations } = plan;
  for (const region of locations.length > 0 ? locations : [null]) yield* ways(plan, region, list);
}

/** A plan may be had on demand, as preemptible, or both; the prices of the other way are no offer. */
function* ways(plan: Plan, region: string | null, scope: string): Iterable<Reading> {
  const prices = (region === null ? undefined : plan.location_cost?.[region]) ?? plan;
  const listing = {
    ...UNSAID,
    sku: plan.id,
    accelerator: plan.gpu_type,
    memoryGb: memoryOf(plan),
    count: Math.max(plan.gpu_count, 1),
    fraction: Math.min(plan.gpu_count, 1),
    region,
    tax: 'excluded',
    vcpus: plan.vcpu_count ?? plan.cpu_threads ?? null,
    ramGb: plan.ram / 1024,
    diskGb: plan.disk * plan.disk_count,
    availability: region === null ? 'sold-out' : 'available',
    scope,
  } as const;
  if (plan.deploy_ondemand) yield { ...listing, billing: 'on-demand', price: prices.hourly_cost };
  if (plan.deploy_preemptible) {
    yield { ...listing, billing: 'spot', price: prices.hourly_cost_preemptible ?? null };
  }
}

/** Of one whole card. Where it equals the RAM it is that of the CPU, which a GH200 is labelled with. */
function memoryOf({ gpu_vram_gb, gpu_count, ram }: Plan): number | null {
  if (gpu_vram_gb === undefined || gpu_vram_gb === ram / 1024) return null;
  return gpu_vram_gb / gpu_count;
}
