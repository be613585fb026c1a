import { describe, expect, it } from 'vitest';
import { civo } from '../../scrapers/civo.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

const HEADS = ['Size', 'RAM', 'vCPU', 'Storage', 'Data Transfer', 'On-demand', 'Commitment'];

function price(hourly: string): string {
  return `<div class="price-value" data-option="hourly">${hourly}<span>per hour</span></div>
    <div class="price-value" data-option="monthly">$999.99<span>per month</span></div>`;
}

/** A page with one instance, as far as a test changes it. */
function page({
  caption = 'NVIDIA X1 SXM GPU pricing',
  detail = '4 x NVIDIA X1 - 33GB HBM3e',
  ram = '1.5TB',
  onDemand = '$4.44',
  committed = '$2.22',
} = {}) {
  const cells = [
    `Large <div class="product-detail">${detail}</div>`,
    ...[ram, '11 <span>cores</span>', '111GB <span>NVMe</span>', 'FREE'],
  ];
  return [
    aPage(
      'pricing',
      `<section id="nvidia-gpus"><table><caption>${caption}</caption>
      <thead><tr>${HEADS.map((head) => `<th>${head}</th>`).join('')}</tr></thead>
      <tbody><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}
      <td class="on-demand-pricing">${price(onDemand)}</td>
      <td class="commitment-pricing"><div id="12_months">${price(committed)}</div></td>
      </tr></tbody></table></section>`,
    ),
  ];
}

describe('civo', () => {
  it('reads the price of the instance on demand and for each commitment', async () => {
    const instance = {
      sku: '4 x NVIDIA X1 - 33GB HBM3e',
      accelerator: 'NVIDIA X1 SXM',
      memoryGb: 33,
      count: 4,
      vcpus: 11,
      ramGb: 1500,
      diskGb: 111,
    };

    expect(await readingsOf(civo, page())).toMatchObject([
      { ...instance, billing: 'on-demand', termMonths: null, price: { micros: 4_440_000 } },
      { ...instance, billing: 'reserved', termMonths: 12, price: { micros: 2_220_000 } },
    ]);
  });

  it('leaves out what is not sold that way', async () => {
    expect(await readingsOf(civo, page({ onDemand: 'N/A' }))).toMatchObject([
      { billing: 'reserved' },
    ]);
  });

  it.each([
    ['a number of GPUs in other words', { detail: 'NVIDIA X1 - 33GB' }],
    ['memory in other words', { ram: 'lots' }],
    ['a price in another currency', { onDemand: '€4.44' }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(civo, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('refuses a table that is called something else', async () => {
    await expect(readingsOf(civo, page({ caption: 'Databases' }))).rejects.toThrow(
      'expected a table of "NVIDIA ... GPU pricing", found "Databases"',
    );
  });

  it('reads every instance of its recording in every way it is sold', async () => {
    const readings = await readingsOf(
      civo,
      await civo.fetch(replaying('test/fixtures/civo/2026-08-22')),
    );

    expect(readings.filter(({ kind }) => kind === 'listing')).toHaveLength(8 * 5 + 3);
    expect(readings).toHaveLength(8 * 5 + 3);
  });
});
