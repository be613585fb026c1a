/**
 * Azure's price sheet of the regions that 21Vianet runs in mainland China: yuan an hour for a virtual
 * machine with Linux, and reservations for their whole term. An address that anybody may ask for leads to
 * the sheet of the day. Its columns are those of the world's price API; how it writes dates is not
 * documented, so none is read: two prices of one size that differ are both rejects.
 * https://prices.azure.cn/api/retail/pricesheet/download?api-version=2023-06-01-preview
 */
import { z } from 'zod';
import { machinesAmong } from './azure-meters.ts';
import { type Cells, csv, document, envelope, type Scraper } from './kit/index.ts';

const SHEET =
  'https://prices.azure.cn/api/retail/pricesheet/download?api-version=2023-06-01-preview';
const COLUMNS = [
  ...['currencyCode', 'tierMinimumUnits', 'retailPrice', 'armRegionName', 'meterName'],
  ...['productName', 'serviceName', 'unitOfMeasure', 'type', 'armSkuName', 'term'],
  'isPrimaryMeterRegion',
] as const;

const Address = z.object({
  DownloadUrl: z.url({ protocol: /^https$/, hostname: /(?:^|\.)(?:azure|chinacloudapi)\.cn$/ }),
});

export const azureChina: Scraper = {
  id: 'azure-china',
  provider: 'azure',
  homepage: 'https://www.azure.cn/en-us/pricing/details/virtual-machines/',
  reads: 'on-demand and reserved prices of the regions in mainland China, in yuan',
  every: '1d',
  absentMeans: 'withdrawn',
  evidence: 'price-list',
  robots: 'documented-api',
  verified: 'documented',
  // Some fifty thousand prices, a few hundred bytes each.
  limits: { bytes: 100 * 2 ** 20 },

  async fetch({ http }) {
    const address = await http.get('address', SHEET);
    const { DownloadUrl } = envelope(address, Address);
    const keep = { head: 1, matching: /\bStandard_N/ };
    return [address, await http.get('prices', DownloadUrl, { keep })];
  },

  async *parse(documents) {
    const sheet = document(documents, 'prices');
    const meters: unknown[] = [];
    for await (const cells of csv(sheet, 'currencyCode', COLUMNS)) meters.push(meterOf(cells));
    const list = { currency: 'CNY', tax: 'unknown', scope: null, at: sheet.fetchedAt } as const;
    yield* machinesAmong(meters, list);
  },
};

/** The row as the world's price API has it. */
function meterOf({ term, tierMinimumUnits, retailPrice, isPrimaryMeterRegion, ...cells }: Cells) {
  return {
    ...cells,
    reservationTerm: term,
    tierMinimumUnits: numberIn(tierMinimumUnits),
    retailPrice: numberIn(retailPrice),
    isPrimaryMeterRegion: TRUTHS.get(isPrimaryMeterRegion?.toLowerCase()),
    effectiveStartDate: null,
  };
}

const TRUTHS: ReadonlyMap<string | undefined, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** What is no number stays text, and its row unread. */
function numberIn(cell: string | undefined): number | string | undefined {
  return cell !== undefined && /^\d+(?:\.\d+)?$/.test(cell) ? Number(cell) : cell;
}
