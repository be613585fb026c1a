import { describe, expect, it } from 'vitest';
import { lambda } from '../../scrapers/lambda.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const CLUSTERS = `<div role="tablist"><button role="tab" aria-controls="c-0">X1 cluster</button></div>
  <div role="tabpanel" id="c-0"><table><thead><tr><th></th><th>DURATION</th></tr></thead>
  <tbody><tr data-plan="X1"><th>X1</th><td>1 year+</td></tr></tbody></table></div>`;

/** A page with one plan in one tab, as far as a test changes them. */
function page({
  tab = '4x',
  price = '$1.11',
  memory = '33 GB',
  head = 'PRICE/GPU/HR*',
  more = '',
} = {}) {
  const heads = ['', 'VRAM/GPU', 'vCPUs', 'RAM', 'STORAGE', head];
  const cells = [memory, '3', '11 GiB', '2.5 TiB SSD', price];
  return [
    aPage(
      'pricing',
      `${CLUSTERS}<div role="tablist"><button role="tab" aria-controls="t:-0">${tab}</button>${more}</div>
      <div role="tabpanel" id="t:-0"><table>
      <thead><tr>${heads.map((each) => `<th>${each}</th>`).join('')}</tr></thead>
      <tbody><tr data-plan="NVIDIA X1"><th>NVIDIA X1</th>${cells.map((each) => `<td>${each}</td>`).join('')}</tr></tbody>
      </table></div>`,
    ),
  ];
}

describe('lambda', () => {
  it('makes the price of a GPU the price of the instance of the tab', async () => {
    expect(await readingsOf(lambda, page())).toEqual([
      expect.objectContaining({
        sku: '4x NVIDIA X1 33 GB',
        accelerator: 'NVIDIA X1',
        memoryGb: 33,
        count: 4,
        region: null,
        price: { micros: 4_440_000, currency: 'USD' },
        tax: 'excluded',
        vcpus: 3,
        ramGb: 11,
        diskGb: 2560,
        availability: 'listed',
        words: null,
      }),
    ]);
  });

  it('keeps a plan without a price, in the words of the page', async () => {
    expect(await readingsOf(lambda, page({ price: 'Contact sales' }))).toMatchObject([
      { price: null, availability: 'unknown', words: 'Contact sales' },
    ]);
  });

  it.each([
    ['a price in another currency', { price: '€1.11' }],
    ['two prices', { price: '$2.22 $1.11' }],
    ['memory in other words', { memory: 'lots' }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(lambda, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a page whose column was renamed', async () => {
    await expect(readingsOf(lambda, page({ head: 'PRICE/GPU/DAY*' }))).rejects.toThrow(
      'expected one column "PRICE/GPU/HR*"',
    );
  });

  it('refuses a page without tabs of counts, and a tab among them that is none', async () => {
    const odd = '<button role="tab" aria-controls="c-0">Super</button>';

    await expect(readingsOf(lambda, page({ tab: 'Big' }))).rejects.toThrow('tabs like "8x"');
    await expect(readingsOf(lambda, page({ more: odd }))).rejects.toThrow('found "Super"');
  });

  it('tells two plans of one name apart in its recording, all of them read', async () => {
    const documents = await lambda.fetch(replaying('test/fixtures/lambda/2026-08-15'));
    const readings = await readingsOf(lambda, documents);
    const skus = readings.map((each) => (each.kind === 'listing' ? each.sku : each.kind));

    expect(new Set(skus).size).toBe(22);
    expect(skus).toEqual(
      expect.arrayContaining(['8x NVIDIA A100 SXM 80 GB', '8x NVIDIA A100 SXM 40 GB']),
    );
  });

  it('reads the rise of 2026 from its two recordings', async () => {
    const prices = ['2026-02-11', '2026-08-15'].map(async (name) => {
      const documents = await lambda.fetch(replaying(`test/fixtures/lambda/${name}`));
      const [first] = await readingsOf(lambda, documents);
      return first;
    });

    expect(await Promise.all(prices)).toMatchObject([
      { sku: '8x NVIDIA B200 SXM6 180 GB', price: { micros: 8 * 4_990_000 } },
      { sku: '8x NVIDIA B200 SXM6 180 GB', price: { micros: 8 * 6_690_000 } },
    ]);
  });
});
