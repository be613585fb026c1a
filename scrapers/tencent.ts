/**
 * What Tencent Cloud's international console asks before a server is ordered: GPU types of a zone, and
 * whether one can be had. The prices in the answer name no currency (one reader takes dollars, one
 * yuan), so they are kept as words and no price is told. https://buy.tencentcloud.com/cvm
 */
import { z } from 'zod';
import {
  byPart,
  Cards,
  type Document,
  eachPart,
  envelope,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  UNSAID,
} from './kit/index.ts';

const API = 'https://workbench.tencentcloud.com/cgi/api';
/** https://www.tencentcloud.com/document/product/213/6091 */
const ZONES = [
  ...['ap-bangkok-1', 'ap-bangkok-2', 'ap-beijing-5', 'ap-beijing-6', 'ap-beijing-7'],
  ...['ap-chengdu-1', 'ap-chengdu-2', 'ap-chongqing-1', 'ap-guangzhou-3', 'ap-guangzhou-4'],
  ...['ap-guangzhou-6', 'ap-guangzhou-7', 'ap-hongkong-2', 'ap-hongkong-3', 'ap-jakarta-1'],
  ...['ap-jakarta-2', 'ap-nanjing-1', 'ap-nanjing-2', 'ap-nanjing-3', 'ap-seoul-1', 'ap-seoul-2'],
  ...['ap-shanghai-2', 'ap-shanghai-4', 'ap-shanghai-5', 'ap-shanghai-8', 'ap-singapore-1'],
  ...['ap-singapore-2', 'ap-singapore-3', 'ap-singapore-4', 'ap-tokyo-1', 'ap-tokyo-2'],
  ...['eu-frankfurt-1', 'eu-frankfurt-2', 'na-ashburn-1', 'na-ashburn-2', 'na-siliconvalley-1'],
  ...['na-siliconvalley-2', 'sa-saopaulo-1'],
];
const STOCK = { SELL: 'available', SOLD_OUT: 'sold-out' } as const;

const Status = z.object({ code: z.union([z.number(), z.string()]) });
const Answer = z.object({
  data: z.object({ Response: z.object({ InstanceTypeQuotaSet: z.array(z.unknown()) }) }),
});
const IsOurs = z
  .object({ Gpu: z.number().nonnegative().nullish() })
  .transform(({ Gpu }) => Boolean(Gpu));
const GpuType = z.object({
  InstanceType: z.string(),
  Cpu: z.number().int().positive(),
  Memory: z.number().positive(),
  GpuCount: Cards,
  Externals: z.object({
    /** "1 * NVIDIA V100". */
    GPUDesc: z
      .string()
      .regex(/^\S+ \* \S/, 'expected a number and a name')
      .transform((text) => text.replace(/^\S+ \* /, '')),
  }),
  Price: z.object({ UnitPrice: z.number(), ChargeUnit: z.literal('HOUR') }).nullish(),
  Status: z.enum(['SELL', 'SOLD_OUT']).nullish(),
});

export const tencent: Scraper = {
  id: 'tencent',
  provider: 'tencent-cloud',
  homepage: 'https://buy.tencentcloud.com/cvm',
  reads: 'international console: GPU types and whether they can be had, by zone; no prices',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'page',
  verified: 'documented',

  fetch(tools) {
    return eachPart(tools, ZONES, ({ http }, zone) =>
      http.post(`zones/${zone}`, API, question(zone)),
    );
  },

  *parse(documents) {
    for (const [zone, answers] of byPart(documents)) {
      for (const served of answers.flatMap(typesIn)) {
        const readings = (type: z.infer<typeof GpuType>) => [listing(type, zone)];
        yield* readingsOf(served, { isOurs: IsOurs, row: GpuType, readings }, zone);
      }
    }
  },
};

function regionOf(zone: string): string {
  return zone.replace(/-\d+$/, '');
}

function question(zone: string) {
  const Filters = [
    { name: 'zone', Values: [zone] },
    { name: 'instance-charge-type', Values: ['POSTPAID_BY_HOUR'] },
  ];
  return {
    serviceType: 'cvm',
    action: 'DescribeZoneInstanceConfigInfos',
    region: regionOf(zone),
    data: { Version: '2017-03-12', Platform: 'LINUX', Filters },
    cgiName: 'api',
  };
}

/** An answer that wants a session, or refuses, comes with 200 and a code. */
function typesIn(served: Document): readonly unknown[] {
  const { code } = envelope(served, Status);
  if (Number(code) === 0) return envelope(served, Answer).data.Response.InstanceTypeQuotaSet;
  throw new SourceError('changed', `${served.name}: expected code 0, found ${code}`);
}

function listing(type: z.infer<typeof GpuType>, zone: string): Reading {
  const { InstanceType, Cpu, Memory, GpuCount, Externals, Price, Status: status } = type;
  return {
    ...UNSAID,
    sku: InstanceType,
    accelerator: Externals.GPUDesc,
    count: Math.max(GpuCount, 1),
    fraction: Math.min(GpuCount, 1),
    region: regionOf(zone),
    zone,
    billing: 'on-demand',
    price: null,
    tax: 'unknown',
    vcpus: Cpu,
    ramGb: Memory,
    availability: status ? STOCK[status] : 'unknown',
    words: Price ? `${Price.UnitPrice} an hour, currency not stated` : null,
    scope: zone,
  };
}
