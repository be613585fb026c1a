/**
 * Huawei Cloud's price calculator, international site in dollars, mainland site in yuan: what each
 * region sells, and for how much. It says nothing of stock. That ModelArts is offered in a region
 * is news by itself. https://www.huaweicloud.com/intl/en-us/pricing/calculator.html
 */
import { z } from 'zod';
import {
  type Document,
  type Documents,
  document,
  envelope,
  type Reading,
  type Scraper,
  SourceError,
  type Tools,
} from '../kit/index.ts';
import { readings } from './specs.ts';

const API = 'api/calculator/rest/cbc/portalcalculatornodeservice/v4/api';
const SITES = [
  {
    id: 'intl',
    host: 'https://portal-intl.huaweicloud.com',
    language: 'en-us',
    currency: 'USD',
    tier: 'standard',
  },
  {
    id: 'china',
    host: 'https://portal.huaweicloud.com',
    language: 'zh-cn',
    currency: 'CNY',
    // Another contract, with another currency, for what may be the same region.
    tier: 'mainland-site',
  },
] as const;
const MODELARTS = 'modelarts';
/** Memory is counted in GiB for servers and in MiB for ModelArts. */
const PRODUCTS = [
  { id: 'ecs', memoryPerGib: 1 },
  { id: MODELARTS, memoryPerGib: 1024 },
] as const;

const Menu = z.object({ menuInfos: z.array(z.unknown()).min(1) });
const Node = z.object({
  urlPath: z.string().nullish(),
  regionOnline: z.object({ regionList: z.array(z.string().min(1)) }).nullish(),
  subCategoryLists: z.array(z.unknown()).nullish(),
});
const Products = z.object({ product: z.record(z.string(), z.array(z.unknown())) });

type Site = (typeof SITES)[number];

export const huaweiCalculator: Scraper = {
  id: 'huawei-calculator',
  provider: 'huawei-cloud',
  homepage: 'https://www.huaweicloud.com/intl/en-us/pricing/calculator.html',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'page',
  verified: 'documented',

  async fetch(tools) {
    return (await Promise.all(SITES.map((site) => ofSite(tools, site)))).flat();
  },

  *parse(documents) {
    for (const site of SITES) {
      const menu = document(documents, menuOf(site));
      for (const region of regionsOf(menu, MODELARTS)) {
        const product = 'ModelArts';
        yield { kind: 'place', stack: null, product, region, words: null, scope: null };
      }
      for (const product of PRODUCTS) {
        const regions = regionsOf(menu, product.id);
        for (const region of regions) yield* inRegion(documents, site, { ...product, region });
      }
    }
  },
};

function* inRegion(
  documents: Documents,
  site: Site,
  { id, region, memoryPerGib }: (typeof PRODUCTS)[number] & { readonly region: string },
): Iterable<Reading> {
  const scope = scopeOf(site, region, id);
  for (const served of documents.filter(({ partOf }) => partOf === scope)) {
    const specs = Object.values(envelope(served, Products).product).flat();
    for (const spec of specs) yield* readings(spec, { ...site, memoryPerGib, region, scope });
  }
}

async function ofSite(tools: Tools, site: Site): Promise<Documents> {
  const api = `${site.host}/${API}`;
  const menu = await tools.http.get(
    menuOf(site),
    `${api}/menuInfo?sign=common&language=${site.language}`,
  );
  const parts = PRODUCTS.flatMap(({ id }) =>
    regionsOf(menu, id).map((region) => {
      const scope = scopeOf(site, region, id);
      const query = `urlPath=${id}&tag=general.online.portal&region=${region}&tab=calc&sign=common`;
      return tools.part(scope, async ({ http }) => [
        await http.get(scope, `${api}/productInfo?${query}`),
      ]);
    }),
  );
  return [menu, ...(await Promise.all(parts)).flat()];
}

function menuOf({ id }: Site): string {
  return `${id}/menu`;
}

function scopeOf({ id }: Site, region: string, product: string): string {
  return `${id}/${region}/${product}`;
}

function regionsOf(menu: Document, product: string): readonly string[] {
  const nodes = [...nodesIn(envelope(menu, Menu).menuInfos)];
  const regions = nodes
    .filter(({ urlPath }) => urlPath === product)
    .flatMap(({ regionOnline }) => regionOnline?.regionList ?? []);
  if (regions.length > 0) return [...new Set(regions)];
  throw new SourceError('changed', `${menu.name}: expected the regions of ${product}, found none`);
}

function* nodesIn(menu: readonly unknown[]): Iterable<z.infer<typeof Node>> {
  for (const served of menu) {
    const node = Node.parse(served);
    yield node;
    yield* nodesIn(node.subCategoryLists ?? []);
  }
}
