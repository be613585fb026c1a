/**
 * Novita's products: hundred-thousandths of a dollar an hour for one GPU with its share of the host, on
 * demand and as spot, and whether the product can be deployed now. That is said of the product, not of a
 * region: of one that stands in several, what each of them has is not known.
 * https://novita.ai/docs/api-reference/gpu-instance-list-products
 */
import { z } from 'zod';
import {
  amountFor,
  bearer,
  keyedList,
  type Listing,
  listIn,
  type Money,
  row,
  type Scraper,
  stockOf,
  UNSAID,
} from './kit/index.ts';

const KEY = 'NOVITA_API_KEY';
const STOCK = { none: 'sold-out', low: 'limited', normal: 'available', high: 'available' } as const;

/** Written as a number or as text. */
const units = z
  .union([z.number(), z.string().regex(/^\d+$/, 'expected a whole number as text')])
  .transform(Number)
  .pipe(amountFor(100_000, 'USD'));
const Product = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  cpuPerGpu: z.number().positive(),
  memoryPerGpu: z.number().positive(),
  availableDeploy: z.boolean(),
  inventoryState: z.enum(Object.keys(STOCK) as (keyof typeof STOCK)[]).nullish(),
  /** "US-CA-06 (California)": a code, with or without a name behind it. */
  regions: z.array(z.string().regex(/^[A-Z][A-Z0-9-]+(?: \(.+\))?$/, 'expected a region')).min(1),
  billingMethods: z.array(z.string().min(1)),
  price: z.unknown(),
  spotPrice: z.unknown(),
});
type Product = z.infer<typeof Product>;

/** Ways of renting by the names of their methods, each with a price of its own. Months are not read. */
const WAYS = [
  {
    method: 'onDemand',
    billing: 'on-demand',
    Price: z.object({ price: units }).transform(({ price }) => price),
  },
  {
    method: 'spot',
    billing: 'spot',
    Price: z.object({ spotPrice: units }).transform(({ spotPrice }) => spotPrice),
  },
] as const;

export const novita: Scraper = keyedList({
  id: 'novita',
  provider: 'novita',
  homepage: 'https://novita.ai/pricing',
  reads: 'GPUs by region, spot too, and whether they can be deployed',
  absentMeans: 'withdrawn',
  verified: 'documented',
  secrets: [KEY],
  list: 'products',
  url: 'https://api.novita.ai/gpu-instance/openapi/v1/products',
  headers: (tools) => bearer(tools, KEY),
  rows: listIn('data'),
  row: Product,
  *readings(product) {
    for (const { method, billing, Price } of WAYS) {
      if (!product.billingMethods.includes(method)) continue;
      const found = row(product, Price, null);
      if ('unread' in found) yield found.unread;
      else yield* inRegions(product, billing, found.read);
    }
  },
});

function inRegions(
  product: Product,
  billing: Listing['billing'],
  price: Money,
): readonly Listing[] {
  return product.regions.map((region) => ({
    ...UNSAID,
    sku: product.id,
    accelerator: product.name,
    count: 1,
    region: region.replace(/ \(.*/, ''),
    billing,
    price,
    tax: 'unknown',
    vcpus: product.cpuPerGpu,
    ramGb: product.memoryPerGpu,
    availability: stockIn(product),
    words: product.inventoryState ?? null,
  }));
}

/** What a product lacks, it lacks in each of its regions; what it has may be in any of them. */
function stockIn({ availableDeploy, inventoryState, regions }: Product): Listing['availability'] {
  if (!availableDeploy || inventoryState === 'none') return 'sold-out';
  if (regions.length > 1) return 'listed';
  return inventoryState ? STOCK[inventoryState] : stockOf(availableDeploy);
}
