/**
 * Exoscale's types of instances with GPUs and the zones that have them, signed; and its price list, open
 * to all: euros an hour for a type without its disk. An account asks for GPUs before it has any, so a
 * type it may not start is one of quota. https://openapi-v2.exoscale.com/
 */
import { z } from 'zod';
import {
  amountText,
  document,
  envelope,
  exoscaleAuthorization,
  type Money,
  type Reading,
  readingsOf,
  type Scraper,
  UNSAID,
} from './kit/index.ts';

const PRICES = 'https://portal.exoscale.com/api/pricing/opencompute';
/** Every zone tells the types of all of them. */
const TYPES = 'https://api-ch-gva-2.exoscale.com/v2/instance-type';
const ID = 'EXOSCALE_API_KEY';
const KEY = 'EXOSCALE_API_SECRET';
const GIB = 2 ** 30;
/** Families whose card is not in their name, or not as it is called: https://www.exoscale.com/gpu/ */
const CARDS = new Map(Object.entries({ gpu2: 'V100', gpu3: 'A40', gpu3080ti: 'RTX 3080 Ti' }));

const Types = z.object({ 'instance-types': z.array(z.unknown()).min(1) });
const Prices = z.object({
  eur: z
    .record(z.string(), z.string())
    .refine(
      (prices) => Object.keys(prices).some((name) => name.startsWith('running_gpu')),
      'expected prices called "running_gpu..."',
    ),
});
const IsOurs = z
  .object({ gpus: z.number().int().nonnegative().optional() })
  .transform(({ gpus }) => gpus !== undefined && gpus > 0);
const Type = z.object({
  family: z.string().regex(/^gpu/, 'expected a family of GPUs'),
  size: z.string().min(1),
  gpus: z.number().int().positive(),
  cpus: z.number().positive(),
  memory: z.number().positive(),
  zones: z.array(z.string().min(1)),
  authorized: z.boolean(),
});

export const exoscaleApi: Scraper = {
  id: 'exoscale-api',
  provider: 'exoscale',
  homepage: 'https://www.exoscale.com/pricing/',
  reads: 'instance types with GPUs and their prices, by zone',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [ID, KEY],

  fetch({ http, secret, now }) {
    const key = { id: secret(ID), secret: secret(KEY) };
    const authorization = exoscaleAuthorization(TYPES, key, now());
    return Promise.all([
      http.get('types', TYPES, { headers: { authorization } }),
      http.get('prices', PRICES),
    ]);
  },

  *parse(documents) {
    const { eur } = envelope(document(documents, 'prices'), Prices);
    const Priced = Type.transform((type) => ({ ...type, price: priceIn(eur, type) })).pipe(
      Type.extend({ price: amountText('EUR').nullable() }),
    );
    for (const served of envelope(document(documents, 'types'), Types)['instance-types']) {
      yield* readingsOf(served, {
        isOurs: IsOurs,
        row: Priced,
        readings: (type) => type.zones.map((zone) => listing(type, zone)),
      });
    }
  },
};

/** Prices are called `running_gpu3_small`, and with a line more where the card is in the name: `running_gpu_a5000_small`. */
function priceIn(
  prices: Readonly<Record<string, string>>,
  { family, size }: z.infer<typeof Type>,
): string | null {
  const names = [family, family.replace(/^gpu/, 'gpu_')];
  const found = names.map((name) => prices[`running_${name}_${size}`]);
  return found.find((price) => price !== undefined) ?? null;
}

type Priced = z.infer<typeof Type> & { readonly price: Money | null };

function listing({ family, size, ...type }: Priced, region: string): Reading {
  return {
    ...UNSAID,
    sku: `${family}.${size}`,
    accelerator: CARDS.get(family) ?? family.replace(/^gpu/, ''),
    count: type.gpus,
    region,
    billing: 'on-demand',
    price: type.price,
    tax: 'unknown',
    vcpus: type.cpus,
    ramGb: type.memory / GIB,
    availability: type.authorized ? 'listed' : 'quota',
  };
}
