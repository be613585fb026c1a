import { describe, expect, it } from 'vitest';
import { awsCapacityBlocks } from '../../scrapers/aws-capacity-blocks.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf, toolsOf } from '../support/documents.ts';

const LOCATIONS = {
  'Asia Pacific (Sydney)': { name: 'Asia Pacific (Sydney)', code: 'ap-southeast-2' },
  'EU (Stockholm)': { name: 'EU (Stockholm)', code: 'eu-north-1' },
  'US East (Dallas)': { name: 'US East (Dallas)', code: 'us-east-1-dfw-1' },
};
// Made-up figures under the names that the page carries.
const HEADS = ['Instance Type', 'Region', 'Effective Hourly Rate', 'ACCELERATOR', 'vCPU'];
const CELLS = { region: 'Europe (Stockholm)', price: '$88.88 USD ($11.11 USD)', cards: '8 x H100' };

interface Changes {
  readonly type?: string;
  readonly heading?: string;
  readonly heads?: readonly string[];
  readonly cells?: Partial<typeof CELLS>;
}

/** The data of one table with one row, as far as a test changes it. */
function tableOf({
  type = 'p5.48xlarge',
  heading = 'P5 Pricing',
  heads = HEADS,
  cells = {},
}: Changes) {
  const { region, price, cards } = { ...CELLS, ...cells };
  const [two, three, four] = [region, price, cards].map((cell) => `<p>${cell}<br /></p>\r\n`);
  return {
    itemHeading: heading,
    itemTableColumns: JSON.stringify(
      heads.map((Heading, index) => ({ Heading, accessor: String(index + 1) })),
    ),
    itemTableRowGroups: JSON.stringify([{ id: 'row1', idProperty: 'idProperty', label: type }]),
    itemTableData: JSON.stringify([
      { id: 0, idProperty: 'row1', '2': two, '3': three, '4': four, '5': '<p>7</p>' },
    ]),
  };
}

function documents(...tables: readonly Changes[]) {
  const items = tables.map((table) => ({ fields: tableOf(table) }));
  const script = `<script type="application/json">${JSON.stringify({ data: { items } })}</script>`;
  const other = '<script type="application/json">{"data":"made up"}</script>';
  return [
    aDocument('locations', LOCATIONS),
    aDocument('page', `<html><body>${other}${script}</body></html>`),
  ];
}

const read = (...tables: readonly Changes[]) => readingsOf(awsCapacityBlocks, documents(...tables));

describe('aws-capacity-blocks', () => {
  it('reads the hour of an instance in a block, in the region of the city', async () => {
    expect(await read({})).toEqual([
      expect.objectContaining({
        sku: 'p5.48xlarge',
        accelerator: 'NVIDIA H100 SXM',
        count: 8,
        region: 'eu-north-1',
        zone: null,
        billing: 'calendar',
        price: { micros: 88_880_000, currency: 'USD' },
        tax: 'excluded',
        availability: 'listed',
      }),
    ]);
  });

  it('finds a city that the page has on another continent', async () => {
    expect(await read({ cells: { region: 'Australia (Sydney)' } })).toMatchObject([
      { region: 'ap-southeast-2' },
    ]);
  });

  it('tells a local zone from the region it belongs to, and hosts that are sold as one', async () => {
    const cells = {
      region: 'US East (Dallas) Local Zone',
      price: '$799.92 ($11.11 USD)',
      cards: '72 x B200',
    };
    const { offers } = await normalise(
      awsCapacityBlocks,
      awsCapacityBlocks.parse(documents({ type: 'u-p6e-gb200x72', heading: 'P6e Pricing', cells })),
    );

    expect(offers).toMatchObject([
      {
        ...{ accelerator: 'gb200', count: 72, region: 'us-east-1', country: 'US' },
        zone: 'US East (Dallas) Local Zone',
        state: { price: { micros: 799_920_000 } },
      },
    ]);
  });

  it('keeps a place under its name that the list of locations does not know', async () => {
    const { offers } = await normalise(
      awsCapacityBlocks,
      awsCapacityBlocks.parse(documents({ cells: { region: 'Arctic (Pole)' } })),
    );

    expect(offers).toMatchObject([
      { region: 'Arctic (Pole)', country: null, jurisdiction: 'unknown' },
    ]);
  });

  it.each([
    ['the government’s regions', { cells: { region: 'AWS GovCloud (US-East)' } }],
    ['tables of operating systems', { heading: 'OS pricing across Instance Types' }],
  ])('leaves out %s', async (_, table) => {
    expect(await read({}, table)).toHaveLength(1);
  });

  it.each([
    [
      'the price of one accelerator alone',
      { cells: { price: '$11.11 USD' } },
      'expected "$8.00 USD',
    ],
    [
      'the price of one where that of all was',
      { cells: { price: '$11.11 USD ($11.11 USD)' } },
      'found "$11.11',
    ],
    [
      'a price by the month',
      { cells: { price: '$88.88 USD ($11.11 USD) per month' } },
      'per month',
    ],
    ['a price of nothing', { cells: { price: '$0.00 USD ($0.00 USD)' } }, 'found "$0.00'],
    ['another number of accelerators', { cells: { cards: '16 x H100' } }, 'for "16 x H100"'],
    ['an instance that is new', { type: 'p9.48xlarge' }, 'type'],
  ])('counts %s as not read', async (_, table, reason) => {
    expect(await read(table)).toMatchObject([
      { kind: 'unread', reason: expect.stringContaining(reason) },
    ]);
  });

  it.each([
    ['an empty page', []],
    ['a page whose tables are called otherwise', [{ heading: 'Prices' }]],
  ])('refuses %s', async (_, tables) => {
    await expect(read(...tables)).rejects.toThrow('expected rows of tables like "P5 Pricing"');
  });

  it('refuses a table without a column, and one with it twice', async () => {
    const renamed = HEADS.map((head) => head.replace('Effective', 'Monthly'));

    await expect(read({ heads: renamed })).rejects.toThrow('column "effective hourly rate"');
    await expect(read({ heads: [...HEADS, 'Region'] })).rejects.toThrow('column "region"');
  });

  it.each([
    ['a challenge', '<html><head><title>Just a moment...</title></head><body></body></html>'],
    ['a login', '<html><body><form action="/signin"><input name="password"></form></body></html>'],
  ])('refuses %s page', async (_, page) => {
    const served = [aDocument('locations', LOCATIONS), aDocument('page', page)];

    await expect(readingsOf(awsCapacityBlocks, served)).rejects.toThrow('found none');
  });

  it('asks for the list of places and the page', async () => {
    const found = await awsCapacityBlocks.fetch(toolsOf(({ url }) => ({ body: url })));

    expect(found.map((each) => each.text())).toEqual([
      'https://b0.p.awsstatic.com/locations/1.0/aws/current/locations.json',
      'https://aws.amazon.com/ec2/capacityblocks/pricing/',
    ]);
  });
});
