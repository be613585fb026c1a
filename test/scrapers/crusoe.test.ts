import { describe, expect, it } from 'vitest';
import { crusoe } from '../../scrapers/crusoe.ts';
import { aPage, readingsOf, replaying } from '../support/documents.ts';

/** A page with one GPU, as far as a test changes it. */
function page({
  memory = '33GB',
  form = 'SXM',
  price = '$1.11/GPU-hr',
  spot = 'Contact sales',
} = {}) {
  const heads = ['GPU model', 'On-demand', 'Current spot'];
  const tags = [memory, form].map((tag) => `<div class="pricing-tag">${tag}</div>`).join('');
  const prices = [price, spot].map((text) => `<div class="pricing-rich"><p>${text}</p></div>`);
  return [
    aPage(
      'pricing',
      `<div class="pricing-dd">${heads.map((head) => `<div class="pricing-heading">${head}</div>`).join('')}
      <div class="prixing-item"><a class="pricing-item-head-part">
      <h4 class="pricing-item-heading">NVIDIA X1</h4>${tags}</a>${prices.join('')}</div></div>`,
    ),
  ];
}

describe('crusoe', () => {
  it('reads the price of a GPU, and keeps what is sold by talk', async () => {
    const gpu = { sku: 'NVIDIA X1 33GB SXM', accelerator: 'NVIDIA X1 SXM', memoryGb: 33, count: 1 };

    expect(await readingsOf(crusoe, page())).toMatchObject([
      { ...gpu, billing: 'on-demand', price: { micros: 1_110_000, currency: 'USD' } },
      { ...gpu, billing: 'spot', price: null, words: 'Contact sales' },
    ]);
  });

  it('needs no form where there is one only', async () => {
    expect(await readingsOf(crusoe, page({ form: '' }))).toMatchObject([
      { sku: 'NVIDIA X1 33GB', accelerator: 'NVIDIA X1' },
      {},
    ]);
  });

  it.each([
    ['a price that says no unit', { price: '$1.11' }],
    ['memory in other words', { memory: 'lots' }],
    ['other words for no price', { spot: 'Soon' }],
  ])('counts %s as not read', async (_, change) => {
    expect(await readingsOf(crusoe, page(change))).toMatchObject([{ kind: 'unread' }]);
  });

  it('reads every GPU of its recording both ways, and no CPU', async () => {
    const readings = await readingsOf(
      crusoe,
      await crusoe.fetch(replaying('test/fixtures/crusoe/2026-08-15')),
    );

    expect(readings).toHaveLength(9 * 2);
    expect(readings.filter((each) => each.kind === 'listing' && each.price)).toHaveLength(6);
  });
});
