/**
 * Huawei Cloud's ModelArts API, signed: the flavours of its five products in each region, and for most
 * of them whether they are sold out: what comes nearest to a stock of Ascend chips. It names no
 * price. Memory stated beside a chip contradicts itself in the vendor's own examples and is not read.
 * https://support.huaweicloud.com/intl/en-us/api-modelarts/
 */
import {
  type Document,
  type Documents,
  linkedPages,
  type Reading,
  row,
  type Scraper,
  type Tools,
  UNSAID,
} from '../kit/index.ts';
import { nextPage, rowsOf } from './modelarts-pages.ts';
import { PRODUCTS, type Product, type Sold } from './modelarts-products.ts';
import { ofEachRegion, type Project, SECRETS, signedGet } from './projects.ts';

/** Where the vendor's SDK has an endpoint. Other regions have no such host to ask. */
const REGIONS: ReadonlySet<string> = new Set([
  ...['cn-north-1', 'cn-north-2', 'cn-north-4', 'cn-north-9', 'cn-north-11', 'cn-north-12'],
  ...['cn-east-3', 'cn-east-4', 'cn-south-1', 'cn-southwest-2', 'cn-southwest-3'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4'],
  ...['af-south-1', 'af-north-1', 'me-east-1', 'tr-west-1'],
  ...['la-north-2', 'la-south-2', 'sa-brazil-1'],
]);
/** Hong Kong alone has its endpoint under the domain of the mainland. */
const IN_CN = 'ap-southeast-1';

export const huaweiModelarts: Scraper = {
  id: 'huawei-modelarts',
  provider: 'huawei-cloud',
  homepage: 'https://www.huaweicloud.com/intl/en-us/product/modelarts.html',
  reads: 'NPU and GPU flavours of five products, sold out or not',
  every: '1h',
  absentMeans: 'withdrawn',
  evidence: 'stock-api',
  robots: 'documented-api',
  verified: 'documented',
  secrets: SECRETS,
  // Five products in twenty-two regions, some of several pages.
  limits: { pages: 400 },

  fetch(tools) {
    return ofEachRegion(tools, (project) => inRegion(tools, project));
  },

  *parse(documents) {
    for (const served of documents) {
      const [region, id] = served.partOf?.split('/') ?? [];
      const product = PRODUCTS.find((each) => each.id === id);
      if (region !== undefined && product !== undefined) yield* inProduct(served, product, region);
    }
  },
};

/** A product the account may not ask about leaves the others readable. */
async function inRegion(tools: Tools, { id, region }: Project): Promise<Documents> {
  if (!REGIONS.has(region)) return [];
  const host = `https://modelarts.${region}.myhuaweicloud.${region === IN_CN ? 'cn' : 'com'}`;
  const parts = PRODUCTS.map((product) =>
    tools.part(`${region}/${product.id}`, (part) => {
      const list = `${host}/${product.version}/${id}/${product.path}`;
      return linkedPages(
        list,
        (url, number) => signedGet(part, `${region}/${product.id}/${number}`, url),
        (page) => nextPage(page, list),
      );
    }),
  );
  return (await Promise.all(parts)).flat();
}

function* inProduct(served: Document, product: Product, region: string): Iterable<Reading> {
  for (const flavor of rowsOf(served, product)) {
    const found = row(flavor, product.row, served.partOf);
    if ('unread' in found) yield found.unread;
    else if (found.read !== null) yield* listings(found.read, region, served.partOf);
  }
}

function* listings(sold: Sold, region: string, scope: string | null): Iterable<Reading> {
  const { states, count, ...facts } = sold;
  for (const { zone, availability, words } of states) {
    yield {
      ...UNSAID,
      ...facts,
      // Half a card is one card of which half is had.
      count: Math.max(count, 1),
      fraction: Math.min(count, 1),
      region,
      zone,
      price: null,
      tax: 'unknown',
      availability,
      words,
      scope,
    };
  }
}
