/**
 * Open Telekom Cloud's price list: one request brings all that is sold, euros an hour for the instance.
 * It is built on Huawei's stack, and the first place in the European Union where an Ascend would appear:
 * any record that speaks of one is a place where it is offered, whatever is sold. Months and years reserved are priced by the
 * month, of hours it does not count, and are not read. https://docs.otc.t-systems.com/price-calculator/api-ref/
 */
import { z } from 'zod';
import {
  amountText,
  envelope,
  oneDocument,
  type Reading,
  readingsOf,
  row,
  type Scraper,
  UNSAID,
  whole,
} from './kit/index.ts';
import { gpusOf, isAccelerated } from './otc-flavors.ts';

/** More than there is: the list has some two thousand records. */
const PRICES =
  'https://calculator.otc-service.com/en/open-telekom-price-api/?productType=OTC&limitMax=20000';
const ASCEND = /ascend|昇腾|snt\d|\bd?9[1-7]0(?:[abc]\d?|pr|dt)\b|\bnpu\b|\bk?ai\ds?\./i;
const LINUX = 'Open Linux';

const Records = z.array(z.unknown());
const Prices = z.object({
  response: z.object({
    stats: z.object({ count: z.number().nullish() }).nullish(),
    /** By service; in one list where a filter was set. */
    result: z.union([Records, z.record(z.string(), Records)]),
  }),
});
const Kind = z.object({
  opiFlavour: z.string().nullish(),
  osUnit: z.string().nullish(),
  productName: z.string().nullish(),
  productCategory: z.string().nullish(),
  additionalText: z.union([z.string(), z.number()]).nullish(),
  description: z.string().nullish(),
});
type Kind = z.infer<typeof Kind>;
const Offered = z.object({ region: z.string().min(1), productName: z.string().min(1) });
const Server = z
  .object({
    opiFlavour: z.string().min(1),
    region: z.string().min(1),
    unit: z.literal('h', 'expected a price by the hour'),
    currency: z.literal('EUR'),
    priceAmount: z
      .string()
      .regex(/^[\d.]+ EUR$/, 'expected euros')
      .transform((text) => text.replace(' EUR', ''))
      .pipe(amountText('EUR')),
    vCpu: z.coerce.number().positive(),
    ram: z
      .string()
      .regex(/^[\d.]+ GiB$/, 'expected GiB')
      .transform((text) => Number.parseFloat(text)),
  })
  .transform((server, context) => {
    const gpus = gpusOf(server.opiFlavour);
    if (gpus !== null) return { ...server, gpus };
    context.addIssue(`accelerator of the flavour not in the table: ${server.opiFlavour}`);
    return z.NEVER;
  });

export const otc: Scraper = oneDocument({
  id: 'otc',
  provider: 'open-telekom-cloud',
  homepage: 'https://www.open-telekom-cloud.com/en/prices/price-calculator',
  reads: 'price list; any word of an Ascend in it',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  ask: ({ http }) => http.get('prices', PRICES),

  *read(served) {
    const { stats, result } = envelope(served, Prices).response;
    const records = Array.isArray(result) ? result : Object.values(result).flat();
    for (const record of whole('prices', records, stats?.count ?? records.length)) {
      const kind = row(record, Kind, null);
      if ('unread' in kind) {
        yield kind.unread;
        continue;
      }
      if (ASCEND.test(Object.values(kind.read).join(' '))) {
        yield* readingsOf(record, { row: Offered, readings: place });
      }
      if (isServer(kind.read)) yield* readingsOf(record, { row: Server, readings: listing });
    }
  },
});

function isServer({ opiFlavour, osUnit }: Kind): boolean {
  return osUnit === LINUX && isAccelerated(opiFlavour ?? '');
}

function place({ region, productName: product }: z.infer<typeof Offered>): readonly Reading[] {
  return [{ kind: 'place', stack: 'cann', product, region, words: null, scope: null }];
}

function listing({ opiFlavour, ...server }: z.infer<typeof Server>): readonly Reading[] {
  const { region, priceAmount, vCpu, ram, gpus } = server;
  return [
    {
      ...UNSAID,
      sku: opiFlavour,
      accelerator: gpus.accelerator,
      memoryGb: gpus.memoryGb,
      count: gpus.count,
      region,
      billing: 'on-demand',
      price: priceAmount,
      tax: 'unknown',
      vcpus: vCpu,
      ramGb: ram,
      availability: 'listed',
    },
  ];
}
