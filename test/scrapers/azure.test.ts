import { describe, expect, it } from 'vitest';
import { azure } from '../../scrapers/azure.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, type Request, readingsOf, toolsOf } from '../support/documents.ts';

const METER = {
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice: 11.11,
  armRegionName: 'poleeast',
  effectiveStartDate: '2000-01-01T00:00:00Z',
  meterName: 'ND96isrH100v5',
  productName: 'Virtual Machines NDsr H100 v5 Series',
  serviceName: 'Virtual Machines',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  isPrimaryMeterRegion: true,
  armSkuName: 'Standard_ND96isr_H100_v5',
};
const YEAR = { type: 'Reservation', reservationTerm: '1 Year', retailPrice: 8760 };

const pageOf = (meters: readonly object[], NextPageLink: string | null = null) => ({
  Items: meters.map((meter) => ({ ...METER, ...meter })),
  Count: meters.length,
  NextPageLink,
});

/** What one region was served, as far as a test changes its meters; the clock stands at `at`. */
function region(meters: readonly object[], at = '2001-01-01') {
  const documents = [
    aDocument('regions/1', pageOf([{}])),
    aDocument('prices/poleeast/1', pageOf(meters), { partOf: 'poleeast' }),
  ];
  return documents.map((each) => ({ ...each, fetchedAt: Date.parse(at) }));
}

const offersOf = async (meters: readonly object[]) =>
  (await normalise(azure, azure.parse(region(meters)))).offers;

describe('azure', () => {
  it('tells an hour, spot and a term apart, and makes a term the price of an hour', async () => {
    const spot = { meterName: 'ND96isrH100v5 Spot', retailPrice: 2.22 };
    const three = { ...YEAR, reservationTerm: '3 Years', retailPrice: 1_134_310 };

    expect(await readingsOf(azure, region([{}, spot, YEAR, three]))).toMatchObject([
      { billing: 'on-demand', termMonths: null, price: { micros: 11_110_000, currency: 'USD' } },
      { billing: 'spot', termMonths: null, price: { micros: 2_220_000 } },
      { billing: 'reserved', termMonths: 12, price: { micros: 1_000_000 } },
      { billing: 'reserved', termMonths: 36, price: { micros: 43_162_481 } },
    ]);
  });

  it.each([
    ['Windows', { productName: 'Virtual Machines NDasr A100 v4 Series Windows' }],
    ['Windows by its short name', { productName: 'Virtual Machines NDsr H100 v5 Win' }],
    ['low priority', { meterName: 'ND96asr_A100_v4 Low Priority' }],
    ['prices of test accounts', { type: 'DevTestConsumption' }],
    ['cloud services', { productName: 'NC Series Cloud Services' }],
    ['another service', { serviceName: 'HDInsight' }],
    ['machines without accelerators', { armSkuName: 'Standard_D2s_v5' }],
    ['machines with FPGAs', { armSkuName: 'Standard_NP10s' }],
    ['what has no size', { armSkuName: '' }],
  ])('leaves out %s', async (_, meter) => {
    expect(await readingsOf(azure, region([meter]))).toEqual([]);
  });

  it('takes the newest price that has begun, and the meter of the region itself', async () => {
    const newer = { effectiveStartDate: '2000-06-01T00:00:00Z', retailPrice: 2 };
    const tomorrow = { effectiveStartDate: '2001-01-02T00:00:00Z', retailPrice: 3 };
    const foreign = { ...newer, isPrimaryMeterRegion: false, retailPrice: 4 };

    for (const meters of [
      [{}, newer, tomorrow, foreign],
      [foreign, tomorrow, newer, newer, {}],
    ]) {
      expect(await readingsOf(azure, region(meters))).toMatchObject([{ price: { micros: 2e6 } }]);
    }
  });

  it.each([
    ['Standard_NC80adis_H100_v5', 'h100-nvl', 2, 1],
    ['Standard_NC24ads_A100_v4', 'a100-pcie-80gb', 1, 1],
    ['Standard_ND96asr_v4', 'a100-sxm-40gb', 8, 1],
    ['Standard_ND128isr_NDR_GB200_v6', 'gb200', 4, 1],
    ['Standard_ND96isr_MI300X_v5', 'mi300x', 8, 1],
    ['Standard_NV6ads_A10_v5', 'a10', 1, 1 / 6],
    ['Standard_NC36ds_xl_RTXPRO6000BSE_v6', 'rtx-pro-6000-server', 1, 1 / 4],
    ['Standard_NV4as_v4', 'mi25', 1, 1 / 8],
    ['Standard_NV8ads_V710_v5', 'radeon-pro-v710', 1, 1 / 3],
    ['Standard_NG32ads_V620_v1', 'radeon-pro-v620', 1, 1],
    ['Standard_NC6s_v3', 'v100-pcie-16gb', 1, 1],
  ])('knows %s', async (armSkuName, accelerator, count, fraction) => {
    expect(await offersOf([{ armSkuName }])).toMatchObject([{ accelerator, count, fraction }]);
  });

  it.each([
    ['a size that is new', { armSkuName: 'Standard_ND999x_v9' }, 'size not in the table'],
    ['a price of nothing', { retailPrice: 0 }, 'retailPrice: zero is never a price'],
    ['a price by the month', { unitOfMeasure: '1 Month' }, 'unitOfMeasure'],
    ['another currency', { currencyCode: 'EUR' }, 'currencyCode'],
    ['a price from so many on', { tierMinimumUnits: 100 }, 'tierMinimumUnits'],
    ['a reservation without a term', { type: 'Reservation' }, 'reservationTerm'],
  ])('counts %s as not read', async (_, meter, reason) => {
    expect(await readingsOf(azure, region([meter]))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason), scope: 'poleeast' },
    ]);
  });

  it('believes neither of two prices of one thing', async () => {
    const readings = azure.parse(region([{}, { retailPrice: 3 }]));
    const { offers, rejects } = await normalise(azure, readings);

    expect(offers).toEqual([]);
    expect(rejects.map(({ reason }) => reason)).toEqual(['duplicate', 'duplicate']);
  });

  it.each([
    ['prices of another region', [{ armRegionName: 'polewest' }], 'expected prices of poleeast'],
    ['a page that is short of some', [], 'prices/poleeast/1: expected 1 rows, found 0'],
  ])('refuses %s', async (_, meters, message) => {
    const body = { ...pageOf(meters), Count: 1 };
    const short = aDocument('prices/poleeast/1', body, { partOf: 'poleeast' });
    const documents = [...region(meters).slice(0, 1), short];

    await expect(readingsOf(azure, documents)).rejects.toThrow(message);
  });

  it('asks for each region that has such machines, page after page, and for none of the government', async () => {
    const asked: string[] = [];
    const second = 'https://prices.azure.com:443/api/retail/prices?second';
    const world = ({ url }: Request) => {
      const filter = new URL(url).searchParams.get('$filter') ?? url;
      asked.push(/armRegionName eq '(?<region>\w+)'/.exec(filter)?.groups?.region ?? 'everywhere');
      const isFirst = filter.includes('priceType');
      const names = ['usgovvirginia', 'polewest', 'eastus2euap'];
      if (isFirst)
        return {
          body: pageOf(
            names.map((armRegionName) => ({ armRegionName })),
            second,
          ),
        };
      return { body: pageOf([{}]) };
    };
    const documents = await azure.fetch(toolsOf(world));

    expect(asked).toEqual(['everywhere', 'everywhere', 'poleeast', 'polewest']);
    expect(documents.map(({ name }) => name)).toEqual([
      'regions/1',
      'regions/2',
      'prices/poleeast/1',
      'prices/polewest/1',
    ]);
  });

  it('follows no link to another host', async () => {
    const body = pageOf([{}], 'https://prices.example/next');

    await expect(azure.fetch(toolsOf(() => ({ body })))).rejects.toThrow('NextPageLink');
  });
});
