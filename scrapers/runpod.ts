/**
 * RunPod's GraphQL API: what a GPU costs an hour in either of its clouds, and data centre by data centre
 * how many it has left in words, and what spot costs there. Prices are dollars for one GPU; a price
 * beside a cloud that does not sell the GPU is a placeholder (0, 0.5). https://docs.runpod.io/sdks/graphql/manage-pods
 */
import { z } from 'zod';
import {
  amount,
  type Document,
  type Documents,
  document,
  envelope,
  quote,
  type Reading,
  row,
  type Scraper,
  SourceError,
  type Tools,
} from './kit/index.ts';
import { CENTRES, GPU, inDataCentre } from './runpod-stock.ts';

const API = 'https://api.runpod.io/graphql';

const QUERIES = {
  prices: `query prices { gpuTypes {
    id displayName memoryInGb secureCloud communityCloud securePrice communityPrice } }`,
  dataCentres: 'query dataCentres { dataCenters { id listed } }',
  stock: `query stock($dataCentre: String) { gpuTypes {
    id memoryInGb lowestPrice(input: { gpuCount: 1, secureCloud: true, dataCenterId: $dataCentre }) {
      uninterruptablePrice minimumBidPrice stockStatus } } }`,
};
type Query = keyof typeof QUERIES;

const Errors = z.object({ errors: z.array(z.object({ message: z.string() })).optional() });
const GpuTypes = z.object({ data: z.object({ gpuTypes: z.array(z.unknown()).min(1) }) });
const Centre = z.object({ id: z.string().min(1), listed: z.boolean() });
const Centres = z.object({ data: z.object({ dataCenters: z.array(Centre).min(1) }) });
const GpuType = z.object({
  id: z.string().refine((id) => id !== 'unknown', 'no chip named'),
  displayName: z.string(),
  memoryInGb: z.number().positive(),
  secureCloud: z.boolean(),
  communityCloud: z.boolean(),
  securePrice: z.unknown(),
  communityPrice: z.unknown(),
});
type GpuType = z.infer<typeof GpuType>;
const Price = z.object({ price: amount('USD').nullable() });
export const runpod: Scraper = {
  id: 'runpod',
  provider: 'runpod',
  homepage: 'https://www.runpod.io/pricing',
  reads: 'GPU types; stock and spot by data centre (that part documented)',
  every: '1h',
  absentMeans: 'sold-out',
  anchors: ['rtx-4090', 'a100-pcie-80gb'],
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'recorded 2026-07-18',

  async fetch(tools) {
    const prices = await ask(tools, 'prices');
    const centres = await tools.part(CENTRES, (part) => ask(part, 'dataCentres'));
    const listed = centres
      .flatMap((centre) => answer(centre, Centres).data.dataCenters)
      .filter((centre) => centre.listed);
    const stock = listed.map(({ id }) =>
      tools.part(`${CENTRES}/${id}`, (part) => ask(part, 'stock', { dataCentre: id })),
    );
    return [...prices, ...centres, ...(await Promise.all(stock)).flat()];
  },

  *parse(documents) {
    for (const served of answer(document(documents, 'prices'), GpuTypes).data.gpuTypes) {
      const type = row(served, GpuType, null);
      if ('unread' in type) yield type.unread;
      else yield* inClouds(type.read);
    }
    for (const stock of documents.filter(({ name }) => name === 'stock')) {
      const types = answer(stock, GpuTypes).data.gpuTypes;
      for (const served of types) yield* inDataCentre(served, stock.partOf);
    }
  },
};

async function ask({ http }: Tools, query: Query, variables = {}): Promise<Documents> {
  return [await http.post(query, API, { operationName: query, query: QUERIES[query], variables })];
}

/** GraphQL answers 200 for what it refuses to say. */
function answer<T>(served: Document, schema: z.ZodType<T>): T {
  const error = envelope(served, Errors).errors?.[0];
  if (error) throw new SourceError('changed', `${served.name}: ${quote(error.message)}`);
  return envelope(served, schema);
}

function* inClouds(type: GpuType): Iterable<Reading> {
  const clouds = [
    { tier: 'secure', sold: type.secureCloud, price: type.securePrice },
    { tier: 'community', sold: type.communityCloud, price: type.communityPrice },
  ];
  for (const { tier, price } of clouds.filter(({ sold }) => sold)) {
    const found = row({ id: type.id, tier, price }, Price, null);
    if ('unread' in found) yield found.unread;
    else {
      yield {
        ...GPU,
        sku: type.id,
        accelerator: type.id,
        memoryGb: type.memoryInGb,
        region: null,
        tier,
        price: found.read.price,
        availability: 'unknown',
        evidence: 'price-list',
        words: type.displayName,
      };
    }
  }
}
