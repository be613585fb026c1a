/**
 * Huawei Cloud's price calculator, international site in dollars, mainland site in yuan, European site
 * in euros: what each region sells, and for how much. It says nothing of stock. That ModelArts is
 * offered in a region is news by itself. https://www.huaweicloud.com/intl/en-us/pricing/calculator.html
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
import { EUROPEAN, INTERNATIONAL, MAINLAND, MODELARTS, type Site } from './calculator-sites.ts';
import { readings } from './calculator-specs.ts';

const API = 'api/calculator/rest/cbc/portalcalculatornodeservice/v4/api';
/** Memory is counted in GiB for servers and in MiB for ModelArts. */
const PRODUCTS = [
  { id: 'ecs', memoryPerGib: 1 },
  { id: MODELARTS, memoryPerGib: 1024 },
] as const;

const Menu = z.object({
  menuInfos: z.array(z.unknown()).min(1),
  /** Names of regions, among much else. */
  global: z.record(z.string(), z.unknown()).nullish(),
});
const Node = z.object({
  urlPath: z.string().nullish(),
  regionOnline: z.object({ regionList: z.array(z.string().min(1)) }).nullish(),
  subCategoryLists: z.array(z.unknown()).nullish(),
});
const Products = z.object({ product: z.record(z.string(), z.array(z.unknown())) });

export const huaweiCalculator = calculator({
  id: 'huawei-calculator',
  homepage: 'https://www.huaweicloud.com/intl/en-us/pricing/calculator.html',
  reads: 'ECS and ModelArts, NPU and GPU, international and mainland site; regions',
  sites: [INTERNATIONAL, MAINLAND],
});

/** By itself, because nobody has seen it answer: that it does not must not hide the other two. */
export const huaweiCalculatorEu = calculator({
  id: 'huawei-calculator-eu',
  homepage: 'https://www.huaweicloud.com/eu/pricing/calculator.html',
  reads: 'ECS, NPU and GPU, European site; regions',
  sites: [EUROPEAN],
});

function calculator({
  sites,
  ...named
}: Pick<Scraper, 'id' | 'homepage' | 'reads'> & { readonly sites: readonly Site[] }): Scraper {
  return {
    ...named,
    provider: 'huawei-cloud',
    every: '1d',
    absentMeans: 'withdrawn',
    evidence: 'price-list',
    robots: 'page',
    verified: 'documented',

    async fetch(tools) {
      return (await Promise.all(sites.map((site) => ofSite(tools, site)))).flat();
    },

    *parse(documents) {
      for (const site of sites) {
        const menu = document(documents, menuOf(site));
        yield* places(menu, site);
        for (const product of PRODUCTS) {
          for (const region of regionsOf(menu, product.id, site)) {
            yield* inRegion(documents, site, { ...product, region });
          }
        }
      }
    },
  };
}

/** Where ModelArts is offered, under the name the menu has for the place. */
function* places(menu: Document, site: Site): Iterable<Reading> {
  const { global } = envelope(menu, Menu);
  for (const region of regionsOf(menu, MODELARTS, site)) {
    const name = global?.[region];
    const words = typeof name === 'string' && name !== '' ? name : null;
    yield { kind: 'place', stack: null, product: 'ModelArts', region, words, scope: null };
  }
}

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
    regionsOf(menu, id, site).map((region) => {
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

function regionsOf(menu: Document, product: string, { sells }: Site): readonly string[] {
  const nodes = [...nodesIn(envelope(menu, Menu).menuInfos)];
  const regions = nodes
    .filter(({ urlPath }) => urlPath === product)
    .flatMap(({ regionOnline }) => regionOnline?.regionList ?? []);
  if (regions.length > 0 || !sells.includes(product)) return [...new Set(regions)];
  throw new SourceError('changed', `${menu.name}: expected the regions of ${product}, found none`);
}

function* nodesIn(menu: readonly unknown[]): Iterable<z.infer<typeof Node>> {
  for (const served of menu) {
    const node = Node.parse(served);
    yield node;
    yield* nodesIn(node.subCategoryLists ?? []);
  }
}
