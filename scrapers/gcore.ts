/**
 * Gcore's GPU clusters of bare metal: in each region with GPUs the flavours that can be ordered, an hour
 * of a whole server in the account's currency, and how many servers there are for it. A flavour is called
 * by its GPUs: `bm3-ai-1xlarge-h100-80-8` has eight of 80 GB. Virtual clusters are another list.
 * https://gcore.com/docs/api-reference/cloud/gpu-bare-metal/list-bare-metal-gpu-flavors
 */
import { z } from 'zod';
import {
  byPart,
  Currency,
  type Document,
  document,
  envelope,
  money,
  type Reading,
  row,
  type Scraper,
  stockOf,
  UNSAID,
  whole,
} from './kit/index.ts';

const API = 'https://api.gcore.com/cloud';
const KEY = 'GCORE_API_KEY';
const PROJECT = 'GCORE_PROJECT_ID';
/** More than there are. */
const LIMIT = 1000;

const List = z.object({ count: z.number().int().nonnegative(), results: z.array(z.unknown()) });
const Region = z.object({
  id: z.number().int().positive(),
  display_name: z.string().min(1),
  country: z.string().regex(/^[A-Z]{2}$/, 'expected a country'),
  has_ai_gpu: z.boolean(),
  state: z.string().min(1),
});
type Region = z.infer<typeof Region>;

const Price = z
  .object({
    price_status: z.literal('show'),
    currency_code: Currency,
    price_per_hour: z.number().min(1e-6, 'zero is never a price').max(1e6),
  })
  .transform(({ price_per_hour, currency_code }) => money(price_per_hour, currency_code));
const Hidden = z.object({ price_status: z.enum(['hide', 'error']) }).transform(() => null);
const Flavor = z
  .object({
    /** Ends in the GPU's memory and how many of it there are. */
    name: z.string().regex(/-\d+-\d+$/, 'expected a name that ends in a memory and a number'),
    capacity: z.number().int().nonnegative(),
    disabled: z.literal(false),
    hardware_description: z.object({ gpu: z.string().nullish() }),
    hardware_properties: z.object({
      gpu_model: z.string().min(1),
      gpu_count: z.number().int().positive(),
    }),
    price: z.union([Price, Hidden]),
  })
  .refine(
    ({ name, hardware_properties: { gpu_count } }) => name.endsWith(`-${gpu_count}`),
    'expected as many GPUs as the name ends in',
  );
type Flavor = z.infer<typeof Flavor>;

export const gcore: Scraper = {
  id: 'gcore',
  provider: 'gcore',
  homepage: 'https://gcore.com/gpu-cloud',
  reads: 'bare metal with GPUs and how much of it is left, by region',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [KEY, PROJECT],

  async fetch({ http, part, secret }) {
    const headers = { authorization: `APIKey ${secret(KEY)}` };
    const project = encodeURIComponent(secret(PROJECT));
    const regions = await http.get('regions', `${API}/v1/regions?limit=${LIMIT}`, { headers });
    const flavors = regionsIn(regions).map(({ id }) =>
      part(String(id), async (inner) => [
        await inner.http.get(
          `flavors/${id}`,
          `${API}/v3/gpu/baremetal/${project}/${id}/flavors?hide_disabled=true&include_prices=true`,
          { headers },
        ),
      ]),
    );
    return [regions, ...(await Promise.all(flavors)).flat()];
  },

  *parse(documents) {
    const regions = regionsIn(document(documents, 'regions'));
    const byId = new Map(regions.map((region) => [String(region.id), region]));
    for (const [scope, [served]] of byPart(documents)) {
      const region = byId.get(scope);
      if (served === undefined || region === undefined) continue;
      for (const each of listed(served)) {
        const found = row(each, Flavor, scope);
        yield 'unread' in found ? found.unread : listing(found.read, region);
      }
    }
  },
};

/** Those that are open and have GPUs. */
function regionsIn(served: Document): readonly Region[] {
  const regions = envelope(served, z.array(Region), () => listed(served));
  return regions.filter(({ has_ai_gpu, state }) => has_ai_gpu && state === 'ACTIVE');
}

function listed(served: Document): readonly unknown[] {
  const { count, results } = envelope(served, List);
  return whole(served.name, results, count);
}

function listing(flavor: Flavor, { id, country, display_name }: Region): Reading {
  const { gpu_model, gpu_count } = flavor.hardware_properties;
  return {
    ...UNSAID,
    sku: flavor.name,
    accelerator: gpu_model,
    memoryGb: Number(flavor.name.split('-').at(-2)),
    count: gpu_count,
    region: country,
    zone: display_name,
    billing: 'on-demand',
    price: flavor.price,
    tax: 'unknown',
    availability: stockOf(flavor.capacity > 0),
    quantity: flavor.capacity,
    words: flavor.hardware_description.gpu ?? null,
    scope: String(id),
  };
}
