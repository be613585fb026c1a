/**
 * UpCloud's plans with GPUs: an hour's price in each zone, without VAT, and how many of a plan a zone has
 * left. Prices are hundredths of the currency that the asking account pays in; its details say which.
 * What a plan is, its name says. https://developers.upcloud.com/1.3/
 */
import { z } from 'zod';
import {
  basic,
  Currency,
  cents,
  document,
  envelope,
  type Keep,
  type Reading,
  row,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.upcloud.com/1.3';
const USER = 'UPCLOUD_USERNAME';
const PASSWORD = 'UPCLOUD_PASSWORD';

/** The rest of an account's details is its owner's business. */
const KEEP: Keep = { at: ['account'], matching: /"currency"/ };
/** "server_plan_GPU-8xCPU-64GB-1xL40S", and GPU-SPOT-… for what may be taken back. */
const GPU_PLAN = /^server_plan_(?<plan>GPU-.+)$/;
const PLAN = /^GPU-(?<spot>SPOT-)?(?<vcpus>\d+)xCPU-(?<ram>\d+)GB-(?<count>[1-9]\d*)x(?<card>.+)$/;

const Account = z.object({ account: z.object({ currency: Currency }) });
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
const Plan = z.string().transform((plan, context) => {
  const { spot, vcpus, ram, count, card } = PLAN.exec(plan)?.groups ?? {};
  if (card !== undefined) {
    const billing = spot === undefined ? ('on-demand' as const) : ('spot' as const);
    const size = { vcpus: Number(vcpus), ramGb: Number(ram), count: Number(count) };
    return { sku: plan, accelerator: card, billing, ...size };
  }
  context.addIssue(`expected a plan like "GPU-8xCPU-64GB-1xL40S", found "${plan}"`);
  return z.NEVER;
});
const Sold = (currency: Currency) =>
  z.object({
    plan: Plan,
    priced: z.object({ amount: z.literal(1), price: cents(currency) }),
  });
type Sold = z.infer<ReturnType<typeof Sold>>;

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
    const user = encodeURIComponent(tools.secret(USER));
    return Promise.all([
      tools.http.get('account', `${API}/account/details/${user}`, { headers, keep: KEEP }),
      tools.http.get('prices', `${API}/price`, { headers }),
      tools.http.get('stock', `${API}/device/availability?type=gpu`, { headers }),
    ]);
  },

  *parse(documents) {
    const { currency } = envelope(document(documents, 'account'), Account).account;
    const devices = envelope(document(documents, 'stock'), Devices);
    for (const zone of envelope(document(documents, 'prices'), Prices).prices.zone) {
      for (const [name, priced] of Object.entries(zone)) {
        const plan = GPU_PLAN.exec(name)?.groups?.plan;
        if (plan === undefined) continue;
        const found = row({ plan, priced }, Sold(currency), null);
        yield 'unread' in found ? found.unread : inZone(found.read, zone.name, devices);
      }
    }
  },
};

/** A plan that the stock does not name has a price and no more. */
function inZone({ plan, priced: { price } }: Sold, region: string, devices: Devices): Reading {
  const amount = devices[region]?.gpu_plans?.[plan.sku]?.amount ?? null;
  return {
    ...UNSAID,
    ...plan,
    price,
    region,
    tax: 'excluded',
    availability: amount === null ? 'listed' : stockOf(amount > 0),
    evidence: amount === null ? 'price-list' : null,
    quantity: amount,
  };
}
