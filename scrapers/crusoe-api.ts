/**
 * Crusoe Cloud's capacity: how many machines of a type a location has left, whatever the account's own
 * quota. A pair of both may stand in several rows, of which the largest counts. No price is told.
 * https://docs.crusoecloud.com/reference/api/
 */
import { z } from 'zod';
import {
  crusoeHeaders,
  document,
  envelope,
  ofType,
  type Reading,
  row,
  type Scraper,
  stockOf,
  type Tools,
  typesOf,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.crusoecloud.com/v1alpha5';
const ID = 'CRUSOE_ACCESS_KEY_ID';
const KEY = 'CRUSOE_SECRET_KEY';
const PROJECT = 'CRUSOE_PROJECT_ID';

const Items = z.object({ items: z.array(z.unknown()).min(1) });
const Type = z
  .object({
    product_name: z.string().min(1),
    gpu_type: z.string().min(1),
    num_gpu: z.number().int().positive(),
    cpu_cores: z.number().positive(),
    memory_gb: z.number().positive(),
    disk_gb: z.number().nonnegative(),
  })
  .transform((type) => ({ name: type.product_name, type }));
type Type = z.infer<typeof Type>['type'];
const WithoutGpus = z
  .object({ product_name: z.string().min(1), num_gpu: z.literal(0) })
  .transform(({ product_name: name }) => ({ name, type: null }));
const Capacity = z.object({
  type: z.string().min(1),
  location: z.string().min(1),
  quantity: z.number().int().nonnegative(),
});
type Capacity = z.infer<typeof Capacity>;

export const crusoeApi: Scraper = {
  id: 'crusoe-api',
  provider: 'crusoe',
  homepage: 'https://www.crusoe.ai/cloud/pricing',
  reads: 'how many machines with GPUs are left, by location',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [ID, KEY, PROJECT],

  fetch(tools) {
    const project = encodeURIComponent(tools.secret(PROJECT));
    return Promise.all([
      signedGet(tools, 'types', `${API}/projects/${project}/compute/vms/types`),
      signedGet(tools, 'capacities', `${API}/capacities`),
    ]);
  },

  *parse(documents) {
    const listed = envelope(document(documents, 'types'), Items).items;
    const types = typesOf(listed, z.union([Type, WithoutGpus]));
    yield* types.unread;
    const most = new Map<string, Capacity>();
    for (const served of envelope(document(documents, 'capacities'), Items).items) {
      const found = row(served, Capacity, null);
      if ('unread' in found) yield found.unread;
      else {
        const { type, location, quantity } = found.read;
        const known = most.get(`${type} ${location}`);
        if (known === undefined || quantity > known.quantity) {
          most.set(`${type} ${location}`, found.read);
        }
      }
    }
    for (const capacity of most.values()) {
      yield* ofType(types, capacity.type, (type) => [left(capacity, type)]);
    }
  },
};

function signedGet({ http, secret, now }: Tools, name: string, url: string) {
  const headers = crusoeHeaders(url, { id: secret(ID), secret: secret(KEY) }, now());
  return http.get(name, url, { headers });
}

function left({ location, quantity }: Capacity, type: Type): Reading {
  return {
    ...UNSAID,
    sku: type.product_name,
    accelerator: type.gpu_type,
    count: type.num_gpu,
    region: location,
    billing: 'on-demand',
    price: null,
    tax: 'unknown',
    vcpus: type.cpu_cores,
    ramGb: type.memory_gb,
    diskGb: type.disk_gb,
    availability: stockOf(quantity > 0),
    quantity,
  };
}
