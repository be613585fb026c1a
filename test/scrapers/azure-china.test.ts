import { describe, expect, it } from 'vitest';
import { azureChina } from '../../scrapers/azure-china.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, type Request, readingsOf, toolsOf } from '../support/documents.ts';

const ROW = {
  currencyCode: 'CNY',
  tierMinimumUnits: '0',
  retailPrice: '11.111111',
  unitPrice: '11.111111',
  armRegionName: 'chinanorth3',
  location: 'Made up, "of course"',
  effectiveStartDate: 'the day before yesterday',
  meterName: 'NC24ads A100 v4',
  productName: 'Virtual Machines NCadsA100v4 Series',
  skuName: 'NC24ads A100 v4',
  serviceName: 'Virtual Machines',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  armSkuName: 'Standard_NC24ads_A100_v4',
  term: '',
  isPrimaryMeterRegion: 'true',
};
const line = (cells: readonly string[]) =>
  cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');

/** The sheet with these rows, as far as a test changes them. */
function sheet(rows: readonly object[], heads: readonly string[] = Object.keys(ROW)) {
  const lines = rows.map((row) => line(heads.map((head) => ({ ...ROW, ...row })[head] ?? '')));
  return [aDocument('prices', `\ufeff${[line(heads), ...lines].join('\n')}\n`)];
}

describe('azure-china', () => {
  it('reads an hour in yuan, and a reservation as an hour of its term', async () => {
    const years = { type: 'Reservation', term: '3 Years', retailPrice: '26280' };

    expect(await readingsOf(azureChina, sheet([{}, years]))).toEqual([
      expect.objectContaining({
        sku: 'Standard_NC24ads_A100_v4',
        accelerator: 'NVIDIA A100 PCIe 80GB',
        count: 1,
        region: 'chinanorth3',
        billing: 'on-demand',
        price: { micros: 11_111_111, currency: 'CNY' },
        tax: 'unknown',
        availability: 'listed',
      }),
      expect.objectContaining({
        billing: 'reserved',
        termMonths: 36,
        price: { micros: 1_000_000, currency: 'CNY' },
      }),
    ]);
  });

  it('stands in mainland China', async () => {
    const { offers } = await normalise(azureChina, azureChina.parse(sheet([{}])));

    expect(offers).toMatchObject([{ country: 'CN', jurisdiction: 'mainland-china' }]);
  });

  it.each([
    ['savings plans', { type: 'SavingsPlanConsumption', term: '1 Year' }],
    ['Windows', { productName: 'Virtual Machines NCadsA100v4 Series Windows' }],
    ['machines without accelerators', { armSkuName: 'Standard_D2_v3' }],
  ])('leaves out %s', async (_, row) => {
    expect(await readingsOf(azureChina, sheet([row]))).toEqual([]);
  });

  it('takes the meter of the region itself, however the sheet writes a truth', async () => {
    const own = { isPrimaryMeterRegion: 'TRUE' };
    const foreign = { isPrimaryMeterRegion: 'False', retailPrice: '2' };

    expect(await readingsOf(azureChina, sheet([foreign, own]))).toMatchObject([
      { price: { micros: 11_111_111 } },
    ]);
  });

  it('believes neither of two prices of one size: which is older, it cannot tell', async () => {
    const rows = sheet([{}, { retailPrice: '12', effectiveStartDate: '2000-01-01T00:00:00Z' }]);
    const { offers, rejects } = await normalise(azureChina, azureChina.parse(rows));

    expect(offers).toEqual([]);
    expect(rejects.map(({ reason }) => reason)).toEqual(['duplicate', 'duplicate']);
  });

  it.each([
    ['a price of nothing', { retailPrice: '0.0' }, 'retailPrice: zero is never a price'],
    ['a price that is no number', { retailPrice: '1.1e1' }, 'retailPrice'],
    ['a price by the month', { unitOfMeasure: '1/Month' }, 'unitOfMeasure'],
    ['another currency', { currencyCode: 'USD' }, 'currencyCode'],
    ['a truth of another kind', { isPrimaryMeterRegion: '1' }, 'isPrimaryMeterRegion'],
    ['a reservation without a term', { type: 'Reservation' }, 'reservationTerm'],
    ['a size that is new', { armSkuName: 'Standard_ND999x_v9' }, 'size not in the table'],
  ])('counts %s as not read', async (_, row, reason) => {
    expect(await readingsOf(azureChina, sheet([row]))).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason), scope: null },
    ]);
  });

  it('refuses a sheet without one of its columns', async () => {
    const heads = Object.keys(ROW).filter((head) => head !== 'term');

    await expect(readingsOf(azureChina, sheet([{}], heads))).rejects.toThrow('column "term"');
  });

  it.each([
    'https://prices.example/sheet.csv',
    'http://prices.azure.cn/sheet.csv',
    'https://prices.notazure.cn/sheet.csv',
  ])('follows no address like %s', async (DownloadUrl) => {
    const world = () => ({ body: { DownloadUrl } });

    await expect(azureChina.fetch(toolsOf(world))).rejects.toThrow('DownloadUrl');
  });

  it('reads the sheet where its address says', async () => {
    const DownloadUrl = 'https://made-up.blob.core.chinacloudapi.cn/sheets/today.csv?sp=r';
    const world = ({ url }: Request) =>
      url === DownloadUrl ? { body: 'a sheet' } : { body: { DownloadUrl } };
    const documents = await azureChina.fetch(toolsOf(world));

    expect(documents.map(({ name }) => name)).toEqual(['address', 'prices']);
  });
});
