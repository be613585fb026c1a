import { describe, expect, it } from 'vitest';
import { gcpPricing } from '../../scrapers/gcp-pricing.ts';
import { normalise } from '../../src/domain/normalise.ts';
import { aDocument, readingsOf } from '../support/documents.ts';

const COST = ['hour: 2.5', 'hour_spot: 1.25', 'month: 1825', 'month_1y: 1460', 'month_3y: 730'];

/** The file with one machine in one region, as far as a test changes them. */
function pricing({
  keys = ['a100: 1'],
  cost = COST,
  name = 'a2-highgpu-1g',
  rest = 'storage: {}',
}) {
  const machine = ['cpu: 3', 'ram: 33', ...keys].map((line) => `      ${line}`);
  const region = cost.map((line) => `          ${line}`);
  const lines = [
    'compute:',
    '  instance:',
    `    ${name}:`,
    ...machine,
    '      cost:',
    '        pole1:',
  ];
  return [aDocument('pricing', ['---', ...lines, ...region, rest, ''].join('\n'))];
}

describe('gcp-pricing', () => {
  it('reads the price of an hour, of spot, and of a month under commitment for each of its hours', async () => {
    const readings = await readingsOf(gcpPricing, pricing({}));

    expect(readings).toMatchObject([
      { billing: 'on-demand', termMonths: null, price: { micros: 2_500_000, currency: 'USD' } },
      { billing: 'spot', termMonths: null, price: { micros: 1_250_000 } },
      { billing: 'reserved', termMonths: 12, price: { micros: 2_000_000 } },
      { billing: 'reserved', termMonths: 36, price: { micros: 1_000_000 } },
    ]);
    expect(readings[0]).toMatchObject({ sku: 'a2-highgpu-1g', count: 1, region: 'pole1' });
    expect(readings[0]).toMatchObject({ vcpus: 3, ramGb: 33, diskGb: null });
  });

  it('has no offer of what a machine is not sold as', async () => {
    const readings = await readingsOf(gcpPricing, pricing({ cost: ['hour: 2', 'month: 1460'] }));

    expect(readings).toMatchObject([{ billing: 'on-demand', price: { micros: 2_000_000 } }]);
  });

  it.each([
    ['a100: 16', 'a100-sxm-40gb', 16],
    ['a100-80gb: 8', 'a100-sxm-80gb', 8],
    ['h100-80gb: 8', 'h100-sxm', 8],
    ['h100-80gb-mega: 8', 'h100-sxm', 8],
    ['l4: 4', 'l4', 4],
  ])('knows %s', async (key, accelerator, count) => {
    const readings = gcpPricing.parse(pricing({ keys: [key] }));
    const { offers } = await normalise(gcpPricing, readings);

    expect(offers[0]).toMatchObject({ accelerator, count });
  });

  it('shows an accelerator it does not know as one', async () => {
    const readings = gcpPricing.parse(pricing({ keys: ['x999-77gb: 4'] }));
    const { offers, rejects } = await normalise(gcpPricing, readings);

    expect(offers).toEqual([]);
    expect(rejects[0]).toMatchObject({ reason: 'unknown-accelerator', accelerator: 'x999-77gb' });
  });

  it('counts the local disk as a disk, and leaves out machines without accelerators', async () => {
    const [withDisk] = await readingsOf(gcpPricing, pricing({ keys: ['l4: 1', 'local-ssd: 375'] }));
    const plain = [[], ['local-ssd: 375'], ['type: n1-custom']].map((keys) => pricing({ keys }));

    expect(withDisk).toMatchObject({ diskGb: 375, accelerator: 'l4' });
    for (const documents of plain) expect(await readingsOf(gcpPricing, documents)).toEqual([]);
  });

  it.each([
    ['two accelerators', { keys: ['a100: 1', 'l4: 1'] }, 'accelerators: expected one'],
    ['a part of one', { keys: ['l4: 0.5'] }, 'accelerators.0.1'],
    [
      'a month of other hours',
      { cost: ['hour: 2', 'month: 1488'] },
      'expected a month of 730 hours',
    ],
    ['zero', { cost: ['hour: 0', 'month: 0'] }, 'hour: zero is never a price'],
    ['a price that is text', { cost: ['hour: soon', 'month: 1'] }, 'hour:'],
  ])('counts %s as not read', async (_, change, reason) => {
    const readings = await readingsOf(gcpPricing, pricing(change));

    expect(readings).toMatchObject([{ kind: 'unread', reason: expect.stringContaining(reason) }]);
  });

  it.each([
    ['a file cut short', pricing({ rest: '' }), 'pricing: storage'],
    ['what is no YAML', [aDocument('pricing', 'a: b: c')], 'pricing: expected YAML'],
    ['a file that refers to itself', [aDocument('pricing', 'a: &a [1]\nb: *a')], 'expected YAML'],
  ])('refuses %s', async (_, documents, message) => {
    await expect(readingsOf(gcpPricing, documents)).rejects.toThrow(message);
  });
});
