/**
 * Alibaba Cloud's ECS API, signed: which types of instances with GPUs each zone has, on demand, and how
 * well it is stocked. It names no price: those of the international site are read from its files.
 * https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-describeavailableresource
 */
import { z } from 'zod';
import { resourcesIn, STOCK, Supported } from './alibaba-stock.ts';
import {
  alibabaHeaders,
  byPart,
  Cards,
  type Document,
  document,
  envelope,
  linkedPages,
  ofType,
  pagesOf,
  type Reading,
  row,
  type Scraper,
  type Tools,
  typesOf,
  UNSAID,
} from './kit/index.ts';

const VERSION = '2014-05-26';
const ECS = 'https://ecs.aliyuncs.com/';
const ID = 'ALIBABA_CLOUD_ACCESS_KEY_ID';
const SECRET = 'ALIBABA_CLOUD_ACCESS_KEY_SECRET';
const PAGE = 100;
const TYPES = 'types';
const Regions = z.object({
  Regions: z.object({
    Region: z
      .array(
        z.object({
          RegionId: z.string().min(1),
          RegionEndpoint: z
            .string()
            .regex(/^ecs[a-z0-9.-]*\.aliyuncs\.com$/, 'expected a host of theirs'),
        }),
      )
      .min(1),
  }),
});
const Types = z.object({
  InstanceTypes: z.object({ InstanceType: z.array(z.unknown()) }),
  NextToken: z.string().nullish(),
});
const WithoutGpus = z
  .object({ InstanceTypeId: z.string().min(1), GPUAmount: z.literal(0).nullish() })
  .transform(({ InstanceTypeId: name }) => ({ name, type: null }));
const Type = z
  .object({
    InstanceTypeId: z.string().min(1),
    CpuCoreCount: z.number().int().positive(),
    MemorySize: z.number().positive(),
    GPUAmount: Cards,
    GPUSpec: z.string().min(1),
  })
  .transform((type) => ({ name: type.InstanceTypeId, type }));
type Type = z.infer<typeof Type>['type'];

export const alibabaApi: Scraper = {
  id: 'alibaba-api',
  provider: 'alibaba-cloud',
  homepage: 'https://www.alibabacloud.com/en/product/ecs',
  reads: 'how well types with GPUs are stocked, by zone',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: [ID, SECRET],

  async fetch(tools) {
    const regions = await ask(tools, 'regions', 'DescribeRegions', ECS);
    const first = `${ECS}?MaxResults=${PAGE}`;
    const types = await linkedPages(
      first,
      (url, number) => ask(tools, `${TYPES}/${number}`, 'DescribeInstanceTypes', url),
      (page) => {
        const token = envelope(page, Types).NextToken;
        return token ? `${first}&NextToken=${encodeURIComponent(token)}` : null;
      },
    );
    const stock = envelope(regions, Regions).Regions.Region.map(({ RegionId, RegionEndpoint }) => {
      const url = `https://${RegionEndpoint}/?DestinationResource=InstanceType&InstanceChargeType=PostPaid&IoOptimized=optimized&RegionId=${encodeURIComponent(RegionId)}`;
      return tools.part(RegionId, async (part) => [
        await ask(part, `stock/${RegionId}`, 'DescribeAvailableResource', url),
      ]);
    });
    return [regions, ...types, ...(await Promise.all(stock)).flat()];
  },

  *parse(documents) {
    envelope(document(documents, 'regions'), Regions);
    const served = pagesOf(documents, TYPES).flatMap(
      (page) => envelope(page, Types).InstanceTypes.InstanceType,
    );
    const types = typesOf(served, z.union([WithoutGpus, Type]));
    yield* types.unread;
    for (const [region, [stock]] of byPart(documents)) {
      for (const { zone, resource } of stock === undefined ? [] : resourcesIn(stock)) {
        const found = row(resource, Supported, region);
        if ('unread' in found) yield found.unread;
        else
          yield* ofType(types, found.read.Value, (type) => [
            listing(found.read, type, region, zone),
          ]);
      }
    }
  },
};

function ask(tools: Tools, name: string, action: string, url: string): Promise<Document> {
  const key = { id: tools.secret(ID), secret: tools.secret(SECRET) };
  const asked = { method: 'GET', url, action, version: VERSION };
  return tools.http.get(name, url, { headers: alibabaHeaders(asked, key, tools.now()) });
}

function listing(
  { Value, StatusCategory }: Supported,
  { GPUAmount, GPUSpec, CpuCoreCount, MemorySize }: Type,
  region: string,
  zone: string,
): Reading {
  return {
    ...UNSAID,
    sku: Value,
    accelerator: GPUSpec,
    count: Math.max(GPUAmount, 1),
    fraction: Math.min(GPUAmount, 1),
    ...{ region, zone, billing: 'on-demand', price: null, tax: 'excluded' },
    vcpus: CpuCoreCount,
    ramGb: MemorySize,
    availability: STOCK[StatusCategory],
    words: StatusCategory,
    scope: region,
  };
}
