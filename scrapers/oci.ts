/**
 * Oracle's price list, dollars for a GPU-hour, tax excluded, and the shapes of its cost estimator, which
 * say how many GPUs are rented together; CPU and memory are in the price. Prices are the same in every
 * commercial region; which region has which shape is told to customers only.
 * https://docs.oracle.com/en-us/iaas/Content/Billing/Tasks/signingup_topic-Estimating_Costs.htm
 */
import { z } from 'zod';
import {
  amount,
  document,
  envelope,
  type Money,
  type Reading,
  row,
  type Scraper,
  times,
  UNSAID,
} from './kit/index.ts';

const PRODUCTS = 'https://apexapps.oracle.com/pls/apex/cetools/api/v1/products/?currencyCode=USD';
const SHAPES = 'https://www.oracle.com/a/ocom/docs/cloudestimator2/data/shapes.json';
/** Capacity that may be taken back: https://docs.oracle.com/en-us/iaas/Content/Compute/Concepts/preemptible.htm */
const PREEMPTIBLE = 0.5;

/** BM.GPU.A100-v2.8, VM.GPU3.1, and with words for people BM.GPU.GB200.4 (NVL72). */
const NAME = /^(?<sku>(?:BM|VM)\.(?<series>GPU\d?)(?:\.(?<gpu>[\w-]+))?\.\d+)(?: \(.*\))?$/;
/** https://docs.oracle.com/en-us/iaas/Content/Compute/References/computeshapes.htm */
const CALLED: Readonly<Record<string, string>> = {
  GPU2: 'NVIDIA P100',
  GPU3: 'NVIDIA V100 16GB',
  GPU4: 'NVIDIA A100 SXM 40GB',
  B4: 'NVIDIA A100 SXM 40GB',
  'A100-v2': 'NVIDIA A100 SXM 80GB',
  RTXPRO: 'NVIDIA RTX PRO 6000',
};
/** Their CPUs are Arm, whatever the file says, and an OCPU of Arm is one vCPU instead of two. */
const GRACE = /^G[BH]\d/;

const Items = z.object({ items: z.array(z.unknown()).min(1) });
const Part = z.object({ partNumber: z.string() });
const Price = z.object({ model: z.literal('PAY_AS_YOU_GO'), value: amount('USD') });
const Product = z.object({
  metricName: z.literal('GPU Per Hour'),
  currencyCodeLocalizations: z.tuple([
    z.object({ currencyCode: z.literal('USD'), prices: z.tuple([Price]) }),
  ]),
});
const Kind = z.object({
  hidden: z.boolean(),
  status: z.string(),
  subType: z.object({ value: z.string() }),
});
const Shape = z.object({
  name: z.string().transform((name, context) => {
    const found = NAME.exec(name)?.groups;
    const gpu = found?.gpu ?? found?.series;
    if (found?.sku !== undefined && gpu !== undefined) return { sku: found.sku, gpu };
    context.addIssue('expected a name like BM.GPU.H100.8');
    return z.NEVER;
  }),
  gpuQty: z.number().int().positive(),
  allowPreemptible: z.boolean(),
  // Missing for new shapes. GPU memory is that of all in one row and of one in the next: left out.
  bundleMemoryQty: z.number().positive().nullish(),
  // One part alone: were memory a part of its own, the price of the GPU would not be the whole.
  products: z.tuple([
    z.object({
      type: z.object({ value: z.literal('ocpu') }),
      partNumber: z.string(),
      qty: z.number().positive().nullish(),
    }),
  ]),
});
type Shape = z.infer<typeof Shape>;

export const oci: Scraper = {
  id: 'oci',
  provider: 'oci',
  homepage: 'https://www.oracle.com/cloud/price-list/',
  reads: 'price list and shapes, no regions',
  every: '1d',
  absentMeans: 'withdrawn',
  anchors: ['h100', 'a100-sxm-80gb'],
  evidence: 'price-list',
  robots: 'page',
  verified: 'recorded 2026-09-18',

  async fetch({ http }) {
    return [await http.get('products', PRODUCTS), await http.get('shapes', SHAPES)];
  },

  *parse(documents) {
    const products = new Map<string, unknown>();
    for (const served of envelope(document(documents, 'products'), Items).items) {
      const part = row(served, Part, null);
      if ('unread' in part) yield part.unread;
      else products.set(part.read.partNumber, served);
    }
    for (const served of envelope(document(documents, 'shapes'), Items).items) {
      const kind = row(served, Kind, null);
      if ('unread' in kind) yield kind.unread;
      else if (isForSale(kind.read)) yield* readings(served, products);
    }
  },
};

function isForSale({ hidden, status, subType }: z.infer<typeof Kind>): boolean {
  return !hidden && status === 'ACTIVE' && subType.value === 'gpu';
}

function* readings(served: unknown, products: ReadonlyMap<string, unknown>): Iterable<Reading> {
  const shape = row(served, Shape, null);
  if ('unread' in shape) return yield shape.unread;
  const sold = products.get(shape.read.products[0].partNumber);
  if (sold === undefined) return yield listing(shape.read, 'on-demand', null);
  const product = row(sold, Product, null);
  if ('unread' in product) return yield product.unread;
  const { value } = product.read.currencyCodeLocalizations[0].prices[0];
  const price = times(value, shape.read.gpuQty);
  yield listing(shape.read, 'on-demand', price);
  if (shape.read.allowPreemptible) yield listing(shape.read, 'spot', times(price, PREEMPTIBLE));
}

function listing(shape: Shape, billing: 'on-demand' | 'spot', price: Money | null): Reading {
  const { sku, gpu } = shape.name;
  const ocpus = shape.products[0].qty ?? null;
  return {
    ...UNSAID,
    sku,
    accelerator: CALLED[gpu] ?? gpu,
    count: shape.gpuQty,
    region: null,
    billing,
    price,
    tax: 'excluded',
    vcpus: ocpus === null || GRACE.test(gpu) ? null : ocpus * 2,
    ramGb: shape.bundleMemoryQty ?? null,
    availability: price === null ? 'unknown' : 'listed',
  };
}
