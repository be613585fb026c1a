/**
 * Verda, which was DataCrunch: types of instances in dollars an hour for the whole of one, and the
 * locations that can start one now, on demand and as spot. https://api.verda.com/v1/docs
 */
import { z } from 'zod';
import {
  amountText,
  document,
  envelope,
  ofType,
  type Reading,
  row,
  type Scraper,
  type Types,
  typesOf,
  UNSAID,
} from './kit/index.ts';

const API = 'https://api.datacrunch.io/v1';
const ID = 'VERDA_CLIENT_ID';
const KEY = 'VERDA_CLIENT_SECRET';

const Token = z.object({ access_token: z.string().min(1) });
const Rows = z.array(z.unknown()).min(1);
const Gigabytes = z.object({ size_in_gigabytes: z.number().positive() });
const Type = z
  .object({
    instance_type: z.string().min(1),
    /** "8x H200 SXM5 141GB" */
    gpu: z.object({ description: z.string().min(1), number_of_gpus: z.number().int().positive() }),
    /** Of all GPUs together. */
    gpu_memory: Gigabytes,
    cpu: z.object({ number_of_cores: z.number().positive() }),
    memory: Gigabytes,
    price_per_hour: amountText('USD'),
    spot_price: amountText('USD'),
    currency: z.literal('usd'),
  })
  .transform((type) => ({ name: type.instance_type, type }));
type Type = z.infer<typeof Type>['type'];
const WithoutGpus = z
  .object({
    instance_type: z.string().min(1),
    gpu: z.object({ number_of_gpus: z.literal(0) }),
  })
  .transform(({ instance_type: name }) => ({ name, type: null }));
const Stock = z.object({
  location_code: z.string().min(1),
  availabilities: z.array(z.string().min(1)),
});

export const verda: Scraper = {
  id: 'verda',
  provider: 'verda',
  homepage: 'https://verda.com/',
  reads: 'instance types and the locations that can start them, spot too',
  every: '1h',
  absentMeans: 'sold-out',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [ID, KEY],

  async fetch({ http, secret }) {
    const client = { client_id: secret(ID), client_secret: secret(KEY) };
    const grant = { grant_type: 'client_credentials', ...client };
    const token = envelope(await http.post('token', `${API}/oauth2/token`, grant), Token);
    const headers = { authorization: `Bearer ${token.access_token}` };
    const stock = `${API}/instance-availability?isSpot`;
    return Promise.all([
      http.get('types', `${API}/instance-types?currency=usd`, { headers }),
      http.get('on-demand', `${stock}=false`, { headers }),
      http.get('spot', `${stock}=true`, { headers }),
    ]);
  },

  *parse(documents) {
    const listed = envelope(document(documents, 'types'), Rows);
    const types = typesOf(listed, z.union([Type, WithoutGpus]));
    yield* types.unread;
    for (const billing of ['on-demand', 'spot'] as const) {
      for (const served of envelope(document(documents, billing), Rows)) {
        const found = row(served, Stock, null);
        if ('unread' in found) yield found.unread;
        else yield* inLocation(found.read, types, billing);
      }
    }
  },
};

function* inLocation(
  { location_code, availabilities }: z.infer<typeof Stock>,
  types: Types<Type>,
  billing: 'on-demand' | 'spot',
): Iterable<Reading> {
  if (availabilities.length === 0) yield { kind: 'nothing' };
  for (const name of availabilities) {
    yield* ofType(types, name, (type) => [listing(type, location_code, billing)]);
  }
}

function listing(type: Type, region: string, billing: 'on-demand' | 'spot'): Reading {
  const count = type.gpu.number_of_gpus;
  return {
    ...UNSAID,
    sku: type.instance_type,
    accelerator: type.gpu.description.replace(/^\d+x /, ''),
    memoryGb: type.gpu_memory.size_in_gigabytes / count,
    count,
    region,
    billing,
    price: billing === 'spot' ? type.spot_price : type.price_per_hour,
    tax: 'unknown',
    vcpus: type.cpu.number_of_cores,
    ramGb: type.memory.size_in_gigabytes,
    availability: 'available',
  };
}
