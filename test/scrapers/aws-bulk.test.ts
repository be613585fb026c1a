import { describe, expect, it } from 'vitest';
import { awsBulk } from '../../scrapers/aws-bulk.ts';
import { awsChina } from '../../scrapers/aws-china.ts';
import type { Scraper } from '../../scrapers/kit/index.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const NOTES = '"FormatVersion","v1.0"\n"Disclaimer","Made up, ""as is"""\n';
const ROW = {
  SKU: 'MADEUP',
  TermType: 'OnDemand',
  Unit: 'Hrs',
  PricePerUnit: '11.1100000000',
  Currency: 'USD',
  LeaseContractLength: '',
  PurchaseOption: '',
  OfferingClass: '',
  'Instance Type': 'p5.48xlarge',
  vCPU: '3',
  Memory: '1,111 GiB',
  Storage: '2 x 33 NVMe SSD',
  Tenancy: 'Shared',
  'Operating System': 'Linux',
  CapacityStatus: 'Used',
  'Pre Installed S/W': 'NA',
  MarketOption: 'OnDemand',
  'Region Code': 'po-east-1',
};
const RESERVED = {
  ...{ TermType: 'Reserved', LeaseContractLength: '3yr', PurchaseOption: 'No Upfront' },
  ...{ OfferingClass: 'standard', PricePerUnit: '5.5500000000' },
};
const path = (region: string) => `/offers/v1.0/aws/AmazonEC2/20000101000000/${region}/index.json`;
const index = (...regions: string[]) => ({
  regions: Object.fromEntries(
    regions.map((region) => [region, { regionCode: region, currentVersionUrl: path(region) }]),
  ),
});
/** Cells are quoted, but for empty ones. */
const line = (cells: readonly string[]) =>
  cells.map((cell) => (cell === '' ? '' : `"${cell.replaceAll('"', '""')}"`)).join(',');

/** The files of one region with these rows, as far as a test changes them. */
function files(rows: readonly object[], heads: readonly string[] = Object.keys(ROW)) {
  const lines = rows.map((row) => line(heads.map((head) => ({ ...ROW, ...row })[head] ?? '')));
  const text = `${NOTES}${[line(heads), ...lines].join('\n')}\n`;
  return [
    aDocument('regions', index('po-east-1')),
    aDocument('prices/po-east-1', text, { partOf: 'po-east-1' }),
  ];
}

const read = (row: object, scraper: Scraper = awsBulk) => readingsOf(scraper, files([row]));

describe('aws-bulk', () => {
  it('reads the price of an hour with what the machine has', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'p5.48xlarge',
        accelerator: 'NVIDIA H100 SXM',
        count: 8,
        region: 'po-east-1',
        billing: 'on-demand',
        tier: 'standard',
        price: { micros: 11_110_000, currency: 'USD' },
        vcpus: 3,
        ramGb: 1111,
        diskGb: 66,
        scope: 'po-east-1',
      }),
    ]);
  });

  it('reads a reservation without upfront payment, convertible ones as a tier of their own', async () => {
    const convertible = { ...RESERVED, LeaseContractLength: '1yr', OfferingClass: 'convertible' };

    expect(await read(RESERVED)).toMatchObject([
      { billing: 'reserved', termMonths: 36, tier: 'standard', price: { micros: 5_550_000 } },
    ]);
    expect(await read(convertible)).toMatchObject([{ termMonths: 12, tier: 'convertible' }]);
  });

  it.each([
    ['an hourly rest after a payment', { ...RESERVED, PurchaseOption: 'Partial Upfront' }],
    ['the payment itself', { ...RESERVED, PurchaseOption: 'All Upfront', Unit: 'Quantity' }],
    ['Windows', { 'Operating System': 'Windows' }],
    ['dedicated machines', { Tenancy: 'Dedicated' }],
    ['unused reservations of capacity', { CapacityStatus: 'UnusedCapacityReservation' }],
    ['capacity blocks', { MarketOption: 'CapacityBlock' }],
    ['SQL Server', { 'Pre Installed S/W': 'SQL Std' }],
    ['machines without accelerators', { 'Instance Type': 'm7i.large', PricePerUnit: 'free' }],
    ['what is no machine', { 'Instance Type': '' }],
  ])('leaves out %s', async (_, row) => {
    expect(await read(row)).toEqual([]);
  });

  it.each([
    ['a family that is new', { 'Instance Type': 'p9.48xlarge' }, 'family not in the table: p9'],
    ['zero', { PricePerUnit: '0.0000000000' }, 'PricePerUnit: zero is never a price'],
    ['another currency', { Currency: 'CNY' }, 'Currency'],
    ['another unit', { Unit: 'Quantity' }, 'Unit'],
    ['another term', { ...RESERVED, LeaseContractLength: '5yr' }, 'term'],
  ])('counts %s as not read', async (_, row, reason) => {
    expect(await read(row)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason), scope: 'po-east-1' },
    ]);
  });

  it.each([
    ['prices of another region', files([{ 'Region Code': 'po-west-1' }]), 'found one of po-west-1'],
    ['a file without a column', files([{}], Object.keys(ROW).slice(0, -1)), '"Region Code"'],
    [
      'a row cut short',
      [
        ...files([]).slice(0, 1),
        aDocument('prices/po-east-1', `${NOTES}${line(Object.keys(ROW))}\n"MADEUP","OnDem`, {
          partOf: 'po-east-1',
        }),
      ],
      'expected comma-separated values',
    ],
    [
      'a page in its place',
      [...files([]).slice(0, 1), aDocument('prices/po-east-1', '<html>', { partOf: 'po-east-1' })],
      'expected a table',
    ],
  ])('refuses %s', async (_, documents, message) => {
    await expect(readingsOf(awsBulk, documents)).rejects.toThrow(message);
  });

  it('asks for the table of each region, but GovCloud and local zones', async () => {
    const asked: string[] = [];
    const body = index('po-east-1', 'us-gov-west-1', 'us-west-2-lax-1', 'us-east-1-wl1-bos1');
    await awsBulk.fetch(
      toolsOf(({ url }) => {
        asked.push(url);
        return { body };
      }),
    );

    expect(asked).toEqual([
      'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/current/region_index.json',
      'https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/AmazonEC2/20000101000000/po-east-1/index.csv',
    ]);
  });
});

describe('aws-china', () => {
  it('reads yuan, and takes no dollars for them', async () => {
    expect(await read({ Currency: 'CNY' }, awsChina)).toMatchObject([
      { price: { micros: 11_110_000, currency: 'CNY' } },
    ]);
    expect(await read({}, awsChina)).toMatchObject([{ kind: 'unread' }]);
  });
});
