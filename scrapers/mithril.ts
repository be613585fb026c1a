/**
 * Mithril's auctions: types of instances, and by region what a whole instance went for last, in dollars
 * an hour. It may be taken back when another bids more. https://docs.mithril.ai/compute-api
 */
import { z } from 'zod';
import {
  bearer,
  document,
  dollars,
  envelope,
  ofType,
  type Reading,
  row,
  type Scraper,
  typesOf,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.mithril.ai/v2';
const KEY = 'MITHRIL_API_KEY';

const Rows = z.array(z.unknown()).min(1);
const positive = z.number().positive();
const Type = z
  .object({
    fid: z.string().min(1),
    name: z.string().min(1),
    gpu_type: z.string().min(1),
    num_gpus: z.number().int().positive(),
    /** Of one GPU. */
    gpu_memory_gb: positive,
    num_cpus: positive,
    ram_gb: positive,
  })
  .transform((type) => ({ name: type.fid, type }));
const WithoutGpus = z
  .object({ fid: z.string().min(1), num_gpus: z.union([z.literal(0), z.null()]) })
  .transform(({ fid: name }) => ({ name, type: null }));
const Auction = z.object({
  instance_type: z.string().min(1),
  region: z.string().min(1),
  last_instance_price: dollars,
});

export const mithril: Scraper = {
  id: 'mithril',
  provider: 'mithril',
  homepage: 'https://mithril.ai/pricing',
  reads: 'what instances went for last at auction, by region',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'marketplace',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [KEY],

  fetch(tools) {
    const headers = bearer(tools, KEY);
    return Promise.all([
      tools.http.get('types', `${API}/instance-types`, { headers }),
      tools.http.get('auctions', `${API}/spot/availability`, { headers }),
    ]);
  },

  *parse(documents) {
    const listed = envelope(document(documents, 'types'), Rows);
    const types = typesOf(listed, z.union([Type, WithoutGpus]));
    yield* types.unread;
    for (const served of envelope(document(documents, 'auctions'), Rows)) {
      const found = row(served, Auction, null);
      if ('unread' in found) yield found.unread;
      else {
        const auction = found.read;
        yield* ofType(types, auction.instance_type, (type) => [listing(type, auction)]);
      }
    }
  },
};

function listing(
  type: z.infer<typeof Type>['type'],
  { region, last_instance_price }: z.infer<typeof Auction>,
): Reading {
  return {
    ...UNSAID,
    sku: type.name,
    accelerator: type.gpu_type,
    memoryGb: type.gpu_memory_gb,
    count: type.num_gpus,
    region,
    billing: 'spot',
    price: last_instance_price,
    tax: 'unknown',
    vcpus: type.num_cpus,
    ramGb: type.ram_gb,
    availability: 'listed',
  };
}
