/**
 * UpCloud's plans with GPUs: hundredths of a euro an hour in each zone, without VAT, and how many of a
 * plan a zone has left. What a plan is, its name says. https://developers.upcloud.com/1.3/
 */
import { z } from 'zod';
import {
  basic,
  cents,
  document,
  envelope,
  type Reading,
  row,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.upcloud.com/1.3';
const USER = 'UPCLOUD_USERNAME';
const PASSWORD = 'UPCLOUD_PASSWORD';

/** "server_plan_GPU-8xCPU-64GB-1xL40S", and GPU-SPOT-… for what may be taken back. */
const GPU_PLAN = /^server_plan_(?<plan>GPU-.+)$/;
const PLAN = /^GPU-(?<spot>SPOT-)?(?<vcpus>\d+)xCPU-(?<ram>\d+)GB-(?<count>[1-9]\d*)x(?<card>.+)$/;

const Prices = z.object({
  prices: z.object({ zone: z.array(z.looseObject({ name: z.string().min(1) })).min(1) }),
});
const Devices = z.record(
  z.string(),
  z.object({
    gpu_plans: z
      .record(z.string(), z.object({ amount: z.number().int().nonnegative() }))
      .optional(),
  }),
);
type Devices = z.infer<typeof Devices>;
const Plan = z
  .object({ plan: z.string(), priced: z.object({ amount: z.literal(1), price: cents('EUR') }) })
  .transform(({ plan, priced: { price } }, context) => {
    const { spot, vcpus, ram, count, card } = PLAN.exec(plan)?.groups ?? {};
    if (card !== undefined) {
      const billing = spot === undefined ? ('on-demand' as const) : ('spot' as const);
      const size = { vcpus: Number(vcpus), ramGb: Number(ram), count: Number(count) };
      return { sku: plan, accelerator: card, billing, price, ...size };
    }
    context.addIssue(`expected a plan like "GPU-8xCPU-64GB-1xL40S", found "${plan}"`);
    return z.NEVER;
  });

export const upcloudApi: Scraper = {
  id: 'upcloud-api',
  provider: 'upcloud',
  homepage: 'https://upcloud.com/pricing/',
  reads: 'plans with GPUs and how many are left, by zone',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [USER, PASSWORD],

  fetch(tools) {
    const headers = basic(tools, USER, PASSWORD);
    return Promise.all([
      tools.http.get('prices', `${API}/price`, { headers }),
      tools.http.get('stock', `${API}/device/availability?type=gpu`, { headers }),
    ]);
  },

  *parse(documents) {
    const devices = envelope(document(documents, 'stock'), Devices);
    for (const zone of envelope(document(documents, 'prices'), Prices).prices.zone) {
      for (const [name, priced] of Object.entries(zone)) {
        const plan = GPU_PLAN.exec(name)?.groups?.plan;
        if (plan !== undefined) yield inZone(plan, priced, { zone: zone.name, devices });
      }
    }
  },
};

/** A plan that the stock does not name has a price and no more. */
function inZone(
  plan: string,
  priced: unknown,
  { zone, devices }: { readonly zone: string; readonly devices: Devices },
): Reading {
  const found = row({ plan, priced }, Plan, null);
  if ('unread' in found) return found.unread;
  const amount = devices[zone]?.gpu_plans?.[plan]?.amount ?? null;
  return {
    ...UNSAID,
    ...found.read,
    region: zone,
    tax: 'excluded',
    availability: amount === null ? 'listed' : stockOf(amount > 0),
    evidence: amount === null ? 'price-list' : null,
    quantity: amount,
  };
}
