/**
 * Hyperstack's flavours of virtual machines and whether a region has one in stock, beside a price book in
 * dollars an hour for one GPU. What spot flavours cost is under names that are not documented, so they
 * are left out. https://docs.hyperstack.cloud/docs/api-reference/core-resources/flavors
 */
import { z } from 'zod';
import {
  amount,
  document,
  envelope,
  type Money,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  stockOf,
  times,
  UNSAID,
} from './kit/index.ts';

const API = 'https://infrahub-api.nexgencloud.com/v1';
const KEY = 'HYPERSTACK_API_KEY';

const Flavors = z.object({
  data: z.array(z.object({ gpu: z.string(), flavors: z.array(z.unknown()) })).min(1),
});
const IsOurs = z
  .object({ name: z.string(), gpu_count: z.number().int().nonnegative() })
  .transform(({ name, gpu_count }) => gpu_count > 0 && !/\bspot\b/i.test(name));
const Flavor = z.object({
  name: z.string().min(1),
  region_name: z.string().min(1),
  gpu: z.string().min(1),
  gpu_count: z.number().int().positive(),
  cpu: z.number().positive(),
  ram: z.number().positive(),
  disk: z.number().nonnegative(),
  ephemeral: z.number().nonnegative(),
  stock_available: z.boolean(),
});
/** Everything that is charged: of what is no GPU any value will do. */
const Book = z.array(z.object({ name: z.string(), value: z.unknown() })).min(1);
type Book = z.infer<typeof Book>;
/** Served as a number and as text. */
const Value = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^[\d.]+$/)
      .transform(Number),
  ])
  .pipe(amount('USD'));

export const hyperstackApi: Scraper = {
  id: 'hyperstack-api',
  provider: 'hyperstack',
  homepage: 'https://www.hyperstack.cloud/gpu-pricing',
  reads: 'flavours with GPUs, in stock or not, by region',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [KEY],

  fetch({ http, secret }) {
    const headers = { api_key: secret(KEY) };
    return Promise.all([
      http.get('flavors', `${API}/core/flavors`, { headers }),
      http.get('pricebook', `${API}/pricebook`, { headers }),
    ]);
  },

  *parse(documents) {
    const book = envelope(document(documents, 'pricebook'), Book);
    const Priced = Flavor.transform((flavor) => ({
      ...flavor,
      price: book.find(({ name }) => name === flavor.gpu)?.value ?? null,
    })).pipe(Flavor.extend({ price: Value.nullable() }));
    const groups = envelope(document(documents, 'flavors'), Flavors).data;
    refuseOther(book, groups);
    for (const served of groups.flatMap(({ flavors }) => flavors)) {
      yield* readingsOf(served, {
        isOurs: IsOurs,
        row: Priced,
        readings: (found) => [listing(found)],
      });
    }
  },
};

/** A flavour may be there before its price is; a book without a price of any is one of other names. */
function refuseOther(book: Book, groups: z.infer<typeof Flavors>['data']): void {
  const names = new Set(book.map(({ name }) => name));
  if (groups.some(({ gpu }) => names.has(gpu))) return;
  throw new SourceError('changed', 'pricebook: expected a price of a GPU that flavors have');
}

function listing({ price, ...flavor }: z.infer<typeof Flavor> & { price: Money | null }): Reading {
  return {
    ...UNSAID,
    sku: flavor.name,
    accelerator: flavor.gpu,
    count: flavor.gpu_count,
    region: flavor.region_name,
    billing: 'on-demand',
    price: price === null ? null : times(price, flavor.gpu_count),
    tax: 'unknown',
    vcpus: flavor.cpu,
    ramGb: flavor.ram,
    diskGb: flavor.disk + flavor.ephemeral,
    availability: stockOf(flavor.stock_available),
  };
}
