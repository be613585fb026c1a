/**
 * Azure's retail prices: dollars an hour for a virtual machine with Linux, before tax; a reservation
 * is the price of its whole term, read here for each of its 8760 hours a year. They do not name
 * accelerators: our table knows them by size. https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
import { z } from 'zod';
import { machinesAmong } from './azure-meters.ts';
import {
  byPart,
  type Document,
  type Documents,
  envelope,
  linkedPages,
  pagesOf,
  type Scraper,
  SourceError,
  whole,
} from './kit/index.ts';

const PRICES = 'https://prices.azure.com/api/retail/prices';
const MACHINES = `serviceName eq 'Virtual Machines' and contains(armSkuName, 'Standard_N') eq true and contains(productName, 'Windows') eq false`;
const ON_DEMAND = `priceType eq 'Consumption' and contains(meterName, 'Spot') eq false and contains(meterName, 'Low Priority') eq false`;
/** For the US government and its suppliers only, or where Microsoft tries things out. */
const NOT_FOR_ALL = /^us(?:gov|dod)|euap$|stage$/;

const Page = z.object({
  Items: z.array(z.looseObject({ armRegionName: z.string() })),
  Count: z.number(),
  NextPageLink: z.url({ protocol: /^https$/, hostname: /^prices\.azure\.com$/ }).nullable(),
});

export const azure: Scraper = {
  id: 'azure',
  provider: 'azure',
  homepage: 'https://azure.microsoft.com/pricing/details/virtual-machines/linux/',
  reads: 'on-demand, spot and reserved prices, by region',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'recorded 2026-07-27',
  // Some sixty regions, a page or two each, one of a thousand prices.
  limits: { pages: 400, seconds: 1200 },

  async fetch(tools) {
    const list = (named: string, filter: string, { http } = tools) =>
      linkedPages(address(filter), (url, page) => http.get(`${named}/${page}`, url), next);
    const everywhere = await list('regions', `${MACHINES} and ${ON_DEMAND}`);
    const prices = regionsIn(everywhere).map((region) =>
      tools.part(region, (inner) =>
        list(`prices/${region}`, `${MACHINES} and armRegionName eq '${region}'`, inner),
      ),
    );
    return [...everywhere, ...(await Promise.all(prices)).flat()];
  },

  *parse(documents) {
    const known = regionsIn(pagesOf(documents, 'regions'));
    for (const [region, pages] of byPart(documents)) {
      if (!known.includes(region)) {
        throw new SourceError('changed', `expected prices of ${known.join(', ')}, found ${region}`);
      }
      const at = Math.min(...pages.map(({ fetchedAt }) => fetchedAt));
      const meters = pages.flatMap((page) => metersIn(page, region));
      yield* machinesAmong(meters, { currency: 'USD', tax: 'excluded', scope: region, at });
    }
  },
};

function address(filter: string): string {
  const query = { 'api-version': '2023-01-01-preview', currencyCode: 'USD', $filter: filter };
  return `${PRICES}?${new URLSearchParams(query)}`;
}

function next(page: Document): string | null {
  return envelope(page, Page).NextPageLink;
}

/** A region is known by the machines it has: there is no list of them without an account. */
function regionsIn(pages: Documents): readonly string[] {
  const names = pages.flatMap((page) => itemsOf(page).map(({ armRegionName }) => armRegionName));
  return [...new Set(names)].filter((name) => name !== '' && !NOT_FOR_ALL.test(name)).sort();
}

function metersIn(page: Document, region: string): readonly unknown[] {
  const elsewhere = itemsOf(page).find(({ armRegionName }) => armRegionName !== region);
  if (elsewhere === undefined) return itemsOf(page);
  throw new SourceError(
    'changed',
    `${page.name}: expected prices of ${region}, found ${elsewhere.armRegionName}`,
  );
}

function itemsOf(page: Document): z.infer<typeof Page>['Items'] {
  const { Items, Count } = envelope(page, Page);
  return [...whole(page.name, Items, Count)];
}
