import { describe, expect, it } from 'vitest';
import { coreweave } from '../../scrapers/coreweave.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const HEADS = [
  ...['GPU Model', 'GPU Count', 'VRAM (GB)', 'vCPUs', 'System RAM<br/>(GB)'],
  ...['Local Storage<br/>(TB)', 'On-Demand Price (Per Hour)', 'Spot Price (Per Hour)'],
];

/** A page with one instance, as far as a test changes it. */
function page({
  region = 'REGION: ATLANTIS',
  count = '4^1',
  price = '$11.00',
  spot = '$2.22',
  heads = HEADS,
} = {}) {
  const cell = (text: string) => `<div class="table-v2-cell">${text}</div>`;
  const name = cell('<h3 data-product="x1-slug">NVIDIA X1</h3>');
  const cells = [count, '33', '111', '1,111', '3.33', price, spot];
  return [
    aPage(
      'pricing',
      `<div class="section-content"><b class="eyebrow">${region}</b>
      <div class="table-v2-header">${heads.map(cell).join('')}</div>
      <div class="table-row-v2">${name}${cells.map(cell).join('')}</div></div>`,
    ),
  ];
}

describe('coreweave', () => {
  it('reads the price of the instance, a footnote at its count, and the continent', async () => {
    const shared = {
      sku: 'x1-slug',
      accelerator: 'NVIDIA X1',
      memoryGb: 33,
      count: 4,
      region: 'ATLANTIS',
      vcpus: 111,
      ramGb: 1111,
      diskGb: 3330,
    };

    expect(await readingsOf(coreweave, page())).toMatchObject([
      { ...shared, billing: 'on-demand', price: { micros: 11_000_000, currency: 'USD' } },
      { ...shared, billing: 'spot', price: { micros: 2_220_000, currency: 'USD' } },
    ]);
  });

  it('keeps what is sold by talk, and leaves out what is not sold that way', async () => {
    const readings = await readingsOf(coreweave, page({ price: 'Contact sales', spot: 'N/A' }));

    expect(readings).toMatchObject([
      { billing: 'on-demand', price: null, availability: 'unknown', words: 'Contact sales' },
    ]);
  });

  it.each([
    ['a count in other words', { count: 'lots' }],
    ['an empty price', { price: '' }],
    ['a spot price of another kind', { spot: 'soon' }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(coreweave, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a heading that names no region', async () => {
    await expect(readingsOf(coreweave, page({ region: 'Everywhere' }))).rejects.toThrow(
      'expected a heading like "REGION: EUROPE", found "Everywhere"',
    );
  });

  it.each([
    ['renamed', HEADS.with(0, 'Accelerator'), 'expected one column "GPU Model"'],
    ['gone', HEADS.slice(1), 'expected one column "GPU Model"'],
    ['all gone', [], 'expected one column "GPU Model"'],
  ])('refuses a continent whose first head is %s', async (_, heads, reason) => {
    await expect(readingsOf(coreweave, page({ heads }))).rejects.toThrow(reason);
  });

  it.each([
    ['CPUs', { heads: ['CPU Model', 'CPU Type'] }],
    ['something that is sold in no region', { heads: ['Storage'], region: 'STORAGE' }],
  ])('skips a table of %s', async (_, other) => {
    const both = [page(), page(other)].map(([each]) => each?.text()).join('');

    expect(await readingsOf(coreweave, [aPage('pricing', both)])).toHaveLength(2);
  });

  it('refuses a continent without rows beside one that has some', async () => {
    const none = page()[0]?.text().replace('table-row-v2', 'table-row-v3');
    const both = [page()[0]?.text(), none].join('');

    await expect(readingsOf(coreweave, [aPage('pricing', both)])).rejects.toThrow(
      'expected rows .table-row-v2, found none',
    );
  });

  it('reads every row of both continents of its recording, and no CPU', async () => {
    const documents = await coreweave.fetch(replaying('test/fixtures/coreweave/2026-08-15'));
    const readings = await readingsOf(coreweave, documents);
    const of = (region: string, billing: string) =>
      readings.filter(
        (each) => each.kind === 'listing' && each.region === region && each.billing === billing,
      ).length;

    expect([of('NORTH AMERICA', 'on-demand'), of('NORTH AMERICA', 'spot')]).toEqual([11, 8]);
    expect([of('EUROPE', 'on-demand'), of('EUROPE', 'spot')]).toEqual([11, 6]);
    expect(readings).toHaveLength(36);
  });
});
