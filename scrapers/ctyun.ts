/**
 * CTyun's API (China Telecom), signed: server flavours with accelerators in each resource pool, and
 * whether they are sold out. A pool has an id and, for people, a name. Prices are quoted order by order
 * with a disk in them, and are not read. https://www.ctyun.cn/document/10026730/10040591
 */
import { z } from 'zod';
import {
  byPart,
  ctyunHeaders,
  type Document,
  document,
  eachPart,
  envelope,
  quote,
  type Reading,
  readingsOf,
  type Scraper,
  SourceError,
  stockOf,
  type Tools,
  UNSAID,
} from './kit/index.ts';

const API = 'https://ctecs-global.ctapi.ctyun.cn/v4';
const SECRETS = ['CTYUN_AK', 'CTYUN_SK'] as const;

/** The status of HTTP is 200 whatever happens. */
const Status = z.object({ statusCode: z.number(), message: z.string().nullish() });
const Regions = z.object({
  returnObj: z.object({
    regionList: z
      .array(
        z.object({
          regionID: z.string().min(1),
          regionName: z.string().nullish(),
          openapiAvailable: z.boolean().nullish(),
        }),
      )
      .min(1),
  }),
});
const Flavors = z.object({ returnObj: z.object({ flavorList: z.array(z.unknown()) }) });
const IsOurs = z
  .object({ gpuCount: z.number().nullish(), gpuType: z.string().nullish() })
  .transform(({ gpuCount, gpuType }) => Boolean(gpuCount) || Boolean(gpuType));
const Flavor = z.object({
  flavorName: z.string().min(1),
  flavorType: z.string().nullish(),
  flavorCPU: z.number().positive(),
  flavorRAM: z.number().positive(),
  gpuVendor: z.string().nullish(),
  gpuType: z.string().min(1),
  gpuCount: z.number().int().positive(),
  // Zero where the size is not known.
  videoMemSize: z.number().nonnegative().nullish(),
  available: z.boolean().nullish(),
});
type Flavor = z.infer<typeof Flavor>;

export const ctyun: Scraper = {
  id: 'ctyun',
  provider: 'ctyun',
  homepage: 'https://www.ctyun.cn/products/ecs',
  reads: 'flavours with accelerators, sold out or not, by resource pool',
  every: '6h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: SECRETS,

  async fetch(tools) {
    const url = `${API}/region/list-regions`;
    const regions = await tools.http.get('regions', url, { headers: signature(tools, url, '') });
    const open = regionsIn(regions).filter(({ openapiAvailable }) => openapiAvailable !== false);
    const ids = open.map(({ regionID }) => regionID);
    return [regions, ...(await eachPart(tools, ids, ask))];
  },

  *parse(documents) {
    const names = new Map(
      regionsIn(document(documents, 'regions')).map((each) => [each.regionID, each.regionName]),
    );
    for (const [region, [served]] of byPart(documents)) {
      if (served === undefined) continue;
      for (const flavor of answer(served, Flavors).returnObj.flavorList) {
        const readings = (read: Flavor) => [listing(read, region, names.get(region) || null)];
        yield* readingsOf(flavor, { isOurs: IsOurs, row: Flavor, readings }, region);
      }
    }
  },
};

function ask(tools: Tools, regionID: string): Promise<Document> {
  const url = `${API}/ecs/flavor/list`;
  const body = { regionID };
  const headers = signature(tools, url, JSON.stringify(body));
  return tools.http.post(`flavors/${regionID}`, url, body, { headers });
}

function signature({ secret, now }: Tools, url: string, body: string): Record<string, string> {
  const [id, key] = SECRETS;
  return ctyunHeaders({ url, body }, { id: secret(id), secret: secret(key) }, now());
}

function regionsIn(served: Document) {
  return answer(served, Regions).returnObj.regionList;
}

function answer<T>(served: Document, schema: z.ZodType<T>): T {
  const { statusCode, message } = envelope(served, Status);
  if (statusCode === 800) return envelope(served, schema);
  const said = quote(message ?? '');
  throw new SourceError(
    'refused',
    `${served.name}: expected status 800, found ${statusCode} ${said}`,
  );
}

function listing(flavor: Flavor, region: string, name: string | null): Reading {
  const { gpuVendor, gpuType, videoMemSize } = flavor;
  return {
    ...UNSAID,
    sku: flavor.flavorName,
    accelerator: gpuVendor ? `${gpuVendor} ${gpuType}` : gpuType,
    memoryGb: videoMemSize || null,
    count: flavor.gpuCount,
    region,
    billing: 'on-demand',
    price: null,
    tax: 'unknown',
    vcpus: flavor.flavorCPU,
    ramGb: flavor.flavorRAM,
    availability: stockOf(flavor.available),
    words: name,
    scope: region,
  };
}
